"""The whole answer for one moment: the situation, what comes of every packet, and what would mend those that stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from runbook.contingency.mending import Mend, Mending
from runbook.contingency.outcome import Carried, Outcome, Stopped, outcomes
from runbook.contingency.situation import Situation, situation_at
from runbook.custody import team_on
from runbook.organisation.terms import in_office
from runbook.packets.proving import onward_of, packets_of

if TYPE_CHECKING:
    from runbook.custody import Losses
    from runbook.knowledge.procedure import Procedure
    from runbook.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Forecast:
    """What can still be done; ``mends`` by the slug of a packet that is stopped."""

    situation: Situation
    outcomes: tuple[Outcome, ...]
    mends: Mapping[str, tuple[Mend, ...]]

    @property
    def done(self) -> tuple[Carried, ...]:
        """The packets that can be done."""
        return tuple(one for one in self.outcomes if isinstance(one, Carried))

    @property
    def stopped(self) -> tuple[Stopped, ...]:
        """Those that cannot be done."""
        return tuple(one for one in self.outcomes if isinstance(one, Stopped))


def forecast(whole: Organisation, procedure: Procedure, moment: datetime, named: Losses) -> Forecast:
    """What can still be done at a moment (in the company's zone); ``whole`` has all appointments."""
    day = moment.date()
    present = in_office(whole, day)
    situation = situation_at(present, moment, named)
    packets = packets_of(present, procedure)
    onward = onward_of(packets, present)
    found = outcomes(present, procedure, onward, situation, team_on(whole, day))
    mending = Mending(whole, procedure, situation)
    mends = {one.packet.case.slug: mending.mends(one) for one in found if isinstance(one, Stopped)}
    return Forecast(situation, found, mends)
