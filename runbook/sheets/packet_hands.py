"""Who acts in the rows of a packet, as the paper says it: by what a thing is for, and who can sign in to its vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ALERT
from runbook.organisation import Organisation, Role
from runbook.packets.packet import who_handles
from runbook.packets.things import CUSTODIANS, is_vault

if TYPE_CHECKING:
    from runbook.packets import Line, Packet
    from runbook.packets.packet import Row


@dataclass(frozen=True)  # without slots: who acts at all is worked out once
class PacketHands:
    """The roles that act in a packet of an organisation, on paper of a day."""

    organisation: Organisation
    packet: Packet
    day: date

    def of_row(self, row: Row) -> tuple[Role, ...]:
        """The roles that act in a row: the witness watches each, and at another site those act who are there."""
        line = row.first
        first = who_handles(line, self.organisation)
        second = None if line.step.second is Role.WITNESS or _is_elsewhere(line) else line.step.second
        return tuple(dict.fromkeys(self._with_a_way_in(role, line) for role in (first, second) if role))

    @cached_property
    def acting(self) -> frozenset[Role]:
        """All roles that act in it or watch."""
        rows = [row for section in self.packet.sections for row in section.rows]
        seconds = {row.first.step.second for row in rows if _is_seen(row.first)} - {None}
        return frozenset({role for row in rows for role in self.of_row(row)} | {role for role in seconds if role})

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody compares its record with CloudTrail: not where nobody signs in."""
        is_alert = self.packet.case.kind.id == ALERT
        return is_alert or any("reviewed" in line.step.gives for line in self.packet.lines)

    @property
    def entering(self) -> Role | None:
        """Who enters the password; None where there is none to enter."""
        lines = (line for line in self.packet.lines if "password-entered" in line.step.gives)
        return next((self._with_a_way_in(line.step.who, line) for line in lines), None)

    def _with_a_way_in(self, role: Role, line: Line) -> Role:
        """The role itself, but where what it handles is an entry of a vault that others sign in to: one of theirs."""
        secrets = (thing.place for thing in self.packet.case.things if CUSTODIANS.get(thing.part) is role)
        place = line.place or next(secrets, None)
        people = {name for group in place.opened_by for name in group} if place and is_vault(place) else set()
        if not people or role not in CUSTODIANS.values() or people & self._holding(role):
            return role
        others = (*(other for other in Role if other is not Role.APPROVER), Role.APPROVER)
        return next((other for other in others if people & self._holding(other)), role)

    def _holding(self, role: Role) -> set[str]:
        """Who holds a role, or stands in."""
        return {name for held in self.organisation.holders(role) for name in (held.person, held.deputy) if name}


def _is_seen(line: Line) -> bool:
    """Whether the second of a line takes part as the step says: a custodian acts, and is among those who do."""
    return line.step.second not in CUSTODIANS.values() or _is_elsewhere(line)


def _is_elsewhere(line: Line) -> bool:
    return line.thing is not None and line.thing.is_elsewhere
