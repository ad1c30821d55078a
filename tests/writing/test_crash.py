"""Folder and register are the old ones or the new ones, whole, whatever happens to the process or the disk.

The register is written first: a folder never shows an edition that the register does not know. Only a kill between
the two steps leaves the new register with the old folder; an error leaves both as they were, and the next run mends it.
``make test-faults`` runs the long form: every moment of a run, and many more kills at random times.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from support import publishing
from support.publishing import REGISTER, fail, publish_edition, recorded, whole

from runbook.errors import OutputError

pytestmark = pytest.mark.kills

SCRIPT = Path(publishing.__file__)
RUNS = int(os.environ.get("RUNBOOK_CRASH_RUNS", "24"))
AFTERWARDS = {"output-old-left", "output-unconfirmed", "done"}
ROADS = ["exchange", "two-steps"]


def run(action: str, output: Path, road: str, *rest: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), action, str(output), road, *map(str, rest)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def moments(output: Path, road: str) -> list[int]:
    """Moments of one run from A to B, spread evenly; all of them in the long form."""
    publish_edition("A", output)
    total = int(run("count", output, road, "B").stdout)
    assert total > 100, "the moments are not seen any more"
    return sorted({round(number * total / RUNS) for number in range(1, RUNS)} if total > RUNS else range(1, total + 1))


@pytest.mark.parametrize("road", ROADS)
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new_folder(
    tmp_path: Path, road: str, record_property: Callable[[str, object], None]
) -> None:
    output = tmp_path / "output"
    left = []
    for number in moments(output, road):
        publish_edition("A", output)
        killed = run("kill", output, road, "B", number)
        assert killed.returncode == -signal.SIGKILL, number
        if output.exists():
            left.append((recorded(output), whole(output)))
        else:
            assert road == "two-steps", number  # between its two steps there is no folder; the next run restores it
        publish_edition("A", output)
        assert (recorded(output), whole(output)) == ("A", "A")
        assert {path.name for path in tmp_path.iterdir()} == {"output", REGISTER}, number
    record_property("faults", f"{len(left)} kills; (register, folder): {dict(Counter(left))}")
    assert {("A", "A"), ("B", "B")} <= set(left) <= {("A", "A"), ("B", "A"), ("B", "B")}


@pytest.mark.parametrize("road", ROADS)
def test_a_disk_fault_at_any_moment_is_reported_and_leaves_a_whole_folder(
    tmp_path: Path, road: str, record_property: Callable[[str, object], None]
) -> None:
    output = tmp_path / "output"
    told = []
    for number in moments(output, road):
        publish_edition("A", output)
        failed = run("fault", output, road, "B", number)
        assert (failed.returncode, failed.stderr) == (0, ""), number
        rule = failed.stdout.strip()
        expected = {"output-disk-fault": "A"}.get(rule, "B")
        assert (recorded(output), whole(output)) == (expected, expected), number
        left = {path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")}  # they lock nobody out
        assert rule in AFTERWARDS or left == {"output", REGISTER}, number
        told.append(rule)
    record_property("faults", f"{len(told)} faults: {dict(Counter(told))}")
    # Once the new folder is in its place, only the removal of the old one, or the drive's word for it, can be missing.
    assert {"output-disk-fault", "output-old-left"} <= set(told) <= {*AFTERWARDS, "output-disk-fault"}


def test_a_run_killed_at_any_time_lets_a_reader_see_only_whole_folders(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    output = tmp_path / "output"
    chance = random.Random(20261124)  # noqa: S311  times, not secrets
    publish_edition("A", output)
    left = []
    for number in range(RUNS):
        command = [sys.executable, str(SCRIPT), "loop", str(output), "exchange"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for _ in range(1 + number % 2):
                process.stdout.readline()
            until = time.monotonic() + chance.uniform(0, 0.05)
            while time.monotonic() < until:
                read_while_it_changes(output)
            process.kill()
        left.append((recorded(output), whole(output)))
    record_property("faults", f"{len(left)} kills; (register, folder): {dict(Counter(left))}")
    assert {name for _, name in left} == {"A", "B"}
    # A killed run goes from A to B or from B to A: the register may be one ahead of the folder, whichever that is.


def read_while_it_changes(output: Path) -> None:
    """Whole, unless the folder was exchanged for another one during the reading; a reader would look again."""
    # Held open, so that the number of this folder is not given to the next one.
    folder = os.open(output, os.O_RDONLY)
    try:
        whole(output)
    except (AssertionError, KeyError, FileNotFoundError):
        assert not os.path.samestat(os.fstat(folder), output.stat())
    finally:
        os.close(folder)


def test_a_run_killed_between_two_steps_is_undone_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "output"
    publish_edition("A", output)
    output.rename(tmp_path / ".output.old-abcdefgh")
    monkeypatch.setattr("runbook.writing.stage", fail)
    with pytest.raises(OutputError):
        publish_edition("B", output)
    assert whole(output) == "A"
    assert {path.name for path in tmp_path.iterdir()} == {"output", REGISTER}
    assert recorded(output) == "A"


# ------------------------------------------------------------------------------------------ faults of the system itself

WRITING_CALLS = (
    "openat",
    "write",
    "fsync",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "chmod",
    "flock",
)
ERRORS = {
    "openat": "ENOSPC",
    "write": "ENOSPC",
    "fsync": "EIO",
    "rename": "EIO",
    "renameat2": "EXDEV",
    "mkdir": "EACCES",
    "flock": "ENOLCK",
    "chmod": "EPERM",
    "unlink": "EROFS",
    "rmdir": "EBUSY",
}


def traced(output: Path, action: str, options: list[str], log: Path) -> subprocess.CompletedProcess[str]:
    command = [
        "strace",
        "-f",
        "-o",
        str(log),
        *options,
        sys.executable,
        str(SCRIPT),
        action,
        str(output),
        "exchange",
        "B",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def can_trace() -> bool:
    try:
        return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def calls(output: Path, call: str, log: Path) -> range:
    """The numbers of a system call that belong to publishing: those of starting and ending python are left out."""
    counts = []
    for action in ("none", "once"):
        publish_edition("A", output)
        traced(output, action, [f"--trace={call}"], log)
        counts.append(sum(f" {call}(" in line for line in log.read_text(errors="replace").splitlines()))
    return range(counts[0] + 1, counts[1] + 1)


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace is not here or not allowed to look")


@needs_strace
@pytest.mark.parametrize("call", WRITING_CALLS)
def test_a_kill_at_any_system_call_that_writes(
    tmp_path: Path, call: str, record_property: Callable[[str, object], None]
) -> None:
    output, log = tmp_path / "out" / "output", tmp_path / "log"
    left = []
    for number in some(calls(output, call, log)):
        publish_edition("A", output)
        killed = traced(output, "once", [f"--trace={call}", f"--inject={call}:signal=KILL:when={number}"], log)
        assert "done" in killed.stdout or killed.returncode != 0, number
        left.append((recorded(output), whole(output)))
        publish_edition("A", output)
        assert (recorded(output), whole(output)) == ("A", "A")
        assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}, number
    record_property("faults", f"{len(left)} kills; (register, folder): {dict(Counter(left))}")
    assert set(left) <= {("A", "A"), ("B", "A"), ("B", "B")}


@needs_strace
@pytest.mark.parametrize("call", ERRORS)
def test_an_error_of_any_system_call_that_writes(
    tmp_path: Path, call: str, record_property: Callable[[str, object], None]
) -> None:
    output, log = tmp_path / "out" / "output", tmp_path / "log"
    left = []
    for number in some(calls(output, call, log)):
        publish_edition("A", output)
        inject = f"--inject={call}:error={ERRORS[call]}:when={number}"
        failed = traced(output, "once", [f"--trace={call}", inject], log)
        pair = (recorded(output), whole(output))
        left.append((failed.stdout.strip(), *pair))
        assert pair in {("A", "A"), ("B", "B")}, (number, failed.stdout, failed.stderr)
        publish_edition("A", output)
        assert (recorded(output), whole(output)) == ("A", "A")
    record_property("faults", f"{len(left)} errors; (rule, register, folder): {dict(Counter(left))}")


def some(numbers: range) -> list[int]:
    """A few of the numbers, first and last among them; all in the long form."""
    few = max(2, RUNS // 6)
    if len(numbers) <= few or RUNS > 100:
        return list(numbers)
    return sorted({numbers[round(place * (len(numbers) - 1) / (few - 1))] for place in range(few)})
