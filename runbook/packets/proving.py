"""All packets of an organisation, and whether each closes and all lead to an end. No paper is made of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.procedure import Procedure
from runbook.organisation import Organisation
from runbook.packets.binding import packet_of
from runbook.packets.cases import cases_of
from runbook.packets.onward import Onward
from runbook.packets.packet import Packet
from runbook.packets.proof import prove
from runbook.stages import Stage, enter


def packets_of(organisation: Organisation, procedure: Procedure) -> tuple[Packet, ...]:
    """The packets of all cases, in order. ``procedure`` is the whole one."""
    return packets_for(procedure.for_organisation(organisation), organisation)


def packets_for(own: Procedure, organisation: Organisation) -> tuple[Packet, ...]:
    """The same with the procedure ``own`` to the organisation. Who is appointed to what makes no other difference."""
    return tuple(packet_of(case, organisation, own) for case in cases_of(organisation, own))


def onward_of(packets: Iterable[Packet], organisation: Organisation) -> Onward:
    """The ways between the packets of an organisation."""
    return Onward({packet.case.slug: packet for packet in packets}, organisation.management_account())


def _counted(packets: tuple[Packet, ...]) -> Iterator[Packet]:
    """Each packet in turn, and whoever watches is told how many are done: the walk through one can take a second."""
    for done, packet in enumerate(packets):
        enter(Stage.PROVING, done, len(packets))
        yield packet
    enter(Stage.PROVING, len(packets), len(packets))


def proved(organisation: Organisation, procedure: Procedure) -> Onward:
    """All packets, each of which closes, and the ways between them.

    RenderingRefusedError with every gap (the step, and what it lacks or leaves), a circle of packets, and each
    packet that needs what it is there to bring back.
    """
    packets = packets_of(organisation, procedure)
    onward = onward_of(packets, organisation)
    problems = [
        Problem.of(f"packet-{gap.kind}", gap.packet, line=gap.line, fact=str(gap.fact), way=" → ".join(gap.way) or "-")
        for packet in _counted(packets)
        for gap in prove(packet, procedure.facts)
    ]
    if round_trip := onward.circle():
        way, fails = " → ".join(round_trip.packets), ", ".join(round_trip.fails) or "-"
        problems.append(Problem.of("packets-in-a-circle", round_trip.packets[0], way=way, fails=fails))
    problems += [
        Problem.of("packet-in-vain", slug, lost=onward.packets[slug].case.kind.lost or "") for slug in onward.in_vain
    ]
    if problems:
        raise RenderingRefusedError(tuple(problems))
    return onward
