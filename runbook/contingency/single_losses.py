"""Which single loss stops which packets: the small table of sheet 11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.contingency.actors import Staff
from runbook.contingency.course import Route
from runbook.contingency.outcome import Carried, Outcome, Trial
from runbook.custody import Loss, LossKind

if TYPE_CHECKING:
    from runbook.contingency.journeys import Duration
    from runbook.knowledge.procedure import Procedure
    from runbook.organisation import Organisation
    from runbook.packets import Packet
    from runbook.packets.onward import Onward

_NOTHING: frozenset[Loss] = frozenset()


@dataclass(frozen=True, slots=True)
class Stops:
    """A loss, the packets that it stops, and the slowest of all others; None if there are no others."""

    loss: Loss
    stopped: tuple[Packet, ...]
    others: Duration | None


@dataclass(frozen=True)  # without slots: worked out when a sheet asks first, once for all languages
class SingleLosses:
    """The losses of one person, site, place, service or account that stop a packet. Of items sheet 11 speaks elsewhere.

    Nobody is absent here, and every place is open: sheet 11 tells of days and hours below. ``present`` are those in
    office.
    """

    present: Organisation
    procedure: Procedure
    onward: Onward

    @cached_property
    def anyway(self) -> tuple[Packet, ...]:
        """The packets that cannot be done even if nothing is missing."""
        return tuple(one.packet for one in self._at_first if not isinstance(one, Carried))

    @cached_property
    def stops(self) -> tuple[Stops, ...]:
        """What stops a packet that could be done otherwise: by kind, in the order of the config."""
        return tuple(found for loss in self._losses() if (found := self._stops(loss)).stopped)

    @cached_property
    def _trials(self) -> tuple[Trial, ...]:
        staff = Staff(self.present)
        return tuple(Trial(staff, Route(packet, self.procedure)) for packet in self.onward.packets.values())

    @cached_property
    def _at_first(self) -> tuple[Outcome, ...]:
        return tuple(trial.without(_NOTHING) for trial in self._trials)

    def _losses(self) -> Iterator[Loss]:
        """Everything that some packet leans on; without anything else it can be done as before."""
        leans_on = _NOTHING.union(*(one.leans_on for one in self._at_first if isinstance(one, Carried)))
        present = self.present
        names = [*(one.id for one in present.people), *(one.id for one in present.sites)]
        names += [*(one.id for one in present.places), *(one.id for one in present.services)]
        order = {name: number for number, name in enumerate(names)}
        kinds = [LossKind.PERSON, LossKind.SITE, LossKind.PLACE, LossKind.SERVICE, LossKind.ACCOUNT]
        yield from sorted(
            (loss for loss in leans_on if loss.kind in kinds),
            key=lambda loss: (kinds.index(loss.kind), order.get(loss.id, len(order)), loss.id),
        )

    def _stops(self, loss: Loss) -> Stops:
        lost = frozenset({loss})
        after = [
            trial.without(lost) if isinstance(before, Carried) and loss in before.leans_on else before
            for trial, before in zip(self._trials, self._at_first, strict=True)
        ]
        stopped = (
            one.packet
            for one, before in zip(after, self._at_first, strict=True)
            if isinstance(before, Carried) and not isinstance(one, Carried)
        )
        others = [one.duration for one in after if isinstance(one, Carried)]
        slowest = max(others, key=lambda one: (one.minutes, bool(one.unknown)), default=None)
        return Stops(loss, tuple(stopped), slowest)
