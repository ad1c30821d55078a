"""Appointments have dates: who is in office on a day, and what a build of that day refuses or remarks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import Runbook
from support.config_texts import EXAMPLE, KATO, changed, in_memory, steps, words_on
from support.organisations import LANGUAGES, knowledge
from support.said import as_shown, as_stored

from runbook.clock import Clock
from runbook.config import Names, Reading, parse_organisation
from runbook.errors import ConfigError, Problem
from runbook.organisation import Appointment, Organisation, Role
from runbook.organisation.offices import NobodyWhoMust, lacks
from runbook.organisation.terms import in_office

SAID = Path(__file__).with_name("said")


def read(text: str) -> Reading:
    return parse_organisation(in_memory(text), Names(knowledge().slugs, steps(), LANGUAGES))


@cache
def example() -> Organisation:
    return read(EXAMPLE).organisation


def undated(text: str) -> str:
    """The text without the facts that are dated, so that it may be judged on any day."""
    return re.sub(r", (?:confirmed|tested)_on: [0-9-]{10}", "", text)


def rules(error: pytest.ExceptionInfo[ConfigError]) -> list[tuple[str, int]]:
    return [(problem.rule, problem.line) for problem in error.value.problems]


def notes(reading: Reading) -> set[tuple[str, str]]:
    return {(note.rule, dict(note.values).get("person", dict(note.values).get("day", ""))) for note in reading.notes}


@pytest.mark.parametrize(
    ("start", "until", "day", "expected"),
    [
        ("2026-04-01", "2027-03-31", "2026-03-31", False),
        ("2026-04-01", "2027-03-31", "2026-04-01", True),
        ("2026-04-01", "2027-03-31", "2027-03-31", True),
        ("2026-04-01", "2027-03-31", "2027-04-01", False),
        ("2028-02-29", None, "2028-02-28", False),
        ("2028-02-29", None, "2028-02-29", True),
        ("2026-01-01", "2028-02-29", "2028-02-29", True),
        ("2026-01-01", "2028-02-29", "2028-03-01", False),
        ("2026-01-01", "2026-12-31", "2027-01-01", False),
        ("2026-06-30", "2026-06-30", "2026-06-30", True),
        ("2026-06-30", "2026-06-30", "2026-07-01", False),
    ],
)
def test_the_first_and_the_last_day_are_in_office(start: str, until: str | None, day: str, *, expected: bool) -> None:
    appointment = Appointment("sato", date.fromisoformat(start), date.fromisoformat(until) if until else None)
    assert appointment.in_office(date.fromisoformat(day)) is expected


@pytest.mark.slow
@given(st.dates(date(2025, 1, 1), date(2029, 12, 31)))
def test_in_office_keeps_exactly_the_appointments_of_the_day(day: date) -> None:
    organisation = example()
    present = in_office(organisation, day)
    for role in Role:
        expected = [
            held for held in organisation.holders(role) if day in _days(held, date(2025, 1, 1), date(2029, 12, 31))
        ]
        assert list(present.holders(role)) == expected
    assert present.people == organisation.people


def _days(held: Appointment, first: date, last: date) -> range | frozenset[date]:
    start, until = max(held.start, first), min(held.until or last, last)
    return frozenset(start + timedelta(days=number) for number in range((until - start).days + 1))


@pytest.mark.slow
@pytest.mark.parametrize(("language", "name"), [("ja", "加藤 健"), ("en", "Ken Kato")])
def test_an_approver_who_is_not_in_office_is_not_printed_as_one(language: str, name: str) -> None:
    text = changed(KATO, "{person: kato, from: 2026-04-01, until: 2026-11-23}", EXAMPLE)
    named = {
        sheet: any(name in line.words for line in words_on(text, f"{language}/{sheet}"))
        for sheet in ("02-approvers", "05-checklist", "03-contacts")
    }
    assert named == {"02-approvers": False, "05-checklist": False, "03-contacts": True}


def test_a_quorum_that_is_not_met_refuses_and_says_why() -> None:
    text = changed("until: 2028-03-31, deputy: takahashi", "until: 2026-11-30, deputy: takahashi", EXAMPLE, times=2)
    text = changed("{person: tanaka, from: 2026-10-01,", "{person: tanaka, from: 2026-12-02,", text)
    reading = read(text)
    assert len(reading.as_of(date(2026, 11, 30)).organisation.approvers.members) == 3
    with pytest.raises(ConfigError) as error:
        reading.as_of(date(2026, 12, 1))
    lines = text.split("\n")
    assert [rule for rule, _ in rules(error)] == [
        "quorum-not-met",
        "approver-term-over",
        "approver-term-over",
        "approver-not-begun",
    ]
    for (_, line), expected in zip(rules(error), ("required: 2", "sato", "kato", "tanaka"), strict=True):
        assert expected in lines[line - 1]
    assert len(reading.as_of(date(2026, 12, 2)).organisation.approvers.members) == 2


def test_a_role_that_nobody_holds_on_the_day_refuses() -> None:
    reading = read(
        changed("{person: watanabe, from: 2026-04-01, deputy", "{person: watanabe, from: 2026-12-01, deputy", EXAMPLE)
    )
    with pytest.raises(ConfigError) as error:
        reading.as_of(date(2026, 11, 30))
    assert [rule for rule, _ in rules(error)] == ["role-vacant"]
    reading.as_of(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-02-28", set()),
        (
            "2027-03-01",
            {
                ("note-term-ends", "sato"),
                ("note-term-ends", "kato"),
                ("note-term-ends", "suzuki"),
                ("note-role-vacant", "2027-04-01"),
            },
        ),
        ("2026-09-01", {("note-term-begins", "tanaka")}),
        ("2026-08-31", set()),
    ],
)
def test_thirty_days_ahead_there_is_a_warning(day: str, expected: set[tuple[str, str]]) -> None:
    text = changed("until: 2028-03-31, deputy: takahashi", "until: 2027-03-31, deputy: takahashi", EXAMPLE, times=2)
    text = changed(
        "{person: suzuki, from: 2026-04-01, deputy",
        "{person: suzuki, from: 2026-04-01, until: 2027-03-31, deputy",
        text,
    )
    assert not {note for note in notes(read(text)) if note[0].startswith("note-term")}
    found = notes(read(undated(text)).as_of(date.fromisoformat(day)))
    # A password custodian whose term ends on 31 March leaves the role empty from 1 April.
    assert {note for note in found if note[0].startswith(("note-term", "note-role", "note-quorum"))} == expected


def test_a_quorum_that_breaks_within_thirty_days_is_told_with_its_day() -> None:
    text = changed(
        "{person: takahashi, from: 2026-04-01}", "{person: takahashi, from: 2026-04-01, until: 2026-12-20}", EXAMPLE
    )
    text = changed("until: 2028-03-31, deputy: takahashi", "until: 2026-12-10, deputy: takahashi", text, times=2)
    found = notes(read(text).as_of(date(2026, 11, 25)))
    assert ("note-quorum-breaks", "2026-12-21") in found
    assert ("note-term-ends", "takahashi") in found


MUST = "{person: tanaka, from: 2026-10-01, deputy: takahashi, must: true}"
MUST_ENDS = MUST.replace("deputy", "until: 2026-12-10, deputy")


def test_the_last_who_must_approve_leaves_a_demand_that_is_told_ahead_and_refuses() -> None:
    reading = read(changed(MUST, MUST_ENDS, EXAMPLE))
    assert not [note for note in notes(reading.as_of(date(2026, 11, 9))) if note[0] == "note-must-breaks"]
    assert ("note-must-breaks", "tanaka") in notes(reading.as_of(date(2026, 11, 10)))
    assert reading.as_of(date(2026, 12, 10)).organisation.approvers.members[-1].must
    with pytest.raises(ConfigError) as error:
        reading.as_of(date(2026, 12, 11))
    [problem] = error.value.problems
    assert problem.rule == "must-not-met"
    assert changed(MUST, MUST_ENDS, EXAMPLE).split("\n")[problem.line - 1].strip() == f"- {MUST_ENDS}"


@pytest.mark.parametrize(
    ("start", "lacking"), [("2026-12-11", False), ("2026-12-12", True)], ids=["at once", "a day later"]
)
def test_a_successor_who_must_approve_takes_over_the_demand(start: str, *, lacking: bool) -> None:
    successor = f"{MUST_ENDS}\n    - {{person: kobayashi, from: {start}, must: true}}"
    organisation = read(changed(MUST, successor, EXAMPLE)).organisation
    found = [lack for lack in lacks(organisation, date(2026, 12, 11)) if isinstance(lack, NobodyWhoMust)]
    assert bool(found) is lacking
    assert not list(lacks(organisation, date(2026, 12, 12)))


def test_a_demand_that_has_not_begun_lacks_nobody() -> None:
    later = read(changed(MUST, MUST.replace("2026-10-01", "2027-01-01"), EXAMPLE)).organisation
    assert not list(lacks(later, date(2026, 12, 11)))


def test_a_term_that_is_over_is_remarked() -> None:
    text = changed(KATO, "{person: kato, from: 2026-04-01, until: 2026-10-31}", EXAMPLE)
    assert ("note-term-over", "kato") in notes(read(text).as_of(date(2026, 11, 24)))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Tokyo", "2027-05-01"),
        ("UTC", "2027-04-30"),
        ("America/Los_Angeles", "2027-04-30"),
        ("Pacific/Kiritimati", "2027-05-01"),
    ],
)
def test_the_day_is_the_day_where_the_company_is(zone: str, expected: str) -> None:
    clock = Clock(moment=datetime(2027, 4, 30, 20, 0, tzinfo=UTC))
    assert str(clock.day_in(zone)) == expected
    assert clock.not_before(date(2028, 2, 29)).day_in(zone) == date(2028, 2, 29)
    assert Clock(date(2026, 1, 1)).day_in(zone) == date(2026, 1, 1)


@pytest.mark.parametrize(("talk", "words"), [("en", "must approve"), ("ja", "承認には3人が必要")])
def test_the_command_refuses_with_place_and_remedy(
    runbook: Runbook, write_config: Callable[[str], Path], tmp_path: Path, talk: str, words: str
) -> None:
    config = write_config(
        changed(
            "  required: 2\n",
            "  required: 3\n",
            changed(KATO, KATO.replace("2028", "2026").replace("2026-04", "2025-04"), undated(EXAMPLE)),
        )
    )
    # 14:59 UTC is still 30 September in Tokyo, when Tanaka is not in office yet; a minute later it is 1 October.
    for epoch, code in ((1790780340, 2), (1790780400, 1)):
        assert datetime.fromtimestamp(epoch, UTC).minute in {59, 0}
        arguments = ("check", "-c", config, "--talk", talk, "--fail-on", "info")
        ended = runbook(*arguments, cwd=tmp_path, environment={"SOURCE_DATE_EPOCH": str(epoch)})
        assert ended.code == code, ended.stderr
        assert (words in ended.stderr) is (code == 2)
        assert ("config.yaml:" in ended.stderr) is True


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('"+81 90 0000 0006", personal: true, confirmed_on: 2026-10-03', "confirmed_on: 2199-01-01", "confirmed_on"),
        ("serial: SK-20260101, tested_on: 2026-09-15", "tested_on: 2026-11-25", "tested_on"),
    ],
)
def test_a_fact_that_is_still_to_come_is_refused_at_its_place(old: str, new: str, column: str) -> None:
    text = changed(old, old.rpartition(column)[0] + new, EXAMPLE)
    with pytest.raises(ConfigError) as error:
        read(text).as_of(date(2026, 11, 24))
    [problem] = error.value.problems
    assert problem.rule == "fact-to-come"
    assert problem.source[problem.column - 1 :].startswith(new.partition(" ")[2])
    assert error.value.exit_code == 2


def test_a_fact_of_the_day_itself_is_none_to_come() -> None:
    text = changed("serial: SK-20260101, tested_on: 2026-09-15", "serial: SK-20260101, tested_on: 2026-11-24", EXAMPLE)
    read(text).as_of(date(2026, 11, 24))
    with pytest.raises(ConfigError):
        read(text).as_of(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("until", "told"),
    [("2026-11-23", False), ("2026-11-24", True), ("2026-12-24", True), ("2026-12-25", False)],
)
def test_the_end_of_an_acceptance_is_told_thirty_days_ahead(until: str, *, told: bool) -> None:
    text = changed("    until: 2027-09-30", f"    until: {until}", EXAMPLE)
    found = [note for note in read(text).as_of(date(2026, 11, 24)).notes if note.rule == "note-acceptance-ends"]
    assert [dict(note.values) for note in found] == [{"accepted": "drills-every-ninety-days", "until": until}] * told


def test_only_those_in_office_hold_an_own_role_and_its_terms_are_told() -> None:
    holder = "{person: takahashi, from: 2026-05-01, deputy: sato}"
    reading = read(changed(holder, holder.replace(", deputy", ", until: 2026-11-30, deputy"), EXAMPLE))
    before, after = reading.as_of(date(2026, 11, 30)), reading.as_of(date(2026, 12, 1))
    assert [len(entry.organisation.own_roles[0].holders) for entry in (before, after)] == [1, 0]
    assert ("note-term-ends", "own_roles[0].holders[0].until") in {(note.rule, note.where) for note in before.notes}
    assert ("note-term-over", "own_roles[0].holders[0].until") in {(note.rule, note.where) for note in after.notes}


ENDS_SOON = changed("until: 2028-03-31, deputy: takahashi", "until: 2026-12-10, deputy: takahashi", EXAMPLE, times=2)
TOLD = {
    "one of three approvers is left": (
        changed(
            "{person: tanaka, from: 2026-10-01,",
            "{person: tanaka, from: 2026-12-12,",
            changed("deputy: takahashi, must: true", "deputy: takahashi", ENDS_SOON),
        ),
        "2026-12-11",
    ),
    "nobody is left in a role": (
        changed("{person: watanabe, from: 2026-04-01, deputy", "{person: watanabe, from: 2026-12-01, deputy", EXAMPLE),
        "2026-11-30",
    ),
    "nobody is left who must approve": (changed(MUST, MUST_ENDS, EXAMPLE), "2026-12-11"),
    "a fact is to come": (
        changed("serial: SK-20260101, tested_on: 2026-09-15", "serial: SK-20260101, tested_on: 2026-11-25", EXAMPLE),
        "2026-11-24",
    ),
    "approvers end soon": (
        changed(
            "{person: takahashi, from: 2026-04-01}",
            "{person: takahashi, from: 2026-04-01, until: 2026-12-20}",
            changed("    until: 2027-09-30", "    until: 2026-12-24", ENDS_SOON),
        ),
        "2026-11-25",
    ),
    "a term is over, and one that must not end does": (
        changed(MUST, MUST_ENDS, changed(KATO, "{person: kato, from: 2026-04-01, until: 2026-10-31}", EXAMPLE)),
        "2026-11-24",
    ),
    "a term begins, and a role will be empty": (
        changed(
            "{person: suzuki, from: 2026-04-01, deputy",
            "{person: suzuki, from: 2026-04-01, until: 2026-12-01, deputy",
            changed("{person: ito, from: 2026-04-01}", "{person: ito, from: 2026-12-24}", EXAMPLE, times=2),
        ),
        "2026-11-24",
    ),
}


def told_on(text: str, day: date) -> tuple[Problem, ...]:
    """What the day refuses, or else remarks on."""
    try:
        return read(text).as_of(day).notes
    except ConfigError as error:
        return error.problems


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_day_refuses_or_remarks_on_is_told_with_its_people_and_days(
    language: str, request: pytest.FixtureRequest
) -> None:
    told = {case: told_on(text, date.fromisoformat(day)) for case, (text, day) in TOLD.items()}
    assert all(told.values())
    assert as_stored(as_shown(told, language), SAID / f"terms.{language}.txt", request)
