"""How many minutes it takes until everybody and everything of a case is where the work is done.

Only ways and opening hours: no call, no search for a key, none of the steps. What nobody has written down is not
guessed: it is named, and the minutes are then no more than a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runbook.organisation import Organisation, Place
from runbook.packets.things import Thing, is_vault

Leg = tuple[str, str]
"""A way that nobody has written down: from a person, site or place (id) to a site or place."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place that is opened by people (ids), not before so many minutes; ``carried``: something of it is brought."""

    place: Place
    people: tuple[str, ...]
    wait: int = 0
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """Minutes, at least; exactly these if no way is ``unknown``."""

    minutes: int
    unknown: tuple[Leg, ...] = ()


class Journeys:
    """The ways of an organisation. A place at a site is as far away as the site."""

    def __init__(self, organisation: Organisation) -> None:
        """``organisation`` says how far it is (``minutes_to``)."""
        self._people = {person.id: person.minutes_to for person in organisation.people}
        self._sites = {site.id: site.minutes_to for site in organisation.sites}

    def to_place(self, person: str, place: Place) -> int | None:
        """Minutes of somebody to a place; none to a vault that one signs in to; None if nobody knows."""
        return 0 if is_vault(place) else self.leg(person, spot_of(place))

    def quickest(self, duties: tuple[frozenset[str], ...], base: str | None) -> Iterator[tuple[frozenset[str], ...]]:
        """Who may fill each duty, first only those who are soonest there, at last all of them."""
        minutes: Mapping[str, int | None] = {
            person: self.leg(person, base) for duty in duties for person in duty if base is not None
        }
        for within in sorted({known for known in minutes.values() if known is not None}):
            soon = {person for person, known in minutes.items() if known is not None and known <= within}
            yield tuple(duty & soon for duty in duties)
        yield duties

    def duration(self, visits: Iterable[Visit], there: Iterable[str], base: str | None) -> Duration:
        """Until all places are open, what is carried is at the base, and so are the people who work ``there``.

        Whoever opens several places goes from one to the next; nobody leaves a place before it is open.
        """
        trip = _Trip(self)
        ready = [trip.visit(visit, base) for visit in visits]
        if base is not None:
            ready += [trip.arrival(person, base) for person in there]
        return Duration(max(ready, default=0), tuple(dict.fromkeys(trip.unknown)))

    def leg(self, origin: str, goal: str) -> int | None:
        """Minutes from a person, site or place to a site or place; of a person also by way of a site they know."""
        if origin == goal:
            return 0
        known = self._people.get(origin, {})
        if goal in known:
            return known[goal]
        if known:
            through = ((minutes, self._between(spot, goal)) for spot, minutes in known.items())
            return min((first + then for first, then in through if then is not None), default=None)
        return self._between(origin, goal)

    def _between(self, origin: str, goal: str) -> int | None:
        there, back = self._sites.get(origin, {}).get(goal), self._sites.get(goal, {}).get(origin)
        return back if there is None else there


class _Trip:
    """Where everybody is by now, and since which minute."""

    def __init__(self, journeys: Journeys) -> None:
        self._journeys = journeys
        self._at: dict[str, tuple[str, int]] = {}
        self.unknown: list[Leg] = []

    def visit(self, visit: Visit, base: str | None) -> int:
        """When a place is open, and what comes from there at the base."""
        if is_vault(visit.place):
            return visit.wait
        spot = spot_of(visit.place)
        opened = max([visit.wait, *(self.arrival(person, spot) for person in visit.people)])
        self._at.update(dict.fromkeys(visit.people, (spot, opened)))
        return opened + (self._minutes(spot, base) if visit.carried and base is not None else 0)

    def arrival(self, person: str, goal: str) -> int:
        """When somebody is at a spot."""
        origin, since = self._at.get(person, (person, 0))
        return since + self._minutes(origin, goal)

    def _minutes(self, origin: str, goal: str) -> int:
        minutes = self._journeys.leg(origin, goal)
        if minutes is None:
            self.unknown.append((origin, goal))
        return minutes or 0


def spot_of(place: Place) -> str:
    """Where a place is: its site, or the place itself."""
    return place.site or place.id


def base_of(things: Iterable[Thing]) -> str | None:
    """Where the work of a case is done: where the things lie that stay; None if nothing has to be fetched."""
    stay = (thing for thing in things if not (thing.is_elsewhere or is_vault(thing.place)))
    return next((spot_of(thing.place) for thing in stay), None)
