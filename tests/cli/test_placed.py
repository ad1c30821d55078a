"""`runbook placed` at the terminal: a slip confirmed in all its places, in one step; and what is no slip of ours."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.command import Runbook
from support.histories import NAMES, issued
from support.organisations import ORGANISATIONS

from runbook.editions import EMPTY, Register, register_text

DAY = ("--date", "2026-12-04")
PLACES = {"safe-a": {"en": "Safe A"}, "safe-b": {"en": "Safe B"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example beside a register whose second edition changes two copies in each of two places."""
    shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml")
    register = issued(issued(EMPTY, {NAMES[1]: "a"}, date(2026, 12, 1)), {NAMES[1]: "b"}, date(2026, 12, 3))
    copies = {"02-approvers": dict.fromkeys(PLACES, 2)}
    editions = tuple(replace(edition, places=PLACES, copies=copies) for edition in register.editions)
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(Register(editions)))
    return tmp_path


def states(folder: Path, runbook: Runbook) -> set[str]:
    told = json.loads(runbook("verify", "--places", "--json", *DAY, cwd=folder).stdout)
    return {each["state"] for each in told["copies"]}


def test_a_slip_is_confirmed_in_all_its_places_once(folder: Path, runbook: Runbook) -> None:
    store = folder / "config.yaml.records.json"
    assert runbook("placed", "--by", "suzuki", "--check", *DAY, cwd=folder).code == 0
    assert (states(folder, runbook), store.exists()) == ({"unconfirmed"}, False)
    ended = runbook("placed", "--by", "suzuki", "--by", "ito", "--json", *DAY, cwd=folder)
    told = json.loads(ended.stdout)
    assert (ended.code, told["written"], [each["subject"] for each in told["entries"]]) == (0, True, [*PLACES])
    assert [each["people"] for each in told["entries"]] == [["suzuki", "ito"]] * 2
    assert states(folder, runbook) == {"good"}
    before = store.read_bytes()
    assert runbook("placed", "--by", "suzuki", *DAY, cwd=folder).code == 2
    assert store.read_bytes() == before


def test_who_is_nobody_is_told_and_nothing_is_written(folder: Path, runbook: Runbook) -> None:
    ended = runbook("placed", "--by", "nobody", "--json", *DAY, cwd=folder)
    problems = json.loads(ended.stdout)["problems"]
    assert ended.code == 1
    assert {(each["rule"], each["file"], each["line"], each["column"]) for each in problems} == {
        ("typed-person", "runbook placed", 3, 6)
    }
    assert not (folder / "config.yaml.records.json").exists()
