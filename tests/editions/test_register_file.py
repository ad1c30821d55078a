"""The register beside a config: read from its file, refused with the number of the edition, and put back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.histories import START, issued

from runbook.editions import EMPTY, holding, read_register, read_register_of, register_text
from runbook.errors import OutputError

A = "ja/02-approvers"


def test_without_a_file_the_register_is_empty_and_what_it_shall_hold_is_written_beside_the_config(
    tmp_path: Path,
) -> None:
    ledger, register = read_register_of(tmp_path / "config.yaml")
    assert (register, ledger.before, ledger.path) == (EMPTY, None, tmp_path / "config.yaml.editions.json")
    assert not ledger.changes
    longer = issued(register, {A: "one"}, START)
    after = holding(ledger, longer)
    assert after.changes
    assert after.after is not None
    assert read_register(after.after) == longer


def test_a_register_that_was_changed_by_hand_is_refused_with_file_and_edition(tmp_path: Path) -> None:
    register = issued(issued(EMPTY, {A: "one"}, START), {A: "two"}, START)
    tree = json.loads(register_text(register))
    path = tmp_path / "config.yaml.editions.json"
    path.write_text(json.dumps(tree), "utf-8")
    assert read_register_of(tmp_path / "config.yaml")[1] == register
    path.write_text(json.dumps(tree).replace("Why not 2", "Why not 3"), "utf-8")
    with pytest.raises(OutputError) as error:
        read_register_of(tmp_path / "config.yaml")
    (problem,) = error.value.problems
    assert problem.rule.startswith("register-")
    assert problem.where == str(path)
    assert dict(problem.values) == {"edition": "2"}
