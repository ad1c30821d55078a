"""On which coming days those who open a place are away, and who opens it then. Hours are not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from runbook.custody.keys import stand_ins
from runbook.organisation import Organisation, Place


@dataclass(frozen=True, slots=True)
class Closed:
    """A place, and days in a row on which no group that opens it is complete; both ends included.

    ``deputies``: whoever stands in for an opener in any role may have the key. Those named are there on each of these
    days, and a group is complete with some of them. Where there are none, nobody can open it.
    """

    place: Place
    first: date
    last: date
    deputies: tuple[str, ...] = ()


def closed_days(organisation: Organisation, places: Iterable[Place], day: date) -> tuple[Closed, ...]:
    """The stretches from ``day`` on, by place."""
    deputies = {person: tuple(name for name, _ in found) for person, found in stand_ins(organisation).items()}
    return tuple(stretch for place in places for stretch in _stretches(organisation, place, day, deputies))


def _stretches(
    organisation: Organisation, place: Place, day: date, deputies: Mapping[str, tuple[str, ...]]
) -> Iterator[Closed]:
    openers = dict.fromkeys(chain.from_iterable(place.opened_by))
    named = dict.fromkeys([*openers, *(name for person in openers for name in deputies.get(person, ()))])
    away = [absence for name in named for absence in organisation.person(name).absences if absence.until >= day]
    days = {
        max(absence.start, day) + timedelta(days=number)
        for absence in away
        for number in range((absence.until - max(absence.start, day)).days + 1)
    }
    stretch: Closed | None = None
    for each in sorted(days) if place.opened_by else ():
        instead = _who_instead(organisation, place, each, deputies)
        if instead is None:
            continue
        today = Closed(place, each, each, instead)
        longer = _joined(organisation, stretch, today, deputies) if stretch else None
        if stretch and longer is None:
            yield stretch
        stretch = longer or today
    if stretch:
        yield stretch


def _joined(
    organisation: Organisation, stretch: Closed, today: Closed, deputies: Mapping[str, tuple[str, ...]]
) -> Closed | None:
    """A stretch and the next day as one, if the same deputies complete a group on each of its days, or none does."""
    if today.first - stretch.last != timedelta(days=1) or bool(stretch.deputies) != bool(today.deputies):
        return None
    both = tuple(name for name in stretch.deputies if name in today.deputies)
    only = {person: tuple(name for name in names if name in both) for person, names in deputies.items()}
    days = (stretch.first + timedelta(days=number) for number in range((today.last - stretch.first).days + 1))
    if both and not all(_who_instead(organisation, stretch.place, each, only) for each in days):
        return None
    return None if stretch.deputies and not both else replace(stretch, last=today.last, deputies=both)


def _who_instead(
    organisation: Organisation, place: Place, day: date, deputies: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...] | None:
    """The deputies with whom a group is complete, none if no group is; None where one is without any."""

    def is_there(name: str) -> bool:
        return organisation.person(name).absence(day) is None

    groups = [{name: is_there(name) for name in group} for group in place.opened_by]
    if any(all(group.values()) for group in groups):
        return None
    instead: dict[str, None] = {}
    for group in groups:
        there = {
            name: [deputy for deputy in deputies.get(name, ()) if is_there(deputy)]
            for name, is_here in group.items()
            if not is_here
        }
        if all(there.values()):
            instead |= dict.fromkeys(chain.from_iterable(there.values()))
    return tuple(instead)
