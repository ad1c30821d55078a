"""No sentence of a packet speaks of a thing that the company does not have, and none names "none" as if it were one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from support.config_texts import prepared
from support.organisations import LANGUAGES, ORGANISATIONS, knowledge

from runbook.organisation import CentralRoot, MemberRootPolicy
from runbook.packets import Line, Packet
from runbook.sheets.packet_view import PacketView
from runbook.sheets.view import View

VAULT = Path(__file__).parents[1] / "support" / "vault.yaml"
COMPANIES = {**ORGANISATIONS, "vault": VAULT}


@cache
def views(company: str) -> dict[str, View]:
    """What the sheets of a company are told, by language."""
    return {view.language.code: view for view in prepared(COMPANIES[company].read_text("utf-8")).views}


def said(view: View) -> Iterator[tuple[Packet, Line, str, object]]:
    """Each value that a sentence of a packet names."""
    for packet in view.onward.packets.values():
        values = PacketView(view, packet).values
        for line in packet.lines:
            for part in ("do", "expect"):
                key = f"steps.steps.{line.step.id}.{part}"
                words = view.language.words(key) if view.language.has(key) else ""
                for name in re.findall(r"\{(\w+)\}", words):
                    if name in (told := values.of_line(line)):
                        yield packet, line, name, told[name]


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_a_thing_that_is_not_there(company: str, language: str) -> None:
    view = views(company)[language]
    none = view.language.words("labels.formats.none")
    assert {(line.step.id, name) for _, line, name, value in said(view) if value == none} == set()


def numbers(view: View, packet: str) -> list[str]:
    """The numbers of the lines of a packet."""
    return [line.number for line in view.onward.packets[packet].lines]


def test_an_intruder_in_a_member_is_shut_out_whatever_is_switched_on() -> None:
    # Of the awkward company privileged sessions are off, and its SCP denies them; the others have them.
    for company in ("full", "vault"):
        assert {"R-71", "R-84"} <= {*numbers(views(company)["en"], "alert")}
        assert not {"R-94", "R-95", "R-96"} & {*numbers(views(company)["en"], "alert")}
    awkward = numbers(views("awkward")["en"], "alert")
    assert [one for one in awkward if one in ("R-94", "R-95", "R-71", "R-84", "R-96")] == [
        "R-94",
        "R-95",
        "R-71",
        "R-84",
        "R-96",
    ]


def test_a_policy_that_spares_privileged_sessions_needs_no_exemption() -> None:
    view = views("awkward")["en"]
    organisation = replace(
        view.organisation,
        central_root=CentralRoot(credentials=True, sessions=True),
        member_root_policy=MemberRootPolicy(denies_root=True, exempts_assume_root=True),
    )
    here = knowledge().procedure.for_organisation(organisation)
    kinds = {kind.id: kind for kind in here.cases}
    steps = {step.id for phase in here.phases if phase.id in kinds["alert"].steps for step in phase.steps}
    assert "R-71" in steps
    assert not {"R-94", "R-95"} & steps


def test_a_token_that_works_again_leads_to_the_password_that_was_just_set() -> None:
    view = views("full")["en"]
    for slug, packet in view.onward.packets.items():
        values = PacketView(view, packet).values
        for line in packet.lines:
            if line.step.id == "R-02":
                again = "R-17" if packet.case.kind.id == "lost-password" else "B-22"
                assert values.of_line(line)["sign_in_again"] == again, slug
