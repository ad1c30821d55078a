"""The proof: every way through a packet finds what each step needs, and leaves nothing open at END.

A packet is walked through all worlds that it can lead to: each line succeeds, or takes one of its forks, or everything
is stopped there and closed; who stops while closing begins to close again. A fork may find the step's effects half
done, so it is tried with and without what the step opens. What is not modelled: that a step is done as it says, how
long it takes, and who does it. See docs/proof.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from runbook.knowledge.procedure import Kept
from runbook.packets.facts import Fact
from runbook.packets.numbered import NumberedPacket, numbered
from runbook.packets.packet import Packet
from runbook.packets.reach import Reach, reach_if_closing


class Kind(StrEnum):
    """What is wrong: a need is not met, something is left or gone at END, a line is never done, both cannot be true."""

    NEEDS = "needs"
    LEFT = "left"
    GONE = "gone"
    NEVER = "never"
    BOTH = "both"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """What does not close: in which packet, at which line, what about.

    ``line`` is the one that misses a fact; of what is left or gone at END, the last that changed it. ``way`` is the
    shortest way that shows it: each line where one did not simply go on, with the fork or "stop".
    """

    packet: str
    kind: Kind
    line: str
    fact: Fact
    way: tuple[str, ...] = field(default=(), compare=False)


def prove(packet: Packet, facts: Mapping[str, Kept]) -> tuple[Gap, ...]:
    """Every gap of a packet once; () if it closes. ``facts`` says which may be left (procedure.yaml).

    A process proves the same packet once: a company is drafted more often than its packets change.
    """
    return _proved(numbered(packet, facts))


@lru_cache(maxsize=512)
def _proved(packet: NumberedPacket) -> tuple[Gap, ...]:
    found: dict[tuple[Kind, str, Fact], Gap] = {}
    walk = _Walk(packet)
    reach = reach_if_closing(packet)
    gaps = () if reach else tuple(walk.gaps())
    for gap in (*gaps, *walk.off_the_straight_way(), *walk.never_done(reach or walk.reach)):
        at_end = gap.kind in (Kind.LEFT, Kind.GONE, Kind.BOTH)
        found.setdefault((gap.kind, "" if at_end else gap.line, gap.fact), gap)
    return tuple(sorted(found.values()))


_State = int  # what is true, and in the last bits where one is in the list of rows: a packet has up to a million


class _Walk:
    """All states of a packet."""

    def __init__(self, packet: NumberedPacket) -> None:
        self._packet = packet
        self._bits = packet.end.bit_length()  # as many as the last place needs
        self._here = (1 << self._bits) - 1
        self._came: dict[_State, tuple[_State, str] | None] = {}
        self._reached: set[int] = set()
        self._done: set[int] = set()

    def gaps(self) -> Iterator[Gap]:
        """Every gap as often as it is met, by the shortest way first."""
        first = self._packet.before << self._bits | self._packet.start
        came, waiting, bits_of_place, here = self._came, deque([first]), self._bits, self._here
        came[first] = None
        while waiting:
            state = waiting.popleft()
            place, world = state & here, state >> bits_of_place
            if place == self._packet.end:
                yield from self._at_end(state)
                continue
            row = self._packet.rows[place]
            self._reached.add(place)
            is_done = row.is_done(world)
            if is_done:
                if missing := [fact for fact, bits in row.needs if not world & bits]:
                    yield from (
                        Gap(self._packet.slug, Kind.NEEDS, row.number, fact, self._way(state)) for fact in missing
                    )
                    continue
                self._done.add(place)
            for move in row.done if is_done else row.passed:
                following = (world & move.stays | move.gives) << bits_of_place | move.target
                if following not in came:
                    came[following] = (state, move.name)
                    waiting.append(following)

    def off_the_straight_way(self) -> Iterator[Gap]:
        """What keeps people from going straight from the first line to END, where nothing goes wrong."""
        place, world = self._packet.start, self._packet.before
        for _ in self._packet.rows:
            if place == self._packet.end:
                break
            row = self._packet.rows[place]
            missing = [fact for fact, bits in row.pins if row.is_done(world) and not world & bits]
            if row.main and row.only is not None and not world & row.only:
                missing += self._packet.named(row.only)
            elif row.is_done(world):
                if row.turn:
                    missing += self._packet.named(row.unless)
                world = world & ~row.ends | row.gives
            yield from (Gap(self._packet.slug, Kind.NEEDS, row.number, fact) for fact in missing)
            torn = [fact for fact, both in self._packet.apart if world & both == both]
            yield from (Gap(self._packet.slug, Kind.BOTH, row.number, fact) for fact in torn)
            place = row.after
        missed = [fact for fact, bits in self._packet.aim if not world & bits]
        yield from (Gap(self._packet.slug, Kind.NEEDS, self._packet.rows[-1].number, fact) for fact in missed)
        owed = self._packet.named(world & self._packet.owed)
        yield from (Gap(self._packet.slug, Kind.LEFT, self._packet.rows[-1].number, fact) for fact in owed)

    @property
    def reach(self) -> Reach:
        """What `gaps` has come to."""
        return Reach(frozenset(self._reached), frozenset(self._done))

    def never_done(self, reach: Reach) -> Iterator[Gap]:
        """Lines that no way leads to, or that find what they are for on none."""
        for place, row in enumerate(self._packet.rows):
            if place not in reach.reached or (row.only is not None and place not in reach.done):
                facts = self._packet.named(row.only or 0)
                yield Gap(self._packet.slug, Kind.NEVER, row.number, facts[0] if facts else Fact("reached"))

    def _at_end(self, state: _State) -> Iterator[Gap]:
        world = state >> self._bits
        for kind, bits in ((Kind.LEFT, world & self._packet.open), (Kind.GONE, self._packet.before & ~world)):
            for fact in self._packet.named(bits):
                bit = 1 << self._packet.facts.index(fact)
                yield Gap(self._packet.slug, kind, self._changed(state, bit), fact, self._way(state))

    def _trail(self, state: _State) -> Iterator[tuple[_State, str, _State]]:
        """The steps of the way to a state, the last one first."""
        while (came := self._came[state]) is not None:
            before, step = came
            yield before, step, state
            state = before

    def _way(self, state: _State) -> tuple[str, ...]:
        return tuple(step for _, step, _ in self._trail(state) if step)[::-1]

    def _changed(self, state: _State, bit: int) -> str:
        trail = self._trail(state)
        return next(
            (self._packet.rows[old & self._here].number for old, _, new in trail if (old ^ new) >> self._bits & bit), ""
        )
