"""The picture of the flow on sheet 04: every way to root power that a company uses, by the headings of its packets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation import Route

if TYPE_CHECKING:
    from runbook.sheets.packet_view import PacketView

_RECOVERY = frozenset({"lost-mfa", "lost-password", "lost-mailbox", "lost-mailbox-removed", "lost-phone", "refused"})
_NAMED = 2
"""How many accounts a way names: a third would fill its column."""


@dataclass(frozen=True, slots=True)
class FlowBranch:
    """A way to root power in the picture: its packet (the number), and the headings between those of all ways.

    ``endings`` tells packets of one number apart that differ in their parts: how the account ids end, where few have
    such a packet. A whole id has no room in a column.
    """

    route: Route
    packet: str
    headings: tuple[str, ...]
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture: the heading that every packet begins with, the ways, and the heading that every packet ends with.

    Nothing in it is written for the picture: a reader finds each word in the packet, at its place.
    """

    begin: str | None
    branches: tuple[FlowBranch, ...]
    end: str | None


_Way = tuple[Route, str, tuple[str, ...]]


def flow(routes: Iterable[Route], packets: Iterable[PacketView]) -> Flow:
    """The ways to root power in use, by route and packet; of packets of a number, each that has other parts."""
    ours = [packet for packet in packets if packet.kind not in _RECOVERY]
    ways: dict[_Way, list[str]] = {}
    for route in routes:
        for packet in ours:
            kind = packet.packet.case.kind
            if route in kind.routes and (route is Route.REMOVED or not kind.members):
                endings = ways.setdefault((route, kind.number, packet.headings()), [])
                endings.extend([packet.account.id[-4:]] if packet.account else [])
    begin, end = _shared(ways, 0), _shared(ways, -1)
    inner = slice(1 if begin else 0, -1 if end else None)
    alike = Counter((route, number) for route, number, _ in ways)
    branches = (
        FlowBranch(
            route,
            number,
            headings[inner],
            tuple(endings) if alike[route, number] > 1 and len(endings) <= _NAMED else (),
        )
        for (route, number, headings), endings in ways.items()
    )
    return Flow(begin, tuple(branches), end)


def _shared(ways: Iterable[_Way], at: int) -> str | None:
    """The heading that all ways have there."""
    found = {headings[at] if len(headings) > 1 else None for _, _, headings in ways}
    return found.pop() if len(found) == 1 else None
