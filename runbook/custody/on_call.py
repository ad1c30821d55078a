"""Whom to call at which hour: of an ordinary week, and of the days to come.

Whoever is within their hours comes first, then who has agreed none, then who is outside them, each in the order of the
call list. Who is absent is not called; who stands in for them is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.custody.call_list import Presence, call_list, called
from runbook.custody.hours import Week, in_hours, joined
from runbook.organisation.hours import DAY, WEEKDAYS, Weekday, windows
from runbook.organisation.terms import in_office

if TYPE_CHECKING:
    from runbook.organisation import Organisation, Person

_RANK = (Presence.IN_HOURS, Presence.NOT_AGREED, Presence.OUTSIDE_HOURS)


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody to call, and whether that is outside the hours they have agreed."""

    person: Person
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom to call, in order, and at which minutes of an ordinary week."""

    people: tuple[Reached, ...]
    week: Week


@dataclass(frozen=True, slots=True)
class Shift:
    """Whom to call on a day from a minute ("09:00") up to and with another ("18:00"), by the company's clocks."""

    first: str
    last: str
    people: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """The shifts of days that are alike: ``days`` one by one, or all days of some ``weekdays`` but those."""

    shifts: tuple[Shift, ...]
    days: tuple[date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()

    @property
    def is_a_row(self) -> bool:
        """Whether its weekdays follow on each other: three or more are then named by first and last."""
        numbers = [WEEKDAYS.index(weekday) for weekday in self.weekdays]
        return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))  # noqa: PLR2004  two are named

    def runs(self) -> Iterator[tuple[date, date]]:
        """Its days as first and last of each row of days."""
        numbered = enumerate(self.days)
        for _, row in groupby(numbered, key=lambda entry: entry[1] - timedelta(days=entry[0])):
            days = [day for _, day in row]
            yield days[0], days[-1]


def ordinary_answers(present: Organisation, day: date, count: int) -> tuple[Answer, ...]:
    """The first ``count`` to call at every hour of an ordinary week, the answer that holds longest first."""
    people = called(present)
    found: dict[tuple[Reached, ...], list[range]] = {}
    for there, week in in_hours(present, people, day).items():
        found.setdefault(_ordered(people, there)[:count], []).extend(week)
    answers = (Answer(people, joined(week)) for people, week in found.items())
    return tuple(sorted(answers, key=lambda answer: -sum(map(len, answer.week))))


def coming_rotas(whole: Organisation, first: date, last: date, count: int) -> tuple[Rota, ...]:
    """The first ``count`` to call at every hour of every day: the days that are unlike others first, then weekdays.

    ``whole`` has all appointments. What most days of a weekday have is that weekday's.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    shifts = {day: _shifts(whole, day, count) for day in days}
    usual = _usual(shifts)
    unlike: dict[tuple[Shift, ...], list[date]] = {}
    for day in days:
        if shifts[day] != usual[WEEKDAYS[day.weekday()]]:
            unlike.setdefault(shifts[day], []).append(day)
    alike: dict[tuple[Shift, ...], list[Weekday]] = {}
    for weekday in WEEKDAYS:
        if weekday in usual:
            alike.setdefault(usual[weekday], []).append(weekday)
    return (
        *(Rota(those, days=tuple(found)) for those, found in unlike.items()),
        *(Rota(those, weekdays=tuple(found)) for those, found in alike.items()),
    )


def _ordered(people: Sequence[Person], there: frozenset[str]) -> tuple[Reached, ...]:
    within = tuple(Reached(person) for person in people if person.id in there)
    unknown = tuple(Reached(person) for person in people if not person.hours)
    outside = (Reached(person, outside=True) for person in people if person.hours and person.id not in there)
    return (*within, *unknown, *outside)


def _usual(shifts: Mapping[date, tuple[Shift, ...]]) -> Mapping[Weekday, tuple[Shift, ...]]:
    """What most days of each weekday have; of two that are as many, the one that comes first."""
    return {
        weekday: Counter(those for day, those in shifts.items() if WEEKDAYS[day.weekday()] == weekday).most_common(1)[
            0
        ][0]
        for weekday in dict.fromkeys(WEEKDAYS[day.weekday()] for day in shifts)
    }


def _shifts(whole: Organisation, day: date, count: int) -> tuple[Shift, ...]:
    zone = ZoneInfo(whole.company.time_zone)
    found: list[tuple[int, tuple[Reached, ...]]] = []
    for minute in sorted({0, *_edges(whole, day, zone)}):
        people = _at(whole, datetime.combine(day, time(minute // 60, minute % 60), zone))[:count]
        if not found or found[-1][1] != people:
            found.append((minute, people))
    ends = [minute for minute, _ in found[1:]] + [DAY]
    return tuple(
        Shift(_clock(first), _clock(end - 1), people) for (first, people), end in zip(found, ends, strict=True)
    )


def _at(whole: Organisation, moment: datetime) -> tuple[Reached, ...]:
    calls = call_list(whole, moment, at_once=True).calls
    reached = sorted((call for call in calls if call.presence in _RANK), key=lambda call: _RANK.index(call.presence))
    return tuple(Reached(call.person, call.presence is Presence.OUTSIDE_HOURS) for call in reached)


def _edges(whole: Organisation, day: date, zone: ZoneInfo) -> Iterator[int]:
    """The minutes of a day at which somebody's hours begin or are over; by the clocks where they are."""
    present = in_office(whole, day)
    for person in present.people:
        there = ZoneInfo(present.time_zone_of(person))
        for window in windows(person.hours):
            for near in (day - timedelta(days=1), day, day + timedelta(days=1)):
                ends = (
                    (datetime.combine(near, time.fromisoformat(window.start), there)),
                    (datetime.combine(near, time.fromisoformat(window.until), there) + timedelta(minutes=1)),
                )
                local = (moment.astimezone(zone) for moment in ends)
                yield from (moment.hour * 60 + moment.minute for moment in local if moment.date() == day)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
