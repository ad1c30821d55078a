"""The picture of the flow on sheet 04: every way to root power that a company uses, and the work on it in order."""

from __future__ import annotations

from dataclasses import dataclass

from runbook.knowledge.procedure import Phase, Procedure
from runbook.organisation import Organisation, Route

_RECOVERY = frozenset({"lost-mfa", "lost-password", "lost-mailbox", "lost-mailbox-removed", "lost-phone", "refused"})
_BEGINNING = frozenset({"begin", "begin-session", "begin-asking"})


@dataclass(frozen=True, slots=True)
class FlowBranch:
    """A way to root power in the picture of the flow: its packet (the number) and phases."""

    route: Route
    packet: str
    phases: tuple[Phase, ...]


def flow(organisation: Organisation, procedure: Procedure) -> tuple[FlowBranch, ...]:
    """The ways to root power in use, by route and packet; of two ways through one packet, the farther one."""
    branches = []
    for route in organisation.routes:
        kinds = {
            kind.number: kind
            for kind in procedure.cases
            if route in kind.routes and kind.id not in _RECOVERY and (route is Route.REMOVED or not kind.members)
        }
        for number, kind in kinds.items():
            phases = (phase for name in kind.steps if (phase := procedure.phase(name)))
            branches.append(FlowBranch(route, number, tuple(p for p in phases if p.id not in _BEGINNING)))
    return tuple(branches)
