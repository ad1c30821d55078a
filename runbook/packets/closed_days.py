"""On which coming days nobody can open a place, because those who could are away. Hours are not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from runbook.custody.keys import stand_ins
from runbook.organisation import Organisation, Place


@dataclass(frozen=True, slots=True)
class Closed:
    """A place, and days in a row on which no group that opens it is complete; both ends included."""

    place: Place
    first: date
    last: date


def closed_days(organisation: Organisation, places: Iterable[Place], day: date) -> tuple[Closed, ...]:
    """The stretches from ``day`` on, by place. Whoever stands in for an opener in any role has the key, too."""
    return tuple(stretch for place in places for stretch in _stretches(organisation, place, day))


def _stretches(organisation: Organisation, place: Place, day: date) -> Iterator[Closed]:
    deputies = stand_ins(organisation)
    groups = [
        [(person, *(name for name, _ in deputies.get(person, ()))) for person in group] for group in place.opened_by
    ]
    named = {name for group in groups for holder in group for name in holder}
    away = [absence for name in named for absence in organisation.person(name).absences if absence.until >= day]
    days = sorted(
        {
            max(absence.start, day) + timedelta(days=number)
            for absence in away
            for number in range((absence.until - max(absence.start, day)).days + 1)
        }
    )
    first = last = None
    for each in days:
        if any(all(_is_there(organisation, holder, each) for holder in group) for group in groups):
            continue
        if last is not None and first is not None and each - last > timedelta(days=1):
            yield Closed(place, first, last)
            first = None
        first, last = first or each, each
    if first is not None and last is not None and groups:
        yield Closed(place, first, last)


def _is_there(organisation: Organisation, holder: Iterable[str], day: date) -> bool:
    return any(organisation.person(name).absence(day) is None for name in holder)
