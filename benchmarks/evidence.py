"""How much memory and time files of AWS take: ten times as many events must not take more memory.

Prints the peak of resident memory of `runbook reconcile` for 10 MB and 100 MB of CloudTrail events (plain, and 100 MB
compressed), and of `runbook import` for 1,000 and 10,000 accounts. Run ``make bench``; ``--large`` adds 1 GB of events.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000
FLAT = 1.2  # times the memory that ten times as much may take


def events(size: int) -> Iterator[str]:
    """The text of a file of CloudTrail of about so many bytes; one event in a thousand is a use of root."""
    identity = {"type": "Root", "arn": "arn:aws:iam::111122223333:root", "accountId": "111122223333"}
    written, number = 0, 0
    yield '{"Records":['
    while written < size:
        who = identity if number % 1000 == 0 else identity | {"type": "AssumedRole"}
        record = {
            "eventVersion": "1.08",
            "userIdentity": who,
            "eventTime": f"2026-11-{1 + number % 28:02}T18:10:05Z",
            "eventSource": "signin.amazonaws.com" if who is identity else "s3.amazonaws.com",
            "eventName": "ConsoleLogin" if who is identity else "GetObject",
            "requestParameters": {"key": "x" * 800},
            "responseElements": None,
            "eventID": f"{number:036}",
            "recipientAccountId": "111122223333",
        }
        text = "," * bool(number) + json.dumps(record, separators=(",", ":"))
        written, number = written + len(text), number + 1
        yield text
    yield "]}"


def accounts(count: int) -> str:
    """The list of so many accounts."""
    arn = "arn:aws:organizations::111122223333:account/o-exampleorgid"
    names = [f"{200_000_000_000 + 7 * number}" for number in range(count)]
    entries = [
        {
            "Id": name,
            "Arn": f"{arn}/{name}",
            "Email": f"aws-root-{name}@example.co.jp",
            "Name": f"n{name}",
            "State": "ACTIVE",
        }
        for name in names
    ]
    return json.dumps({"Accounts": entries})


def measured(folder: Path, *arguments: str) -> tuple[float, float]:
    """Peak of resident memory in MB, and seconds, of a command in a process of its own."""
    start = time.perf_counter()
    quiet = os.open(os.devnull, os.O_WRONLY)
    command = [sys.executable, "-m", "runbook", *arguments]
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1)]
    world = {**os.environ, "PYTHONPATH": str(ROOT)}
    os.chdir(folder)
    child = os.posix_spawn(sys.executable, command, world, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def main() -> None:
    """Measure, print, and fail if memory grows with the file."""
    sizes = [10, 100, *([1000] if "--large" in sys.argv else [])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yaml").write_text((ROOT / "examples" / "minimal.yaml").read_text("utf-8"), "utf-8")
        peaks = []
        for size in sizes:
            path = folder / f"{size}.json"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(events(size * MEGABYTE))
            peak, seconds = measured(folder, "reconcile", path.name, "-q")
            peaks.append(peak)
            print(f"{size:>6} MB of events        {peak:7.1f} MB {seconds:7.1f} s")  # noqa: T201
        with gzip.open(folder / "100.json.gz", "wt", encoding="utf-8") as packed:
            packed.writelines(events(100 * MEGABYTE))
        peak, seconds = measured(folder, "reconcile", "100.json.gz", "-q")
        print(f"   100 MB of events, .gz  {peak:7.1f} MB {seconds:7.1f} s")  # noqa: T201
        for count in (1000, 10_000):
            (folder / f"{count}.json").write_text(accounts(count), "utf-8")
            for what in ("new", "as before"):
                peak, seconds = measured(folder, "import", f"{count}.json", "-a", f"{count}.yaml", "-q")
                print(f"{count:>6} accounts, {what:<9}   {peak:7.1f} MB {seconds:7.1f} s")  # noqa: T201
    if max(peaks) > FLAT * peaks[0]:
        sys.exit("memory grows with the events")


if __name__ == "__main__":
    main()
