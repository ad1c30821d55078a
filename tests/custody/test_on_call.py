"""Whom to call at which hour: of an ordinary week and of the days to come."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from support.config_texts import EXAMPLE, MINIMAL, in_memory
from support.organisations import knowledge

from runbook.assessment import read_config
from runbook.custody.call_list import Presence, call_list, called
from runbook.custody.on_call import Reached, Rota, Shift, coming_rotas, ordinary_answers
from runbook.custody.phrases import kept_hours
from runbook.knowledge.phrases import Speaker
from runbook.organisation import Absence, Hours, Organisation
from runbook.organisation.hours import DAY, WEEK, WEEKDAYS
from runbook.organisation.terms import in_office

FIRST, LAST = date(2026, 12, 1), date(2027, 1, 31)
RANK = [Presence.IN_HOURS, Presence.NOT_AGREED, Presence.OUTSIDE_HOURS]


@cache
def company(text: str = EXAMPLE) -> Organisation:
    return read_config(in_memory(text), knowledge()).organisation


def with_person(org: Organisation, person: str, **changed: object) -> Organisation:
    people = tuple(replace(entry, **changed) if entry.id == person else entry for entry in org.people)  # type: ignore[arg-type]
    return replace(org, people=people)


def of_day(rotas: tuple[Rota, ...], day: date) -> tuple[Shift, ...]:
    """What somebody who looks for a day finds: the day itself first, then its weekday."""
    return next(
        rota.shifts
        for rota in rotas
        if day in rota.days or (not rota.days and WEEKDAYS[day.weekday()] in rota.weekdays)
    )


def at_minute(shifts: tuple[Shift, ...], minute: str) -> tuple[Reached, ...]:
    (found,) = [shift.people for shift in shifts if shift.first <= minute <= shift.last]
    return found


def by_call_list(org: Organisation, moment: datetime, count: int) -> list[tuple[str, bool]]:
    """The same without shifts: the call list of that very minute, whoever is within their hours first."""
    calls = [call for call in call_list(org, moment, at_once=True).calls if call.presence in RANK]
    calls.sort(key=lambda call: RANK.index(call.presence))
    return [(call.person.id, call.presence is Presence.OUTSIDE_HOURS) for call in calls][:count]


def with_somebody_in_berlin() -> Organisation:
    hours = (Hours("22:10", "06:20", "every-day"), Hours("08:00", "12:00", ("mon", "sat")))
    return with_person(company(), "takahashi", time_zone="Europe/Berlin", hours=hours)


@pytest.mark.parametrize(
    ("make", "first", "last"),
    [
        (company, FIRST, LAST),
        (lambda: company(MINIMAL), FIRST, LAST),
        (with_somebody_in_berlin, date(2027, 3, 20), date(2027, 4, 10)),
    ],
    ids=["holidays and absences", "no hours", "clocks that change elsewhere"],
)
def test_at_every_minute_the_card_says_what_the_call_list_says(
    make: Callable[[], Organisation], first: date, last: date
) -> None:
    org = make()
    rotas, zone = coming_rotas(org, first, last, 3), ZoneInfo(org.company.time_zone)
    seed = random.Random(7)  # noqa: S311  minutes, not secrets
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        shifts = of_day(rotas, day)
        minutes = {0, DAY - 1, *(seed.randrange(DAY) for _ in range(12))}
        minutes |= {int(shift.first[:2]) * 60 + int(shift.first[3:]) + step for shift in shifts for step in (0, -1)}
        for minute in sorted(minute for minute in minutes if minute >= 0):
            clock = time(minute // 60, minute % 60)
            told = [(one.person.id, one.outside) for one in at_minute(shifts, f"{clock:%H:%M}")]
            assert told == by_call_list(org, datetime.combine(day, clock, zone), 3), (day, clock)


def test_a_day_has_shifts_without_gap_and_no_two_neighbours_are_alike() -> None:
    for rota in coming_rotas(company(), FIRST, LAST, 3):
        assert rota.shifts[0].first == "00:00"
        assert rota.shifts[-1].last == "23:59"
        for before, after in zip(rota.shifts, rota.shifts[1:], strict=False):
            assert before.last < after.first
            assert before.people != after.people


def test_days_that_are_unlike_their_weekday_come_first_and_by_date() -> None:
    rotas = coming_rotas(company(), FIRST, LAST, 3)
    unlike = [rota.days for rota in rotas if rota.days]
    assert [days[0] for days in unlike] == [
        date(2026, 12, 28),
        date(2026, 12, 29),
        date(2027, 1, 1),
        date(2027, 1, 4),
        date(2027, 1, 11),  # a public holiday
    ]
    assert [rota.weekdays for rota in rotas if not rota.days] == [WEEKDAYS[:5], WEEKDAYS[5:]]
    assert list(rotas[1].runs()) == [(date(2026, 12, 29), date(2026, 12, 31))]


def test_who_is_away_is_not_called_and_who_stands_in_is() -> None:
    org = with_person(company(), "sato", absences=(Absence(FIRST, LAST),))
    alone = replace(org.approvers, members=org.approvers.members[:1])
    org = replace(org, escalation=org.escalation[:1], approvers=alone)
    people = {one.person.id for rota in coming_rotas(org, FIRST, LAST, 3) for s in rota.shifts for one in s.people}
    assert people == {"takahashi"}


def test_an_appointment_that_ends_within_the_days_ends_on_the_card() -> None:
    members = tuple(
        replace(member, until=date(2026, 12, 10)) if member.person == "kato" else member
        for member in company().approvers.members
    )
    org = replace(company(), escalation=(), approvers=replace(company().approvers, members=members))
    rotas = coming_rotas(org, FIRST, LAST, 4)
    assert "kato" in {one.person.id for shift in of_day(rotas, date(2026, 12, 10)) for one in shift.people}
    assert "kato" not in {one.person.id for shift in of_day(rotas, date(2026, 12, 11)) for one in shift.people}


@pytest.mark.parametrize("text", [EXAMPLE, MINIMAL])
def test_the_answers_of_an_ordinary_week_fill_it_once(text: str) -> None:
    org = in_office(company(text), FIRST)
    minutes = [minute % WEEK for answer in ordinary_answers(org, FIRST, 3) for span in answer.week for minute in span]
    assert sorted(minutes) == list(range(WEEK))


def test_an_ordinary_week_agrees_with_the_call_list_of_such_a_week() -> None:
    org = in_office(company(), FIRST)
    monday = datetime(2027, 1, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    answers = ordinary_answers(org, FIRST, 3)
    for minute in range(0, WEEK, 17):
        (people,) = [
            answer.people for answer in answers if any(minute in span or minute + WEEK in span for span in answer.week)
        ]
        told = [(one.person.id, one.outside) for one in people]
        assert told == by_call_list(org, monday + timedelta(minutes=minute), 3)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ((range(WEEK),), "at every hour"),
        (tuple(range(day * DAY + 540, day * DAY + 1081) for day in range(5)), "Mon to Fri 09:00 to 18:00"),
        ((range(5 * DAY, 5 * DAY + DAY),), "Sat 00:00 to 23:59"),
        ((range(4 * DAY + 1081, 7 * DAY + 540),), "Fri 18:01 to Mon 08:59"),
        ((range(6 * DAY, 7 * DAY),), "Sun 00:00 to 23:59"),
    ],
)
def test_hours_are_said_from_their_first_minute_to_their_last(spans: tuple[range, ...], said: str) -> None:
    assert Speaker(knowledge().language("en"), company()).say(kept_hours(spans)) == said


def test_everyone_called_stands_once_and_in_order() -> None:
    assert [person.id for person in called(in_office(company(), FIRST))] == ["tanaka", "sato", "kato", "takahashi"]
