from __future__ import annotations

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory
from support.organisations import LANGUAGES, TODAY, sentences

from runbook.building import prepare
from runbook.errors import Problem


def told(text: str) -> list[Problem]:
    remarks = prepare(in_memory(text), clock=TODAY).assessment.present.notes
    return [remark for remark in remarks if remark.rule == "note-house-rule-nowhere"]


def with_rule(house_rule: str) -> str:
    return changed("  B-47:\n", f"  {house_rule}\n  B-47:\n", changed("  B-07:\n", "  C-03:\n", EXAMPLE))


@pytest.mark.slow
@pytest.mark.parametrize(
    "house_rule",
    [
        "B-07: {before: x, place: bookcase}",  # no packet takes anything from there
        "B-08: {before: x, place: safe-b}",  # what lies there is no paper
    ],
)
def test_a_house_rule_that_is_printed_nowhere_is_told(house_rule: str) -> None:
    text = with_rule(house_rule)
    (remark,) = told(text)
    assert text.splitlines()[(remark.line or 0) - 1].startswith(f"  {house_rule[:4]}")
    assert all(house_rule[:4] in sentences(remark, language)[0] for language in LANGUAGES)


@pytest.mark.parametrize(
    "house_rule",
    [
        "B-07: {before: x}",
        "B-07: {before: x, place: bank-vault}",
        "B-08: {before: x, place: safe-a}",
        "B-51: {before: x, place: bookcase}",  # done at no place: then the place is no condition
        "F-01: {instead: x}",
        "T-12: {before: x}",
    ],
)
def test_a_house_rule_that_is_printed_somewhere_is_no_remark(house_rule: str) -> None:
    assert told(with_rule(house_rule)) == []


def test_a_house_rule_for_what_the_company_does_not_have_is_told() -> None:
    text = changed("copies:", "notes:\n  G-01: {before: x}\n  C-01: {before: x}\ncopies:", MINIMAL)
    assert [remark.values for remark in told(text)] == [(("step", "G-01"),)]


@pytest.mark.slow
def test_the_example_has_no_house_rule_that_nobody_reads() -> None:
    assert told(EXAMPLE) == []
