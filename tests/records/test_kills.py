"""The records are the old ones or the new ones, whole, wherever a run is killed; of many runs at once none is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support import recording
from support.command import Ended
from support.histories import NAMES, issued
from support.organisations import ORGANISATIONS
from support.recording import add, subjects

from runbook.editions import EMPTY, Register, register_text
from runbook.records.store import NONE, Entry, Kind, records_text

pytestmark = pytest.mark.kills

RUNS = int(os.environ.get("RUNBOOK_CRASH_RUNS", "24"))
NAME = "config.yaml.records.json"


class Runs:
    """Begins runs as children of one process that has all they need already; each dies alone."""

    def __init__(self) -> None:
        tests = Path(recording.__file__).parent.parent
        self.server = subprocess.Popen(
            [sys.executable, recording.__file__, "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"},
        )

    def at_once(self, *runs: tuple[object, ...]) -> list[Ended]:
        """How each ended and what it said; none waits for another."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(json.dumps([[*map(str, run)] for run in runs]) + "\n")
        self.server.stdin.flush()
        return [Ended(code, said, "") for code, said in json.loads(self.server.stdout.readline())]

    def __call__(self, *run: object) -> Ended:
        """One run."""
        return self.at_once(run)[0]


@pytest.fixture(scope="module")
def run() -> Iterator[Runs]:
    """What begins runs."""
    runs = Runs()
    with runs.server:
        yield runs


def test_a_run_killed_at_any_moment_leaves_the_records_before_or_after(
    tmp_path: Path, run: Runs, record_property: Callable[[str, object], None]
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
        assert killed.code == -signal.SIGKILL, number
        left.append(tuple(subjects(config)))
        add(config, "third")
        assert subjects(config) == [*left[-1], "third"]
        assert {path.name for path in tmp_path.iterdir()} == {NAME}, number
    record_property("faults", f"{len(left)} kills; records: {dict(Counter(left))}")
    assert set(left) == {("first",), ("first", "second")}


def test_of_several_runs_at_once_each_adds_its_entry_or_says_that_it_has_not(tmp_path: Path, run: Runs) -> None:
    config = tmp_path / "config.yaml"
    names = [f"run-{number}" for number in range(8)]
    ended = run.at_once(*(("add", config, name) for name in names))
    said = {name: one.stdout.strip() for name, one in zip(names, ended, strict=True)}
    assert set(said.values()) <= {"done", "kept-locked", "kept-changed"}
    done = sorted(name for name, answer in said.items() if answer == "done")
    assert done
    assert sorted(subjects(config)) == done
    assert {path.name for path in tmp_path.iterdir()} == {NAME}


def test_an_edit_of_the_config_killed_at_any_moment_leaves_it_before_or_after(tmp_path: Path, run: Runs) -> None:
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
        assert killed.code == -signal.SIGKILL, number
        left.append(config.read_bytes())
        config.write_bytes(before)
        assert run("apply", config, "-").stdout.strip() == "done"
        assert config.read_bytes() == after
        assert {path.name for path in tmp_path.iterdir()} == {NAME, "config.yaml"}, number
    assert {*left} == {before, after}


def with_copies_in_two_places(config: Path) -> tuple[str, ...]:
    """The example beside a register whose last edition asks for copies in two places; these places."""
    config.write_bytes(ORGANISATIONS["full"].read_bytes())
    register = issued(issued(EMPTY, {NAMES[1]: "a"}, date(2026, 12, 1)), {NAMES[1]: "b"}, date(2026, 12, 3))
    places = {"safe-a": {"en": "Safe A"}, "safe-b": {"en": "Safe B"}}
    copies = {"02-approvers": dict.fromkeys(places, 2)}
    editions = tuple(replace(edition, places=places, copies=copies) for edition in register.editions)
    (config.parent / "config.yaml.editions.json").write_bytes(register_text(Register(editions)))
    return tuple(places)


def test_a_confirmed_slip_killed_at_any_moment_is_there_for_all_its_places_or_for_none(
    tmp_path: Path, run: Runs
) -> None:
    config, day = tmp_path / "config.yaml", "2026-12-04"
    places = with_copies_in_two_places(config)
    there = {path.name for path in tmp_path.iterdir()}
    total = int(run("placed-count", config, day).stdout)
    assert subjects(config) == list(places)
    after = (tmp_path / NAME).read_bytes()
    assert total > 5, "the moments are not seen any more"
    left = []
    for number in sorted({max(1, round(at * total / 6)) for at in range(1, 7)}):
        (tmp_path / NAME).unlink()
        killed = run("placed-kill", config, day, number)
        assert killed.code == -signal.SIGKILL, number
        left.append((tmp_path / NAME).read_bytes() if (tmp_path / NAME).exists() else b"")
        if not left[-1]:
            assert run("placed", config, day).stdout.strip() == "done"
        assert (tmp_path / NAME).read_bytes() == after
        add(config, "next")
        assert subjects(config) == [*places, "next"]
        assert {path.name for path in tmp_path.iterdir()} == {*there, NAME}, number
    assert {*left} == {b"", after}


def test_findings_that_are_kept_are_there_whole_or_not_at_all_wherever_the_run_is_killed(
    tmp_path: Path, run: Runs
) -> None:
    config, day = tmp_path / "config.yaml", "2026-11-24"
    config.write_bytes(ORGANISATIONS["full"].read_bytes())
    total = int(run("found-count", config, day).stdout)
    after = (tmp_path / NAME).read_bytes()
    assert total > 5, "the moments are not seen any more"
    left = []
    for number in sorted({max(1, round(at * total / 4)) for at in range(1, 5)}):
        (tmp_path / NAME).unlink(missing_ok=True)
        killed = run("found-kill", config, day, number)
        assert killed.code == -signal.SIGKILL, number
        left.append((tmp_path / NAME).read_bytes() if (tmp_path / NAME).exists() else b"")
        add(config, "next")
        assert subjects(config) == (["findings", "next"] if left[-1] else ["next"])
        assert {path.name for path in tmp_path.iterdir()} == {NAME, "config.yaml"}, number
    assert {*left} == {b"", after}


def test_of_two_who_confirm_the_same_slip_at_once_one_is_told_that_the_other_was_there(
    tmp_path: Path, run: Runs
) -> None:
    config = tmp_path / "config.yaml"
    places = with_copies_in_two_places(config)
    ended = run.at_once(*[("placed", config, "2026-12-04")] * 3)
    said = Counter(one.stdout.strip() for one in ended)
    # Who comes when another has finished finds the slip done; who read before that is told of the other run.
    assert said.pop("done") == 1
    assert {*said} <= {"kept-locked", "kept-changed", "slip_nothing"}
    assert subjects(config) == list(places)
