"""What is missing at a moment: what was named, who is away then, and which places are closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from runbook.custody import SERVICES, Loss, Losses, LossKind, is_kept_at
from runbook.organisation import Organisation, Place

LONGEST_WAIT = timedelta(days=1)
"""How long people wait for a place to open. One that opens later is as good as lost."""


@dataclass(frozen=True, slots=True)
class Situation:
    """``named`` is gone, and ``away`` are people (ids) with the last day of their absence.

    ``closed`` are places (ids) with the minutes until they open; None if that is further ahead than `LONGEST_WAIT`.
    """

    moment: datetime
    named: Losses = frozenset()
    away: Mapping[str, date] = field(default_factory=dict)
    closed: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def at_once(self) -> Losses:
        """What cannot be had at the moment."""
        return self._lost(self.closed)

    def _lost(self, closed: Iterable[str]) -> Losses:
        away = (Loss(LossKind.PERSON, person) for person in self.away)
        return self.named.union(away, (Loss(LossKind.PLACE, place) for place in closed))

    def after_waiting(self, present: Organisation) -> Losses:
        """What cannot be had if people wait for what opens soon; who is away until then, or by then, does not count."""
        opening = [minutes for minutes in self.closed.values() if minutes is not None]
        last = self.moment + timedelta(minutes=max(opening, default=0))
        later = {one.id for one in present.people if one.absence(last.date())}
        lost = self._lost(place for place, minutes in self.closed.items() if minutes is None)
        return lost.union(Loss(LossKind.PERSON, person) for person in later)


def situation_at(present: Organisation, moment: datetime, named: Losses) -> Situation:
    """The situation of those in office at a moment (in the company's zone), with what was named as lost."""
    away = {one.id: absence.until for one in present.people if (absence := one.absence(moment.date()))}
    closed = {
        place.id: _opens_in(present, place, moment)
        for place in present.places
        if place.hours and not is_kept_at(present, place, moment)
    }
    return Situation(moment, named, away, closed)


def _opens_in(organisation: Organisation, place: Place, moment: datetime) -> int | None:
    """Minutes until a closed place opens; None if it does not within `LONGEST_WAIT`."""
    longest = int(LONGEST_WAIT.total_seconds() // 60)
    waits = range(1, longest + 1)
    return next((n for n in waits if is_kept_at(organisation, place, moment + timedelta(minutes=n))), None)


def losses_named(organisation: Organisation) -> Mapping[str, Losses]:
    """What can be said to be down, by name: sites, places, services, items and accounts; a built-in name for its kind."""
    found: dict[str, set[Loss]] = {}
    named = (
        (LossKind.SITE, organisation.sites),
        (LossKind.PLACE, organisation.places),
        (LossKind.SERVICE, organisation.services),
        (LossKind.ITEM, organisation.items),
        (LossKind.ACCOUNT, organisation.accounts),
    )
    for kind, entries in named:
        for entry in entries:
            found.setdefault(entry.id, set()).add(Loss(kind, entry.id))
    for name in SERVICES:
        found.setdefault(name, set()).update(Loss(LossKind.SERVICE, one) for one in organisation.meant_by(name))
    return {name: frozenset(losses) for name, losses in found.items()}
