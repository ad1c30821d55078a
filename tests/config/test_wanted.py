"""A refusal shows the line to write, with what the reader has written; whoever takes it has the right shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import changed, names

from runbook.config import load_config, parse_organisation
from runbook.errors import ConfigError, Problem

SHAPE = {"expected-mapping", "expected-list", "missing"}
WRONG = {
    "people of a role": ("  operator: [{person: mori, from: 2026-04-01}]", "  operator: ⟦[mori]"),
    "one person of a role": ("  operator: [{person: mori, from: 2026-04-01}]", "  operator: ⟦mori"),
    "approvers by id": ("    - {person: sato, from: 2026-04-01}", "    - ⟦sato"),
    "one who opens alone": ("opened_by: [[suzuki, sato]]", "opened_by: ⟦suzuki"),
    "an account id": (
        '  - {id: "111122223333", name: payer, kind: management, custody: safe, root_email: aws-root@example.co.jp}',
        '  - ⟦"111122223333"',
    ),
    "copies of everything": ('  - {sheet: "*", place: safe-b}', '  - ⟦"*"'),
    "a contact": ('{id: sato, name: 佐藤 花子, contacts: [{kind: mobile, value: "+81 90 0000 0001"}]}', "⟦sato"),
    "a term without its begin": ("    - {person: sato, from: 2026-04-01}", "    - ⟦{person: sato}"),
    "all accounts of a pipeline": (
        "copies:",
        "services: [{id: deploy, kind: pipeline, administered_by: [mori], acts_in: ⟦all accounts}]\ncopies:",
    ),
    "nobody in a list": (
        "opened_by: [[suzuki, sato]]",
        "opened_by: [[suzuki, sato]], keys_kept_by: ⟦none",
    ),
    "hours in words": ("name: 佐藤 花子,", "name: 佐藤 花子, hours: ⟦9-18,"),
}
LINES = {
    "people of a role": "{person: mori, from: 2026-11-23}",
    "one person of a role": "[{person: mori, from: 2026-11-23}]",
    "approvers by id": "{person: sato, from: 2026-11-23}",
    "one who opens alone": "[[suzuki]]",
    "an account id": '{id: "111122223333", name: "…", kind: management, custody: safe}',
    "copies of everything": '{sheet: "*", place: safe-a}',
    "a contact": '{id: sato, name: "…", contacts: [{kind: mobile, value: "+81 90 0000 0001"}]}',
    "a term without its begin": "from: 2026-11-23",
    "all accounts of a pipeline": '["111122223333"]',
    "nobody in a list": "[]",
    "hours in words": '{from: "09:00", until: "18:00"}',
}


def problems(text: str, folder: Path) -> tuple[Problem, ...]:
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        parse_organisation(load_config(path), names())
    return caught.value.problems


@pytest.mark.parametrize("case", WRONG)
def test_the_line_to_write_has_the_words_of_the_reader(case: str, tmp_path: Path) -> None:
    old, new = WRONG[case]
    found = problems(changed(old, new.replace("⟦", "")), tmp_path)
    lines = [dict(problem.values)["line"] for problem in found if problem.rule in SHAPE]
    assert lines[0] == LINES[case]


@pytest.mark.parametrize("case", [case for case in WRONG if "begin" not in case and "people" not in case])
def test_who_writes_that_line_is_not_refused_for_its_shape_again(case: str, tmp_path: Path) -> None:
    old, new = WRONG[case]
    before, _, wrong = new.partition("⟦")
    text = changed(old, f"{before}{LINES[case]}{',' if wrong.endswith(',') else ''}")
    path = tmp_path / "config.yaml"
    path.write_text(text, "utf-8")
    refused: set[str] = set()
    try:
        parse_organisation(load_config(path), names())
    except ConfigError as error:
        refused = {problem.rule for problem in error.problems}
    assert refused & SHAPE == set()


def test_what_could_be_a_password_is_in_no_line(tmp_path: Path) -> None:
    found = problems(changed("  operator: [{person: mori, from: 2026-04-01}]", "  operator: [hunter2]"), tmp_path)
    assert "hunter" not in "".join(value for problem in found for _, value in problem.values)


@pytest.mark.parametrize(
    ("zone", "rule"), [("Europe/Berlin", "phone-no-country"), ("Asia/Tokyo", "phone-length-japan")]
)
def test_a_number_of_another_country_is_not_measured_by_the_rule_of_japan(zone: str, rule: str, tmp_path: Path) -> None:
    text = changed("time_zone: Asia/Tokyo", f"time_zone: {zone}", changed("+81 90 0000 0001", "0171 2301102"))
    assert [problem.rule for problem in problems(text, tmp_path)] == [rule]


def test_a_number_with_the_code_of_japan_is_measured_by_it_everywhere(tmp_path: Path) -> None:
    text = changed("time_zone: Asia/Tokyo", "time_zone: Europe/Berlin", changed("+81 90 0000 0001", "+81 90 0000 001"))
    assert [problem.rule for problem in problems(text, tmp_path)] == ["phone-length-japan"]
