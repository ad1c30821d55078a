"""The output folder is the old one or the new one, whole, whatever happens to the process or the disk.

``make crash`` runs the long form: every moment of a run, and many more kills at random times.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from publishing import fail, publish_edition, whole

from runbook.errors import OutputError

SCRIPT = Path(__file__).with_name("publishing.py")
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
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new_folder(tmp_path: Path, road: str) -> None:
    output = tmp_path / "output"
    left = []
    for number in moments(output, road):
        publish_edition("A", output)
        killed = run("kill", output, road, "B", number)
        assert killed.returncode == -signal.SIGKILL, number
        if output.exists():
            left.append(whole(output))
        else:
            assert road == "two-steps", number  # between its two steps there is no folder; the next run restores it
        publish_edition("A", output)
        assert whole(output) == "A"
        assert [path.name for path in tmp_path.iterdir()] == ["output"], number
    assert set(left) == {"A", "B"}


@pytest.mark.parametrize("road", ROADS)
def test_a_disk_fault_at_any_moment_is_reported_and_leaves_a_whole_folder(tmp_path: Path, road: str) -> None:
    output = tmp_path / "output"
    told = []
    for number in moments(output, road):
        publish_edition("A", output)
        failed = run("fault", output, road, "B", number)
        assert (failed.returncode, failed.stderr) == (0, ""), number
        rule = failed.stdout.strip()
        assert whole(output) == {"output-disk-fault": "A"}.get(rule, "B"), number
        left = {path.name for path in tmp_path.iterdir()} - {".output.lock"}  # an empty file that locks nobody out
        assert rule in AFTERWARDS or left == {"output"}, number
        told.append(rule)
    # Once the new folder is in its place, only the removal of the old one, or the drive's word for it, can be missing.
    assert {"output-disk-fault", "output-old-left"} <= set(told) <= {*AFTERWARDS, "output-disk-fault"}


def test_a_run_killed_at_any_time_lets_a_reader_see_only_whole_folders(tmp_path: Path) -> None:
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
        left.append(whole(output))
    assert set(left) == {"A", "B"}


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
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
