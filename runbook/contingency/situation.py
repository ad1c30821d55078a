"""What is missing at a moment: what was named, who is away then, and which places are closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from runbook.custody import SERVICES, Loss, Losses, LossKind, is_kept_at
from runbook.custody.availability import NO_LOSS
from runbook.errors import ConfigError, Problem
from runbook.organisation import Organisation, Place
from runbook.text.nearest import suggested

WITHOUT, DOWN = "--without", "--down"
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
    """What can be down, by name: sites, places, services, items and accounts; a built-in name for those of its kind."""
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


def named_losses(organisation: Organisation, without: Iterable[str], down: Iterable[str]) -> Losses:
    """What was named on the command line as lost; ConfigError with every name that is none."""
    people = {person.id: frozenset({Loss(LossKind.PERSON, person.id)}) for person in organisation.people}
    others = losses_named(organisation)
    found: set[Loss] = set()
    problems: list[Problem] = []
    for option, names, known, elsewhere in (
        (WITHOUT, without, people, others),
        (DOWN, down, others, people),
    ):
        for typed in dict.fromkeys(name.strip() for value in names for name in value.split(",")):
            if typed in known:
                found |= known[typed]
            else:
                problems.append(_unknown(option, typed, known, elsewhere))
    if problems:
        raise ConfigError(tuple(problems))
    return frozenset(found)


def _unknown(option: str, typed: str, known: Mapping[str, Losses], elsewhere: Mapping[str, Losses]) -> Problem:
    if typed in NO_LOSS:
        return Problem.of("whatif-no-loss", option, name=typed)
    if typed in elsewhere:
        return Problem.of("whatif-other-option", option, name=typed, option=DOWN if option == WITHOUT else WITHOUT)
    rule = "whatif-unknown-person" if option == WITHOUT else "whatif-unknown"
    return Problem.of(rule, option, name=typed[:60], **suggested(typed, known))
