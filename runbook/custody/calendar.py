"""On which days no complete team can be reached: terms, absences, weekends and public holidays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from runbook.custody.team import DUTIES, team_on
from runbook.organisation import Organisation, Person, Place, Role, public_holidays
from runbook.organisation.hours import Hours, windows
from runbook.organisation.offices import nobody_who_must
from runbook.organisation.terms import turning_days


@dataclass(frozen=True, slots=True)
class DayWithout:
    """A day without a complete team: how many can approve, and which duties nobody can do.

    ``must_gone``: the terms of all who must be among the approvers are over.
    """

    day: date
    approvals: int
    vacant: tuple[Role, ...]
    must_gone: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that lack the same; both ends included."""

    first: date
    last: date
    approvals: int
    vacant: tuple[Role, ...]
    must_gone: bool = False


def days_without_quorum(organisation: Organisation, first: date, last: date) -> Iterator[DayWithout]:
    """Days from ``first`` to ``last`` on which no complete team can be reached.

    ``organisation`` has all appointments, over, running and to come. A person can be reached on every day that is no
    absence of theirs; those whose hours leave out some days of the week, or public holidays, not on these.
    """
    turns = {first, *turning_days(organisation, first, last)}
    team = team_on(organisation, first)
    complete: dict[frozenset[str], bool] = {}  # by who is present, as long as the team is the same
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in turns:
            team, complete = team_on(organisation, day), {}
        present = frozenset(person.id for person in organisation.people if is_reachable(organisation, person, day))
        if present not in complete:
            complete[present] = team.out_of(present) is not None
        if not complete[present]:
            vacant = tuple(role for role, people in zip(DUTIES, team.duties, strict=True) if not people & present)
            yield DayWithout(day, team.approvals(present), vacant, nobody_who_must(organisation, day) is not None)


def stretches(days: Iterable[DayWithout]) -> tuple[Stretch, ...]:
    """Days in a row that lack the same, put together."""
    found: list[Stretch] = []
    for entry in days:
        before = found[-1] if found else None
        lacks = (entry.approvals, entry.vacant, entry.must_gone)
        follows = before is not None and entry.day - before.last == timedelta(days=1)
        if before and follows and (before.approvals, before.vacant, before.must_gone) == lacks:
            found[-1] = Stretch(before.first, entry.day, *lacks)
        else:
            found.append(Stretch(entry.day, entry.day, *lacks))
    return tuple(found)


def is_holiday(organisation: Organisation, who: Person | Place, day: date) -> bool:
    """Whether a day is a public holiday at the site of a person or place."""
    return _is_holiday_in(organisation.holidays_of(who), day)


def _is_holiday_in(region: str | None, day: date) -> bool:
    if region is None:
        return False
    country, _, part = region.partition("-")
    return day in public_holidays.days(country, part, day.year)


def is_kept_on(organisation: Organisation, who: Person | Place, day: date) -> bool:
    """Whether somebody can be reached, or a place be opened, at some hour of a day. Who states no hours may be there.

    A night that began on the day before belongs to that day.
    """
    return who.hours is None or _is_kept(who.hours, organisation.holidays_of(who), day)


@lru_cache(maxsize=1 << 14)  # many keep the same hours, and several rules look at each day of a year
def _is_kept(hours: Hours | tuple[Hours, ...], region: str | None, day: date) -> bool:
    return any(window.begins_on(day, partial(_is_holiday_in, region)) for window in windows(hours))


def is_reachable(organisation: Organisation, person: Person, day: date) -> bool:
    """Whether somebody can be reached at some hour of a day: not absent, and not left out by their hours."""
    return person.absence(day) is None and is_kept_on(organisation, person, day)
