"""Packets: one case, its steps bound to things, places and people, and the proof that it closes."""

from runbook.packets.binding import packet_of
from runbook.packets.cases import Case, cases_of
from runbook.packets.packet import Line, Packet, Section
from runbook.packets.proof import Gap, prove

__all__ = ["Case", "Gap", "Line", "Packet", "Section", "cases_of", "packet_of", "prove"]
