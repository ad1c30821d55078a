"""On which days no complete team can be reached: terms, absences, weekends and public holidays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    team, calendar = team_on(organisation, first), Calendar(organisation)
    everybody = frozenset(person.id for person in organisation.people)
    complete: dict[frozenset[str], bool] = {}  # by who is present, as long as the team is the same
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in turns:
            team, complete = team_on(organisation, day), {}
        present = everybody - calendar.away(day)
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


class Calendar:
    """Who is away and which places are closed, day by day. Those who keep the same hours are looked up once."""

    def __init__(self, organisation: Organisation) -> None:
        """``organisation`` with its people and places; who is in office makes no difference."""
        self._absent = tuple(person for person in organisation.people if person.absences)
        self._people = _by_hours(organisation, organisation.people)
        self._places = _by_hours(organisation, organisation.places)

    def away(self, day: date) -> frozenset[str]:
        """Who (ids) cannot be reached at any hour of a day: absent, or left out by their hours."""
        absent = (person.id for person in self._absent if person.absence(day) is not None)
        return _left_out(self._people, day).union(absent)

    def closed(self, day: date) -> frozenset[str]:
        """The places (ids) that cannot be opened at any hour of a day."""
        return _left_out(self._places, day)


_Kept = tuple[Hours | tuple[Hours, ...], str | None]


def _by_hours(organisation: Organisation, entries: Iterable[Person | Place]) -> Mapping[_Kept, frozenset[str]]:
    """Who (ids) keeps which hours, with the region whose public holidays count. Who states none may be there."""
    found: dict[_Kept, frozenset[str]] = {}
    for who in entries:
        if who.hours is not None:
            key = (who.hours, organisation.holidays_of(who))
            found[key] = found.get(key, frozenset()) | {who.id}
    return found


def _left_out(by_hours: Mapping[_Kept, frozenset[str]], day: date) -> frozenset[str]:
    """Whose hours leave a day out. A night that began on the day before belongs to that day."""
    return frozenset[str]().union(*(ids for kept, ids in by_hours.items() if not _is_kept(*kept, day)))


@lru_cache(maxsize=1 << 14)  # several rules look at each day of a year
def _is_kept(hours: Hours | tuple[Hours, ...], region: str | None, day: date) -> bool:
    return any(window.begins_on(day, partial(_is_holiday_in, region)) for window in windows(hours))
