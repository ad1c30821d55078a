"""Whether anything is wrong on any way through a packet: all worlds of a line at once, and no way remembered.

Most packets close, and then nobody asks by which way. Where one does not, `proof` walks it again and says how.
"""

from __future__ import annotations

from dataclasses import dataclass

from runbook.packets.numbered import Move, NumberedPacket, Row


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rows some way leads to, and which are done on some way, by their place in the list of rows."""

    reached: frozenset[int]
    done: frozenset[int]


def reach_if_closing(packet: NumberedPacket) -> Reach | None:
    """The reach of a packet on whose ways no need is missed and nothing is left or gone at END; None of any other."""
    worlds: list[set[int]] = [set() for _ in range(packet.end + 1)]
    waiting: list[set[int]] = [set() for _ in range(packet.end + 1)]
    waiting[packet.start].add(packet.before)
    done: set[int] = set()
    while (place := next((place for place in range(packet.end) if waiting[place]), None)) is not None:
        fresh, waiting[place] = waiting[place], set()
        worlds[place] |= fresh
        row = packet.rows[place]
        doing = _doing(row, fresh)
        if any(not world & bits for _, bits in row.needs for world in doing):
            return None
        if doing:
            done.add(place)
        for moves, movers in ((row.done, doing), (row.passed, fresh - doing)):
            for move in moves if movers else ():
                waiting[move.target] |= _moved(movers, move) - worlds[move.target]
    if any(world & packet.open or packet.before & ~world for world in waiting[packet.end]):
        return None
    return Reach(frozenset(place for place in range(packet.end) if worlds[place]), frozenset(done))


def _doing(row: Row, worlds: set[int]) -> set[int]:
    """The worlds in which a row is done."""
    only, unless = row.only, row.unless
    if only is None:
        return {world for world in worlds if not world & unless} if unless else worlds
    return {world for world in worlds if world & only and not world & unless}


def _moved(worlds: set[int], move: Move) -> set[int]:
    stays, gives = move.stays, move.gives
    return worlds if stays == -1 and not gives else {world & stays | gives for world in worlds}
