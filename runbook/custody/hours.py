"""At which hours people can be reached and places be opened: at a moment, and in an ordinary week.

An ordinary week has no absence and no public holiday; the clocks are those of a day. Its minutes are counted from
Monday 00:00 where the company is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.custody.calendar import is_holiday
from runbook.custody.team import DUTIES, team_of
from runbook.organisation.horizon import clock_offset
from runbook.organisation.hours import WEEK, windows

if TYPE_CHECKING:
    from datetime import date, datetime

    from runbook.organisation import Organisation, Person, Place, Role

Week = tuple[range, ...]  # spans of minutes; hours kept elsewhere may reach into the week before or after


@dataclass(frozen=True, slots=True)
class HoursWithout:
    """Minutes of the week at which no complete team is within its hours, and what it lacks: approvals, duties."""

    minutes: Week
    approvals: int
    vacant: tuple[Role, ...]


def is_kept_at(organisation: Organisation, who: Person | Place, moment: datetime) -> bool:
    """Whether a moment lies within the hours of a person or place, by the clocks and holidays there; False without."""
    local = moment.astimezone(ZoneInfo(organisation.time_zone_of(who)))
    return any(window.covers(local, partial(is_holiday, organisation, who)) for window in windows(who.hours))


def people_of_unknown_hours(present: Organisation) -> tuple[Person, ...]:
    """Those of the team, approvers, operators, witnesses and who stands in for them, whose hours are not stated."""
    team = team_of(present).people
    return tuple(person for person in present.people if person.id in team and not person.hours)


def hours_without_quorum(present: Organisation, day: date) -> tuple[HoursWithout, ...]:
    """The hours at which too few are within theirs, even if all whose hours are not stated are there."""
    team = team_of(present)
    weeks = {person.id: _week(present, person, day) for person in present.people if person.id in team.people}
    unknown = {person.id for person in people_of_unknown_hours(present)}
    found: dict[tuple[int, tuple[Role, ...]], list[range]] = {}
    complete: dict[frozenset[str], bool] = {}
    for minutes in _segments(weeks.values()):
        there = frozenset(unknown | {person for person, week in weeks.items() if _lies_in(minutes.start, week)})
        if there not in complete:
            complete[there] = team.out_of(there) is not None
        if not complete[there]:
            vacant = tuple(role for role, people in zip(DUTIES, team.duties, strict=True) if not people & there)
            found.setdefault((team.approvals(there), vacant), []).append(minutes)
    return tuple(HoursWithout(tuple(minutes), approvals, vacant) for (approvals, vacant), minutes in found.items())


def closures(present: Organisation, day: date) -> Mapping[frozenset[str], Week]:
    """The places (ids) that are closed at the same time, and when."""
    weeks = {place.id: _week(present, place, day) for place in present.places if place.hours}
    found: dict[frozenset[str], list[range]] = {}
    for minutes in _segments(weeks.values()):
        closed = frozenset(place for place, week in weeks.items() if not _lies_in(minutes.start, week))
        if closed:
            found.setdefault(closed, []).append(minutes)
    return {closed: tuple(minutes) for closed, minutes in found.items()}


def in_hours(present: Organisation, people: Iterable[Person], day: date) -> Mapping[frozenset[str], Week]:
    """Which of some people (ids) are within their hours at the same time, and when; those without hours never are."""
    weeks = {person.id: _week(present, person, day) for person in people}
    found: dict[frozenset[str], list[range]] = {}
    for minutes in _segments(weeks.values()):
        there = frozenset(person for person, week in weeks.items() if _lies_in(minutes.start, week))
        found.setdefault(there, []).append(minutes)
    return {there: tuple(minutes) for there, minutes in found.items()}


def joined(spans: Iterable[range]) -> Week:
    """Spans of a week that meet, put together; what goes on over its end reaches into the next."""
    found: list[range] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and found[-1].stop >= span.start:
            found[-1] = range(found[-1].start, max(found[-1].stop, span.stop))
        else:
            found.append(span)
    if len(found) > 1 and (found[0].start, found[-1].stop) == (0, WEEK):
        first = found.pop(0)
        found[-1] = range(found[-1].start, WEEK + first.stop)
    return tuple(found)


def _week(organisation: Organisation, who: Person | Place, day: date) -> Week:
    ahead = clock_offset(organisation, organisation.time_zone_of(who), day)
    return tuple(
        range(minutes.start - ahead, minutes.stop - ahead)
        for window in windows(who.hours)
        for minutes in window.minutes()
    )


def _lies_in(minute: int, week: Week) -> bool:
    return any(minute in span or minute - WEEK in span or minute + WEEK in span for span in week)


def _segments(weeks: Iterable[Week]) -> Iterator[range]:
    """The week, cut wherever some span begins or ends: within one piece nothing changes."""
    edges = {edge % WEEK for week in weeks for span in week for edge in (span.start, span.stop)}
    return (range(start, end) for start, end in pairwise(sorted({0, WEEK, *edges})))
