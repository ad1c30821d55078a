"""The proof: every way through a packet finds what each step needs, and leaves nothing open at END.

A packet is walked through all worlds that it can lead to: each line succeeds, or takes one of its forks, or everything
is stopped there and closed; who stops while closing begins to close again. A fork may find the step's effects half
done, so it is tried with and without what the step opens. What is not modelled: that a step is done as it says, how
long it takes, and who does it. See docs/proof.md.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from runbook.knowledge.procedure import Kept, Way
from runbook.packets.facts import APART, EVERY, Fact, world_before
from runbook.packets.packet import Line, Packet


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

    A process proves the same packet once: an edition is drafted more often than it changes.
    """
    return _proved(pickle.dumps((packet, dict(facts))))


@lru_cache(maxsize=512)
def _proved(written: bytes) -> tuple[Gap, ...]:
    packet, facts = pickle.loads(written)  # noqa: S301  written by ourselves, just now
    found: dict[tuple[Kind, str, Fact], Gap] = {}
    walk = _Walk(packet, facts)
    for gap in (*walk.gaps(), *walk.off_the_straight_way(), *walk.never_done()):
        at_end = gap.kind in (Kind.LEFT, Kind.GONE, Kind.BOTH)
        found.setdefault((gap.kind, "" if at_end else gap.line, gap.fact), gap)
    return tuple(sorted(found.values()))


@dataclass(frozen=True, slots=True)
class _Move:
    """One way on from a row: where to, what ends and begins, and what it is called if one does not simply go on."""

    name: str
    target: int
    stays: int = -1
    gives: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A line whose facts are bits of a number; ``after`` is a place in the list of rows."""

    number: str
    needs: tuple[tuple[Fact, int], ...]
    pins: tuple[tuple[Fact, int], ...]
    gives: int
    ends: int
    only: int | None
    unless: int
    turn: bool
    main: bool
    after: int
    done: tuple[_Move, ...]
    passed: tuple[_Move, ...]

    def is_done(self, world: int) -> bool:
        """Whether the line is for those in this world."""
        return (self.only is None or bool(world & self.only)) and not world & self.unless


_State = int  # what is true, and in the last bits where one is in the list of rows: a packet has up to a million
_PLACES = 10
_HERE = (1 << _PLACES) - 1
_END = _HERE


class _Walk:
    """All states of a packet. Worlds are numbers, one bit for each fact."""

    def __init__(self, packet: Packet, facts: Mapping[str, Kept]) -> None:
        self._slug = packet.case.slug
        kept = {name.partition("(")[0]: value for name, value in facts.items()}
        before, lines = world_before(packet.case.things), packet.lines
        self._facts = list(dict.fromkeys(fact for facts in (before, *map(_named, lines)) for fact in sorted(facts)))
        self._open = self._bits(fact for fact in self._facts if kept[fact.name] == "open")
        self._owed = self._bits(fact for fact in self._facts if kept[fact.name] == "owed")
        self._before = self._bits(before)
        self._apart = tuple(self._both(fact) for fact in self._facts if self._opposite(fact) in self._facts)
        asked = frozenset().union(*(_asked(line) for line in lines))
        # What nobody asks about and everybody may leave makes no difference, and many more worlds.
        self._telling = self._open | self._owed | self._before | self._bits(asked)
        self._packet_aim = packet.case.kind.aim
        self._aim = self._bits(map(Fact, packet.case.kind.aim))
        self._telling |= self._aim
        main = sum(len(section.lines) for section in packet.main)
        self._places = {line: place for place, line in enumerate(lines)}
        self._rows = tuple(self._row(line, packet, main) for line in lines)
        self._start = self._place(packet.main[0].lines[0])
        self._came: dict[_State, tuple[_State, str] | None] = {}
        self._reached: set[int] = set()
        self._done: set[int] = set()

    def gaps(self) -> Iterator[Gap]:
        """Every gap as often as it is met, by the shortest way first."""
        first = self._before << _PLACES | self._start
        came, waiting = self._came, deque([first])
        came[first] = None
        while waiting:
            state = waiting.popleft()
            place, world = state & _HERE, state >> _PLACES
            if place == _END:
                yield from self._at_end(state)
                continue
            row = self._rows[place]
            self._reached.add(place)
            is_done = row.is_done(world)
            if is_done:
                if missing := [fact for fact, bits in row.needs if not world & bits]:
                    yield from (Gap(self._slug, Kind.NEEDS, row.number, fact, self._way(state)) for fact in missing)
                    continue
                self._done.add(place)
            for move in row.done if is_done else row.passed:
                following = (world & move.stays | move.gives) << _PLACES | move.target
                if following not in came:
                    came[following] = (state, move.name)
                    waiting.append(following)

    def off_the_straight_way(self) -> Iterator[Gap]:
        """What keeps people from going straight from the first line to END, where nothing goes wrong."""
        place, world = self._start, self._before
        for _ in self._rows:
            if place == _END:
                break
            row = self._rows[place]
            missing = [fact for fact, bits in row.pins if row.is_done(world) and not world & bits]
            if row.main and row.only is not None and not world & row.only:
                missing += [fact for number, fact in enumerate(self._facts) if row.only >> number & 1]
            elif row.is_done(world):
                if row.turn:
                    missing += [fact for number, fact in enumerate(self._facts) if row.unless >> number & 1]
                world = world & ~row.ends | row.gives
            yield from (Gap(self._slug, Kind.NEEDS, row.number, fact) for fact in missing)
            torn = [fact for fact, both in self._apart if world & both == both]
            yield from (Gap(self._slug, Kind.BOTH, row.number, fact) for fact in torn)
            place = row.after
        missed = [fact for number, fact in enumerate(self._facts) if self._aim & ~world & 1 << number]
        missed += [Fact(name) for name in self._packet_aim if Fact(name) not in self._facts]
        yield from (Gap(self._slug, Kind.NEEDS, self._rows[-1].number, fact) for fact in missed)
        owed = [fact for number, fact in enumerate(self._facts) if world & self._owed & 1 << number]
        yield from (Gap(self._slug, Kind.LEFT, self._rows[-1].number, fact) for fact in owed)

    def never_done(self) -> Iterator[Gap]:
        """Lines that no way leads to, or that find what they are for on none. Only after `gaps`."""
        for place, row in enumerate(self._rows):
            if place not in self._reached or (row.only is not None and place not in self._done):
                facts = [fact for number, fact in enumerate(self._facts) if (row.only or 0) >> number & 1]
                yield Gap(self._slug, Kind.NEVER, row.number, facts[0] if facts else Fact("reached"))

    def _moves(self, line: Line, packet: Packet, ends: int, gives: int) -> Iterator[_Move]:
        """Where one can be next, where the line is done."""
        if not line.step.turn:
            yield _Move("", self._place(packet.after(line)), ~ends, gives)
        for fork in line.step.forks:
            name, target, half = f"{line.number} {fork.id}", self._place(packet.target(line, fork)), gives & self._open
            yield _Move(name, target)
            if half:
                yield _Move(name, target, gives=half)

    def _at_end(self, state: _State) -> Iterator[Gap]:
        world = state >> _PLACES
        for kind, bits in ((Kind.LEFT, world & self._open), (Kind.GONE, self._before & ~world)):
            for number, fact in enumerate(self._facts):
                if bits >> number & 1:
                    yield Gap(self._slug, kind, self._changed(state, 1 << number), fact, self._way(state))

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
        return next((self._rows[old & _HERE].number for old, _, new in trail if (old ^ new) >> _PLACES & bit), "")

    def _row(self, line: Line, packet: Packet, main: int) -> _Row:
        gives, ends, after = self._bits(line.gives) & self._telling, self._bits(line.ends), packet.after(line)
        stop = _Move(f"{line.number} {Way.STOP}", self._place(packet.stop))
        return _Row(
            line.number,
            tuple((need, self._bits([need])) for need in sorted(line.needs)),
            tuple((need, self._bits([need])) for need in sorted(line.straight_needs)),
            gives,
            ends,
            None if line.only is None else self._bits([line.only]),
            0 if line.unless is None else self._bits([line.unless]),
            line.step.turn,
            self._places[line] < main,
            self._place(after),
            (*self._moves(line, packet, ends, gives), stop),
            (_Move("", self._place(after)), stop),
        )

    def _bits(self, wanted: Iterable[Fact]) -> int:
        named = tuple(wanted)
        return sum(1 << n for n, fact in enumerate(self._facts) if any(fact.is_like(name) for name in named))

    def _both(self, fact: Fact) -> tuple[Fact, int]:
        return fact, self._bits((fact, self._opposite(fact)))

    def _opposite(self, fact: Fact) -> Fact:
        return Fact(dict(APART).get(fact.name, ""), fact.about)

    def _place(self, line: Line | None) -> int:
        return _END if line is None else self._places[line]


def _named(line: Line) -> frozenset[Fact]:
    """All facts that a line speaks of one by one."""
    return frozenset(fact for fact in line.gives | line.ends | _asked(line) if fact.about != EVERY)


def _asked(line: Line) -> frozenset[Fact]:
    """What a line asks about."""
    return (line.needs | line.straight_needs).union(fact for fact in (line.only, line.unless) if fact is not None)
