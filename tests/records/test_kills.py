"""The records are the old ones or the new ones, whole, wherever a run is killed; of many runs at once none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support import recording
from support.organisations import ORGANISATIONS
from support.recording import add, subjects

from runbook.records.store import NONE, Entry, Kind, records_text

pytestmark = pytest.mark.kills

RUNS = int(os.environ.get("RUNBOOK_CRASH_RUNS", "24"))
NAME = "config.yaml.records.json"


def command(action: str, config: Path, *rest: object) -> list[str]:
    return [sys.executable, str(Path(recording.__file__)), action, str(config), *map(str, rest)]


def environment() -> dict[str, str]:
    tests = Path(recording.__file__).parent.parent
    return {**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}


def run(action: str, config: Path, *rest: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(action, config, *rest), capture_output=True, text=True, timeout=60, check=False, env=environment()
    )


def test_a_run_killed_at_any_moment_leaves_the_records_before_or_after(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    config = tmp_path / "config.yaml"
    add(config, "first")
    before = (tmp_path / NAME).read_bytes()
    total = int(run("count", config, "second").stdout)
    assert total > 10, "the moments are not seen any more"
    left = []
    for number in sorted({max(1, round(at * total / RUNS)) for at in range(1, RUNS + 1)}):
        (tmp_path / NAME).write_bytes(before)
        killed = run("kill", config, "second", number)
        assert killed.returncode == -signal.SIGKILL, number
        left.append(tuple(subjects(config)))
        add(config, "third")
        assert subjects(config) == [*left[-1], "third"]
        assert {path.name for path in tmp_path.iterdir()} == {NAME}, number
    record_property("faults", f"{len(left)} kills; records: {dict(Counter(left))}")
    assert set(left) == {("first",), ("first", "second")}


def test_of_several_runs_at_once_each_adds_its_entry_or_says_that_it_has_not(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    names = [f"run-{number}" for number in range(8)]
    running = {
        name: subprocess.Popen(command("add", config, name), stdout=subprocess.PIPE, text=True, env=environment())
        for name in names
    }
    said = {name: process.communicate(timeout=60)[0].strip() for name, process in running.items()}
    assert set(said.values()) <= {"done", "kept-locked", "kept-changed"}
    done = sorted(name for name, answer in said.items() if answer == "done")
    assert done
    assert sorted(subjects(config)) == done
    assert {path.name for path in tmp_path.iterdir()} == {NAME}


def test_an_edit_of_the_config_killed_at_any_moment_leaves_it_before_or_after(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    before = ORGANISATIONS["full"].read_bytes()
    config.write_bytes(before)
    day = date(2026, 11, 20)
    follows = {"items/K-0101/tested_on": str(day), "items/T-0201/battery_due": "2030-03-31"}
    told = Entry(1, Kind.CHECK, day, "check", day, None, {}, {}, (), {"n": 1}, follows)
    (tmp_path / NAME).write_bytes(records_text(NONE.added(told)))
    total = int(run("apply-count", config, "-").stdout)
    after = config.read_bytes()
    assert after != before
    assert total > 5, "the moments are not seen any more"
    left = []
    for number in sorted({max(1, round(at * total / 8)) for at in range(1, 9)}):
        config.write_bytes(before)
        killed = run("apply-kill", config, "-", number)
        assert killed.returncode == -signal.SIGKILL, number
        left.append(config.read_bytes())
        config.write_bytes(before)
        assert run("apply", config, "-").stdout.strip() == "done"
        assert config.read_bytes() == after
        assert {path.name for path in tmp_path.iterdir()} == {NAME, "config.yaml"}, number
    assert {*left} == {before, after}
