"""How long the command takes, as multiples of a bare ``python -c pass`` measured in the same run.

Rounds are interleaved, so that a busy machine slows all alike; the smallest time of each counts. Seconds differ from
machine to machine, ratios far less. Run ``make bench``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
BARE = "python -c pass"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured: a name, and the command line."""
    runbook = [sys.executable, "-m", "runbook"]
    example = ["-c", str(ROOT / "config.example.yaml"), "-o"]
    return {
        BARE: [sys.executable, "-c", "pass"],
        "runbook --version": [*runbook, "--version"],
        "runbook --help": [*runbook, "--help"],
        "runbook check": [*runbook, "check", "-c", str(ROOT / "config.example.yaml")],
        "runbook build --format md,html": [*runbook, "build", *example, str(folder / "text"), "--format", "md,html"],
        "runbook verify CODE": [*runbook, "verify", "7K3M-9QTX-X", "--output", "output", "-c", "config.yaml"],
        "runbook diff": [*runbook, "diff"],
        "runbook build": [*runbook, "build", *example, str(folder / "all")],
    }


def issue_example(folder: Path) -> None:
    """The example company with an edition in force, for the commands that ask the register."""
    (folder / "config.yaml").write_bytes((ROOT / "config.example.yaml").read_bytes())
    approvals = ["--approved-by", "takahashi", "--approved-by", "tanaka"]
    command = [sys.executable, "-m", "runbook", "issue", "--reason", "First edition", *approvals]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)  # noqa: S603  our own command


def measure(command: list[str], folder: Path) -> float:
    """Seconds of one run; CalledProcessError unless it ends well, or says as `verify` does that a code is unknown."""
    start = time.perf_counter()
    ended = subprocess.run(command, check=False, capture_output=True, cwd=folder)  # noqa: S603  our own commands
    seconds = time.perf_counter() - start
    if ended.returncode not in {0, 1}:
        ended.check_returncode()
    return seconds


def main() -> None:
    """Measure in rounds and print the table; the full build is run once a session, it takes long enough."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = commands(Path(folder))
        issue_example(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in chosen}
        for number in range(ROUNDS):
            for name, command in chosen.items():
                if name != "runbook build" or number == 0:
                    times[name].append(measure(command, Path(folder)))
    unit = min(times[BARE])
    for name, seconds in times.items():
        sys.stdout.write(f"{name:34} {min(seconds) / unit:8.1f} x\n")


if __name__ == "__main__":
    main()
