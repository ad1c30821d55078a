from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from support.config_texts import ENGLISH, MINIMAL, changed, drafted, in_memory
from support.organisations import TODAY, knowledge
from support.shared import value

from runbook.audience import Audience
from runbook.audiences.role_only import for_roles_only
from runbook.building import Build, build
from runbook.cli.reports.verifications import answer_record, report_on
from runbook.editions import EMPTY, Approval, IssuedEdition, Register
from runbook.editions.answers import Current, SheetPaper, Verification
from runbook.editions.comparison import compare
from runbook.editions.serialization import read_register, register_text
from runbook.editions.typed_codes import Typed
from runbook.editions.verification import verify
from runbook.issuing import propose, with_role_only
from runbook.sheets.qr_code import quick_response

DAY = TODAY.day_in("Asia/Tokyo")


def issued(text: str = MINIMAL, register: Register = EMPTY) -> Register:
    """The register with an edition more, approved by two."""
    of = drafted(text)
    proposed = with_role_only(propose(of, register, register.latest), of, register)
    approvals = tuple(Approval(who, {"ja": who, "en": who}, proposed.code) for who in ("sato", "kato"))
    return Register((*register.editions, replace(proposed, reason="First edition", approvals=approvals)))


@cache
def first() -> Register:
    """What the minimal company has issued, worked out once in a test run."""
    return value("first-of-both-audiences", issued)


@cache
def role_only() -> Build:
    """Its role-only edition, which is only read."""
    source, formats, roles = in_memory(MINIMAL), ("md", "html"), Audience.ROLE_ONLY
    return value(
        "role-only-first",
        lambda: build(source, clock=TODAY, formats=formats, register=first(), audience=roles),
    )


def edition(register: Register) -> IssuedEdition:
    latest = register.latest
    assert latest is not None
    return latest


@pytest.mark.slow
def test_an_edition_holds_the_codes_of_both_audiences() -> None:
    latest = edition(first())
    made = role_only()
    assert {name: sheet.code for name, sheet in latest.role_only.items()} == {s.name: s.code for s in made.sheets}
    assert latest.role_only.keys() < latest.sheets.keys()
    assert not {sheet.code for sheet in latest.role_only.values()} & set(latest.codes.values())


@pytest.mark.slow
def test_it_is_read_as_it_was_written() -> None:
    second = issued(changed("name: payer", "name: paying"), first())
    for register in (first(), second):
        assert read_register(register_text(register)) == register
    text = register_text(second).decode()
    assert text.count('"ja/09-handbook": {\n     "code"') == 2  # whole once for each audience, and not again


def test_a_register_from_before_there_were_two_audiences_stays_as_it_is() -> None:
    before = Register((replace(edition(first()), role_only={}),))
    text = register_text(before)
    assert b"role_only" not in text
    assert read_register(text) == before


@pytest.mark.slow
def test_a_config_of_which_none_can_be_made_is_issued_without() -> None:
    assert edition(issued(changed("name: payer", "name: payer of 加藤 健"))).role_only == {}


@pytest.mark.slow
def test_revisions_of_the_two_are_counted_apart() -> None:
    text = changed("TEB-000001", "TEB-000777")  # a seal number: no role-only sheet says it
    before, after = edition(first()), edition(issued(text, first()))
    assert before.codes != after.codes
    assert before.role_only == after.role_only


def test_verify_says_of_a_role_only_sheet_that_it_is_one() -> None:
    name, sheet = next(iter(edition(first()).role_only.items()))
    answer = verify(Typed(sheet.code), first(), DAY)
    assert isinstance(answer, Current)
    assert isinstance(answer.paper, SheetPaper)
    assert (answer.paper.name, answer.paper.audience) == (name, Audience.ROLE_ONLY)
    english = knowledge().language("en")
    assert answer_record(answer, english)["audience"] == "role-only"
    told = tuple(report_on(Verification((answer,), None, 1), english).lines)
    assert "role-only edition" in told[1]


def test_of_a_sheet_of_the_full_edition_it_says_nothing_more() -> None:
    sheet = next(iter(edition(first()).sheets.values()))
    answer = verify(Typed(sheet.code), first(), DAY)
    english = knowledge().language("en")
    assert answer_record(answer, english)["audience"] == "full"
    assert len(tuple(report_on(Verification((answer,), None, 1), english).lines)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_role_only_edition_of_an_issued_config_has_revision_and_day_and_names_no_approver(language: str) -> None:
    made = role_only()
    assert made.about["edition"] == {"number": 1, "code": edition(first()).code}
    words = knowledge().language(language)
    register = made.files[f"{language}/00-register.md"].decode()
    assert words.say("labels.page.revision", revision=1, day=DAY) in register
    assert words.words("labels.page.not_issued") not in register
    assert words.words("sheets.register.approved_by") not in register
    for sheet in made.sheets:
        assert quick_response(sheet.code, DAY) in sheet.section.text


SAFE, SHELF = '- {sheet: "*", place: safe-b}', '- {sheet: "*", place: safe-b, count: 3, audience: role-only}'


@pytest.mark.slow
def test_copies_for_readers_of_roles_are_told_apart_numbered_and_asked_for_again() -> None:
    text = changed(SAFE, f"{SAFE}\n  {SHELF}", ENGLISH)
    register = issued(text)
    second = issued(changed("name: payer", "name: paying", text), register)
    before, after = register.editions[0], edition(second)
    name = next(name for name in after.role_only if name.sheet.slug == "accounts")
    assert after.copies_of(name) == {"safe-a": 2, "safe-b": 1}
    assert after.copies_of(name, Audience.ROLE_ONLY) == {"safe-b": 3}
    withheld = next(name for name in after.sheets if name.sheet.slug == "resilience")
    assert after.copies_of(withheld, Audience.ROLE_ONLY) == {}
    replacements = [each for each in compare(before, after).replacements if (each.name, each.place) == (name, "safe-b")]
    found = {each.audience: each for each in replacements}
    roles_only, full = found[Audience.ROLE_ONLY], found[Audience.FULL]
    assert (roles_only.out, roles_only.put, roles_only.new) == ((1, 3), (1, 3), after.role_only[name])
    assert (full.out, full.put, full.new) == ((1, 1), (1, 1), after.sheets[name])
    view = drafted(text).views[0]
    assert [(place.id, number) for place, number in view.copies_of(name.sheet, Audience.ROLE_ONLY)] == [("safe-b", 3)]
    assert for_roles_only(view).copies_of(name.sheet, Audience.ROLE_ONLY) == ()


def test_a_config_without_such_copies_has_the_facts_and_copies_that_it_had() -> None:
    latest = edition(first())
    assert not [key for key in (*latest.copies, *latest.facts) if "role-only" in key or key.endswith("/audience")]
