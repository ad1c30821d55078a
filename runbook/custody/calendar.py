"""On which days no complete team can be reached: terms, absences, weekends and public holidays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from runbook.custody.team import DUTIES, team_of
from runbook.organisation import Organisation, Person, Role
from runbook.organisation.terms import in_office, turning_days

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayWithout:
    """A day without a complete team: how many can approve, and which duties nobody can do."""

    day: date
    approvals: int
    vacant: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that lack the same; both ends included."""

    first: date
    last: date
    approvals: int
    vacant: tuple[Role, ...]


def days_without_quorum(organisation: Organisation, first: date, last: date) -> Iterator[DayWithout]:
    """Days from ``first`` to ``last`` on which no complete team can be reached.

    ``organisation`` has all appointments, over, running and to come. A person can be reached on every day that is no
    absence of theirs; those with hours on weekdays only, not on weekends and the public holidays of their site.
    """
    turns = {first, *turning_days(organisation, first, last)}
    team = team_of(in_office(organisation, first))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in turns:
            team = team_of(in_office(organisation, day))
        present = {person.id for person in organisation.people if _reachable(organisation, person, day)}
        if team.out_of(present) is None:
            vacant = tuple(role for role, people in zip(DUTIES, team.duties, strict=True) if not people & present)
            yield DayWithout(day, team.approvals(present), vacant)


def stretches(days: Iterable[DayWithout]) -> tuple[Stretch, ...]:
    """Days in a row that lack the same, put together."""
    found: list[Stretch] = []
    for entry in days:
        before = found[-1] if found else None
        lacks = (entry.approvals, entry.vacant)
        if before and entry.day - before.last == timedelta(days=1) and (before.approvals, before.vacant) == lacks:
            found[-1] = Stretch(before.first, entry.day, *lacks)
        else:
            found.append(Stretch(entry.day, entry.day, *lacks))
    return tuple(found)


def is_working_day(organisation: Organisation, person: Person, day: date) -> bool:
    """Whether a day is neither a weekend nor a public holiday at the site of a person."""
    site = next((site for site in organisation.sites if site.id == person.site), None)
    region = (site.holidays if site else None) or organisation.company.holidays
    return day.weekday() < SATURDAY and day not in _holidays(region, day.year)


def _reachable(organisation: Organisation, person: Person, day: date) -> bool:
    if person.absence(day):
        return False
    every_day = person.hours is None or person.hours.days == "every-day"
    return every_day or is_working_day(organisation, person, day)


@cache
def _holidays(region: str | None, year: int) -> Mapping[date, str]:
    """Public holidays of a region in a year (package `holidays`); none without a region."""
    if region is None:
        return {}
    from holidays import country_holidays  # noqa: PLC0415  slow to import, and few configs name a region

    country, _, part = region.partition("-")
    return dict(country_holidays(country, subdiv=part or None, years=year))
