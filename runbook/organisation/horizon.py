"""How far one looks ahead, and the days until then on which something that the config dates turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from runbook.organisation.deadlines import renewal_due
from runbook.organisation.people import Person
from runbook.organisation.places import Place
from runbook.organisation.terms import turning_days
from runbook.organisation.whole import Organisation

_ONE_DAY = timedelta(days=1)


def horizon(day: date) -> date:
    """The last day that is looked at: 31 December of the next year, at least a year ahead.

    Not so many days from now: what is printed of the days to come would be other words tomorrow.
    """
    return date(min(day.year + 1, date.max.year), 12, 31)


def stretches_of(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in a row put together, each as its first and last day."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == _ONE_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def days_to_judge(organisation: Organisation, first: date) -> tuple[date, ...]:
    """The days after ``first``, up to its horizon, on which a verdict may become another: between them it is the same.

    ``organisation`` has all its appointments.
    """
    last = horizon(first)
    dated = {day for turns in _TURNS for day in turns(organisation)}
    days = dated | set(_clock_changes(organisation, first, last))
    return tuple(sorted(day for day in days if first < day <= last))


def clock_offset(organisation: Organisation, time_zone: str, day: date) -> int:
    """By how many minutes the clocks of a time zone are ahead of the company's, at noon of a day."""
    noon = datetime.combine(day, time(12), ZoneInfo(organisation.company.time_zone))
    there, here = noon.astimezone(ZoneInfo(time_zone)).utcoffset(), noon.utcoffset()
    return int(((there or timedelta()) - (here or timedelta())) / timedelta(minutes=1))


def _day_after(last: date) -> Iterator[date]:
    if last < date.max:
        yield last + _ONE_DAY


def _terms(organisation: Organisation) -> Iterable[date]:
    return turning_days(organisation, date.min, date.max)


def _absences(organisation: Organisation) -> Iterator[date]:
    for person in organisation.people:
        for absence in person.absences:
            yield absence.start
            yield from _day_after(absence.until)


def _batteries(organisation: Organisation) -> Iterator[date]:
    for item in organisation.items:
        if item.battery_due is not None:
            yield from _day_after(item.battery_due)


def _domains(organisation: Organisation) -> Iterator[date]:
    for domain in organisation.domains:
        if (due := renewal_due(domain)) is not None:
            yield from _day_after(due)


def _acceptances(organisation: Organisation) -> Iterator[date]:
    for risk in organisation.accepted_risks:
        yield from _day_after(risk.until)


def _clock_changes(organisation: Organisation, first: date, last: date) -> Iterator[date]:
    """The days on which the clocks of somebody elsewhere are first ahead or behind by something else."""
    kept: tuple[Person | Place, ...] = (*organisation.people, *organisation.places)
    elsewhere = {organisation.time_zone_of(who) for who in kept if who.hours}
    for time_zone in elsewhere - {organisation.company.time_zone}:
        before = clock_offset(organisation, time_zone, first)
        for number in range(1, (last - first).days + 1):
            day = first + timedelta(days=number)
            offset = clock_offset(organisation, time_zone, day)
            if offset != before:
                yield day
            before = offset


# What is dated in the config. A day that a rule compares with the day of judging has its line here.
_TURNS: tuple[Callable[[Organisation], Iterable[date]], ...] = (_terms, _absences, _batteries, _domains, _acceptances)
