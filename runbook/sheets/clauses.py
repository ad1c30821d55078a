"""What a sentence says only where a company or a packet gives cause: ``{clause[name]}``, one of ``packets.clauses``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from runbook.organisation import Organisation, Partition

if TYPE_CHECKING:
    from runbook.packets import Packet

_OF_ORGANISATION: Mapping[str, Callable[[Organisation], bool]] = {}
_OF_PACKET: Mapping[str, Callable[[Packet], bool]] = {
    "and_regions": lambda packet: _is_recorded_in(packet, Partition.COMMERCIAL),
    "other_site": lambda packet: any(
        line.thing.travels or line.thing.by_telephone for line in packet.lines if line.thing
    ),
}


def _is_recorded_in(packet: Packet, partition: Partition) -> bool:
    """Whether a sign-in of the packet is recorded in a partition; an account that nobody lists is in the largest."""
    case = packet.case
    accounts = (case.account,) if case.account else case.accounts
    return any(account.partition is partition for account in accounts) or not accounts


CLAUSES = frozenset({*_OF_ORGANISATION, *_OF_PACKET})
"""The names of all of them."""


def clauses_of(organisation: Organisation) -> frozenset[str]:
    """Those that are said on every sheet of an organisation."""
    return frozenset(name for name, is_said in _OF_ORGANISATION.items() if is_said(organisation))


def clauses_in(packet: Packet) -> frozenset[str]:
    """Those that are said in a packet besides."""
    return frozenset(name for name, is_said in _OF_PACKET.items() if is_said(packet))
