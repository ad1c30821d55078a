"""All packets of an organisation, and whether each closes and all lead to an end. No paper is made of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.procedure import Procedure
from runbook.organisation import Organisation
from runbook.packets.binding import packet_of
from runbook.packets.cases import cases_of
from runbook.packets.onward import Onward
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


def onward_of(packets: Iterable[Packet], organisation: Organisation) -> Onward:
    """The ways between the packets of an organisation."""
    return Onward({packet.case.slug: packet for packet in packets}, organisation.management_account())


def prove_all(organisation: Organisation, procedure: Procedure) -> tuple[ProvenPacket, ...]:
    """Every packet with its gaps."""
    return tuple(ProvenPacket(packet, prove(packet, procedure.facts)) for packet in packets_of(organisation, procedure))


def refuse_open(organisation: Organisation, procedure: Procedure) -> None:
    """RenderingRefusedError with every gap (the step, and what it lacks or leaves), and with a circle of packets."""
    proven_packets = prove_all(organisation, procedure)
    problems = tuple(
        Problem.of(f"packet-{gap.kind}", gap.packet, line=gap.line, fact=str(gap.fact), way=" → ".join(gap.way) or "-")
        for proven in proven_packets
        for gap in proven.gaps
    )
    if round_trip := onward_of((proven.packet for proven in proven_packets), organisation).circle():
        way, fails = " → ".join(round_trip.packets), ", ".join(round_trip.fails) or "-"
        problems = (*problems, Problem.of("packets-in-a-circle", round_trip.packets[0], way=way, fails=fails))
    if problems:
        raise RenderingRefusedError(problems)
