"""What is filled in on a packet, in which order it stands, and what its head says of the steps."""

from __future__ import annotations

import re

import pytest
from support.organisations import LANGUAGES, knowledge, printed

from runbook.sheets.sets import MarkedSheet

ORGANISATIONS = ("minimal", "full")


def packets(organisation: str, language: str) -> list[MarkedSheet]:
    return [sheet for sheet in printed(organisation) if sheet.sheet.is_packet and sheet.name.language == language]


def forms_of(sheet: MarkedSheet) -> list[str]:
    return re.findall(r'<div class="whole-form">(.*?)</div>', sheet.section.text, re.DOTALL)


def labels(language: str, *names: str) -> list[str]:
    return [knowledge().language(language).words(name) for name in names]


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_and_record_are_one_form_each_with_their_headings(organisation: str, language: str) -> None:
    plan = labels(language, "packets.heads.plan", "packets.record.task", "packets.record.start", "packets.heads.line")
    record = labels(language, "packets.heads.records", "packets.record.numbers", "packets.record.deviation")
    for sheet in packets(organisation, language):
        forms = forms_of(sheet)
        wanted = [record] if sheet.sheet.kind == "alert" else [plan, record]
        assert [[word in form for word in words] for form, words in zip(forms, wanted, strict=True)] == [
            [True] * len(words) for words in wanted
        ], sheet.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_stands_before_the_approval_that_it_is_for(language: str) -> None:
    plan, approval, team, steps = (
        f"<h2>{word}</h2>"
        for word in labels(language, *(f"packets.heads.{head}" for head in ("plan", "approval", "team", "steps")))
    )
    with_plan = [sheet.section.text for sheet in packets("full", language) if sheet.sheet.kind != "alert"]
    assert with_plan
    for text in with_plan:
        assert text.index(plan) < text.index(approval) < text.index(team) < text.index(steps)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_packet_says_what_a_dagger_means_where_it_has_one_and_only_there(organisation: str, language: str) -> None:
    (means,) = labels(language, "labels.formats.unconfirmed_means")
    seen = set()
    for sheet in packets(organisation, language):
        says = means in sheet.section.text
        assert ("†" in sheet.section.text.replace(means, "")) is says, sheet.name
        seen.add(says)
    assert True in seen or language == "en"  # in English a label is its own translation
