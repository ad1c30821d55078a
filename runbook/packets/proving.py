"""All packets of an organisation, and whether every one of them closes. No paper is made of one that does not."""

from __future__ import annotations

from dataclasses import dataclass

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.procedure import Procedure
from runbook.organisation import Organisation
from runbook.packets.binding import packet_of
from runbook.packets.cases import cases_of
from runbook.packets.packet import Packet
from runbook.packets.proof import Gap, prove


@dataclass(frozen=True, slots=True)
class ProvenPacket:
    """A packet, and what of it does not close."""

    packet: Packet
    gaps: tuple[Gap, ...]


def packets_of(organisation: Organisation, procedure: Procedure) -> tuple[Packet, ...]:
    """The packets of all cases, in order. ``procedure`` is the whole one."""
    own = procedure.for_organisation(organisation)
    return tuple(packet_of(case, organisation, own) for case in cases_of(organisation, own))


def prove_all(organisation: Organisation, procedure: Procedure) -> tuple[ProvenPacket, ...]:
    """Every packet with its gaps."""
    return tuple(ProvenPacket(packet, prove(packet, procedure.facts)) for packet in packets_of(organisation, procedure))


def refuse_open(organisation: Organisation, procedure: Procedure) -> None:
    """RenderingRefusedError with every gap: the step, and what it lacks or leaves."""
    problems = tuple(
        Problem.of(f"packet-{gap.kind}", gap.packet, line=gap.line, fact=str(gap.fact), way=" → ".join(gap.way) or "-")
        for proven in prove_all(organisation, procedure)
        for gap in proven.gaps
    )
    if problems:
        raise RenderingRefusedError(problems)
