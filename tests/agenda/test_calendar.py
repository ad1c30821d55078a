"""The calendar, read back by two libraries: whole days, true recurrences, stable UIDs, and nobody's name in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr
from icalendar import Calendar
from support.config_texts import EXAMPLE, changed, in_memory, names
from support.histories import START, issued
from support.organisations import LANGUAGES, ORGANISATIONS, knowledge
from support.recorded import records_of

from runbook.agenda import Agenda, Kind, agenda_of
from runbook.agenda.calendar import Sharing, calendar_file, events_of, uid_of
from runbook.agenda.phrases import private_texts
from runbook.config import load_config, parse_organisation
from runbook.editions import EMPTY, Register
from runbook.knowledge.phrases import Speaker
from runbook.organisation import Organisation, Role
from runbook.organisation.deadlines import due_from

DAY = date(2026, 12, 20)
MOMENT = datetime(2026, 12, 20, 3, 10, tzinfo=UTC)
ODD = changed("seal_check: {every: P1M, on: [place-changed]}", "seal_check: {every: P1M, from: 2026-01-31}", EXAMPLE)
ODD = changed("recovery_drill: {every: P1Y}", "recovery_drill: {every: P1Y, from: 2024-02-29}", ODD)
ODD = changed("alert_test: {every: P6M,", "alert_test: {every: P2W,", ODD)


READ: Any = vobject.readOne  # its stubs have no types


def organisation(text: str) -> Organisation:
    return parse_organisation(in_memory(text), names()).organisation


def agenda(whole: Organisation, day: date = DAY, register: Register = EMPTY) -> Agenda:
    return agenda_of(whole, register, day, day + timedelta(days=90))


def written(whole: Organisation, language: str = "en", moment: datetime = MOMENT, found: Agenda | None = None) -> bytes:
    sharing = Sharing(Speaker(knowledge().language(language), whole), moment)
    return calendar_file(found or agenda(whole, moment.date()), sharing).content


def events(content: bytes) -> list[Any]:
    """By the library that did not write it."""
    return list(READ(content.decode()).vevent_list)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ORGANISATIONS)
def test_another_library_reads_the_events_that_were_meant(company: str, language: str) -> None:
    whole = parse_organisation(load_config(ORGANISATIONS[company]), names()).organisation
    found, content = agenda(whole), written(whole, language)
    meant = {event.uid: event.day for event in events_of(found, whole)}
    read = {event.uid.value: event.dtstart.value for event in events(content)}
    own = {str(event["uid"]): event.decoded("dtstart") for event in Calendar.from_ical(content).walk("VEVENT")}
    assert read == own == meant
    assert len(meant) > 10
    for event in events(content):
        assert type(event.dtstart.value) is date  # a whole day has no time and no zone
        assert event.dtend.value == event.dtstart.value + timedelta(days=1)
        assert event.summary.value.strip()
        assert [alarm.action.value for alarm in event.valarm_list] == ["DISPLAY"] * len(event.valarm_list)
        assert event.valarm_list[-1].trigger.value == timedelta(hours=9)
        assert len(event.categories.value) == 2


def test_every_line_is_as_long_as_the_standard_lets_it_be() -> None:
    for language in LANGUAGES:
        lines = written(organisation(EXAMPLE), language).split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert lines[-1] == b""
        assert not any(b"\n" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ORGANISATIONS)
def test_nothing_private_is_in_it(company: str, language: str) -> None:
    """Unfolded and without escapes: names of people, numbers, addresses, places, accounts, seals, serials."""
    whole = parse_organisation(load_config(ORGANISATIONS[company]), names()).organisation
    found = agenda(whole, register=issued(EMPTY, {"ja/02-approvers": "a"}, START))
    said = "\n".join(
        str(value).casefold()
        for component in Calendar.from_ical(written(whole, language, found=found)).walk()
        for key, value in component.property_items()
        if key != "UID"
    )
    private = private_texts(whole)
    assert len(private) > 10
    ours = {"new"}  # the name of an account of the awkward company, and a word of ours
    words = set(re.findall(r"[a-z0-9]+", said))
    names_in_latin = {text for text in private if text.isascii() and text.isalnum()}
    assert sorted(text for text in private - names_in_latin if text in said) == []
    assert names_in_latin & words <= ours
    assert "@" not in said
    assert not any(person.id in said.split() for person in whole.people)
    assert not any(risk.rule in said for risk in whole.accepted_risks)


@pytest.mark.slow
def test_a_name_that_tells_too_much_is_said_by_its_id() -> None:
    own = "{ja: ルート利用記録の合同点検, en: Joint review of the root use records}"
    told = written(organisation(EXAMPLE)).decode()
    assert "Joint review of the root use records" in told.replace("\r\n ", "")
    for name in (
        "Review with HANAKO Sato",
        "Look into Osaka safe B",
        "Call +81 90 0000 0001",
        "Mail ito@example.co.jp",
    ):
        whole = organisation(changed(own, f'"{name}"', EXAMPLE))
        summaries = {event.summary.value for event in events(written(whole))}
        assert "log_review" in summaries
        assert name not in summaries
    whole = organisation(changed(own, '"Monitoring and satisfaction"', EXAMPLE))
    assert "Monitoring and satisfaction" in {event.summary.value for event in events(written(whole))}


@pytest.mark.parametrize("text", [EXAMPLE, ODD], ids=["example", "odd"])
def test_the_events_of_a_task_fall_on_its_due_days(text: str) -> None:
    whole = organisation(text)
    read = events(written(whole))
    for task, rule in whole.rotation.tasks().items():
        label = (
            knowledge().language("en").words(f"labels.tasks.{task}")
            if task != "log_review"
            else "Joint review of the root use records"
        )
        mine = [event for event in read if event.summary.value == label]
        days: list[date] = sorted(day for event in mine for day in expanded(event))
        assert days == list(islice(due_from(rule, DAY), len(days)))
        assert bool(days) == (rule.every is not None)
        assert max(days, default=date.max) >= date(2027, 2, 27)


def expanded(event: Any) -> Iterator[date]:
    if not hasattr(event, "rrule"):
        yield event.dtstart.value
        return
    start = datetime.combine(event.dtstart.value, datetime.min.time())
    yield from (found.date() for found in islice(rrulestr(event.rrule.value, dtstart=start), 60))


def test_a_month_end_that_no_rule_has_is_written_day_by_day() -> None:
    mine = [event for event in events(written(organisation(ODD))) if event.summary.value == "Seal inspection"]
    assert not any(hasattr(event, "rrule") for event in mine)
    assert [str(event.dtstart.value) for event in mine][:4] == ["2026-12-30", "2027-01-30", "2027-02-27", "2027-03-30"]
    assert str(mine[-1].dtstart.value) == "2027-12-30"
    drills = [event for event in events(written(organisation(ODD))) if event.summary.value == "Lost-MFA recovery drill"]
    assert [str(event.dtstart.value) for event in drills] == ["2027-02-27"]


def test_what_is_late_stands_on_the_day_of_the_run_and_says_so() -> None:
    late = [event for event in events(written(organisation(EXAMPLE))) if event.summary.value.startswith("Overdue: ")]
    assert {event.summary.value for event in late} >= {"Overdue: Test K-0101"}
    assert {event.dtstart.value for event in late} == {DAY}
    assert all(len(event.valarm_list) == 1 for event in late)


def test_a_late_task_goes_on_after_it() -> None:
    whole = organisation(EXAMPLE)
    recorded = {(Kind.TASK, "drill"): date(2026, 3, 1)}
    found = agenda_of(whole, EMPTY, DAY, DAY, records_of(recorded))
    drills = [
        event
        for event in events(written(whole, found=found))
        if "drill" in event.summary.value and "MFA" not in event.summary.value
    ]
    assert [(event.summary.value, str(event.dtstart.value), hasattr(event, "rrule")) for event in drills] == [
        ("Overdue: Break-glass drill", "2026-12-20", False),
        ("Break-glass drill", "2027-03-31", True),
    ]
    assert len({event.uid.value for event in drills}) == 2


def test_the_uid_is_not_from_the_day() -> None:
    before = {event.summary.value: event.uid.value for event in events(written(organisation(EXAMPLE)))}
    moved = organisation(changed("SK-20260101, tested_on: 2026-09-15", "SK-20260101, tested_on: 2026-12-16", EXAMPLE))
    after = {event.summary.value: event for event in events(written(moved, moment=MOMENT + timedelta(days=1)))}
    assert after["Test K-0101"].uid.value == before["Overdue: Test K-0101"]
    assert str(after["Test K-0101"].dtstart.value) == "2027-03-16"
    assert after["Seal inspection"].uid.value == before["Seal inspection"]


def test_things_of_one_company_and_companies_are_told_apart() -> None:
    whole = organisation(EXAMPLE)
    found = agenda(whole)
    uids = [event.uid for event in events_of(found, whole)]
    assert len(set(uids)) == len(uids)
    other = replace(whole, company=replace(whole.company, name=replace(whole.company.name, words="Mihon K.K.")))
    assert {uid_of(entry, whole) for entry in found.entries} & {
        uid_of(entry, other) for entry in found.entries
    } == set()
    absences = changed(
        "absences: [{from: 2027-01-01, until: 2027-01-03}]",
        "absences: [{from: 2027-01-01, until: 2027-01-01}, {from: 2027-01-03, until: 2027-01-03}]",
        EXAMPLE,
    )
    away = [event for event in events_of(agenda(organisation(absences)), whole) if event.entry.kind is Kind.ABSENCE]
    assert len({event.uid for event in away}) == 2


def test_the_bytes_follow_from_config_words_and_moment_alone() -> None:
    whole = organisation(EXAMPLE)
    assert written(whole) == written(organisation(EXAMPLE))
    later = {event.uid.value: event for event in events(written(whole, moment=MOMENT + timedelta(minutes=1)))}
    for event in events(written(whole)):
        assert event.dtstamp.value == MOMENT
        assert int(later[event.uid.value].sequence.value) == int(event.sequence.value) + 1


def test_it_is_in_the_words_of_its_reader() -> None:
    whole = organisation(EXAMPLE)
    assert "封印の点検" in {event.summary.value for event in events(written(whole, "ja"))}
    assert {event.uid.value for event in events(written(whole, "ja"))} == {
        event.uid.value for event in events(written(whole, "en"))
    }


def test_a_calendar_of_one_role_is_called_after_it_and_has_events_of_all() -> None:
    whole = organisation(EXAMPLE)
    of_role = agenda(whole).of(role=Role.PASSWORD_CUSTODIAN)
    sharing = Sharing(Speaker(knowledge().language("en"), whole), MOMENT, Role.PASSWORD_CUSTODIAN)
    calendar = READ(calendar_file(of_role, sharing).content.decode())
    assert calendar.x_wr_calname.value == "AWS root user: what is due (Password custodian)"
    every = {event.uid.value: event.summary.value for event in events(written(whole))}
    mine = {event.uid.value: event.summary.value for event in calendar.vevent_list}
    assert mine.items() < every.items()
    assert {"Password change", "Seal inspection"} <= set(mine.values())


def test_it_reminds_ahead_but_not_of_what_comes_round_every_week() -> None:
    text = changed("access_review: {every: P3M,", "access_review: {every: P1W,", EXAMPLE)
    alarms = {
        event.summary.value: [alarm.trigger.value for alarm in event.valarm_list]
        for event in events(written(organisation(text)))
    }
    nine = timedelta(hours=9)
    assert alarms["Access review"] == [nine]
    assert alarms["Contact test"] == [nine - timedelta(days=7), nine]
    assert alarms["Renew the domain example.co.jp"] == [nine - timedelta(days=30), nine]
