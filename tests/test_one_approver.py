"""A company in which one person may approve: refused until it accepts that, and then told on every page."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from support.config_texts import changed, in_memory
from support.organisations import ISSUED_ON, LANGUAGES, ROOT, knowledge, sheets_of

from runbook.assessment import judged, read_config
from runbook.building import Build, build, draft
from runbook.clock import Clock
from runbook.errors import JudgementError
from runbook.sheets.lines import words_of
from runbook.sheets.sets import MarkedSheet

ALONE = (ROOT / "tests/support/alone.yaml").read_text("utf-8")
STAMPS = {"ja": "承認者1人", "en": "ONE APPROVER"}
ACCEPTED = "accepted_risks: [{rule: two-approvers, reason: x, accepted_by: sato, until: 2027-03-31}]\ncopies:"


@cache
def made(text: str) -> Build:
    return build(in_memory(text), clock=Clock(ISSUED_ON), formats=("md", "html"))


def sheets(text: str, language: str) -> dict[str, MarkedSheet]:
    return {sheet.sheet.slug: sheet for sheet in made(text).sheets if sheet.name.language == language}


def one_of_two() -> str:
    return changed("copies:", ACCEPTED, changed("required: 2", "required: 1"))


@pytest.mark.slow
def test_no_paper_is_made_unless_the_risk_is_accepted_and_in_force() -> None:
    for text, day in ((changed("required: 2", "required: 1"), ISSUED_ON), (one_of_two(), date(2027, 4, 1))):
        with pytest.raises(JudgementError) as refused:
            draft(in_memory(text), clock=Clock(day))
        assert [problem.rule for problem in refused.value.problems] == ["two-approvers"]
    assert draft(in_memory(one_of_two()), clock=Clock(date(2027, 3, 31))).sheets


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_so_and_that_of_no_other_company(language: str) -> None:
    for text in (ALONE, one_of_two()):
        for sheet in sheets(text, language).values():
            assert f'<strong class="sample-mark">{STAMPS[language]}</strong>' in sheet.section.text
            assert f"**{STAMPS[language]}**" in sheet.markdown.split("\n\n")[1]
        assert STAMPS[language] in made(text).files["index.html"].decode()
    assert not any(STAMPS[language] in sheet.section.text for sheet in sheets_of("minimal", language).values())


@pytest.mark.slow
def test_sentences_count_one_approver_and_two() -> None:
    assert "the yes of 1 approver." in sheets(one_of_two(), "en")["first-minutes"].markdown
    assert "the yes of 2 approvers." in sheets_of("minimal", "en")["first-minutes"].markdown


@pytest.mark.slow
def test_who_is_alone_calls_nobody_but_writes_and_waits() -> None:
    steps = {step.id for step in made(ALONE).sets[0].view.procedure.steps()}
    assert {"A-07", "A-08"} <= steps
    assert not {"F-04", "A-01", "A-04", "A-06"} & steps
    assert "The operator does not count" not in sheets(ALONE, "en")["checklist"].markdown
    assert "approve your own request" not in sheets(ALONE, "en")["approvers"].markdown
    others = {step.id for step in made(one_of_two()).sets[0].view.procedure.steps()}
    assert {"F-04", "A-01", "A-04", "A-06"} <= others
    assert not {"A-07", "A-08"} & others


@pytest.mark.slow
@pytest.mark.parametrize(("language", "word"), [("en", "itness"), ("ja", "立会")])
def test_who_is_alone_reads_of_no_witness_at_work(language: str, word: str) -> None:
    for slug in ("break-glass", "checklist"):
        assert word not in sheets(ALONE, language)[slug].markdown
        assert word in sheets(one_of_two(), language)[slug].markdown
    assert {step.second for step in made(ALONE).sets[0].view.procedure.steps()} == {None}


def test_whoever_approves_alone_may_still_be_watched() -> None:
    watched = ALONE.replace(
        "people:\n", 'people:\n  - {id: mori, name: M, contacts: [{kind: mobile, value: "+81 90 0000 0002"}]}\n'
    )
    watched = watched.replace("witness: [{person: aoki", "witness: [{person: mori")
    watched = watched.replace("password_custodian: [{person: aoki", "password_custodian: [{person: mori")
    watched = watched.replace("mailbox_custodian: [{person: aoki", "mailbox_custodian: [{person: mori")
    english = draft(in_memory(changed("languages: [ja, en]", "languages: [en]", watched)), clock=Clock(ISSUED_ON))
    checklist = next(sheet for sheet in english.sheets if sheet.sheet.slug == "checklist")
    assert "Witness, signature" in words_of(checklist.lines)


def test_what_one_person_cannot_keep_apart_is_found_and_does_not_refuse_the_file() -> None:
    found = {finding.rule.id for finding in judged(read_config(in_memory(ALONE), knowledge()), ISSUED_ON, knowledge())}
    assert {"no-one-alone-is-root", "two-approvers", "password-and-mfa-in-different-hands"} <= found
