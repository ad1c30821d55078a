"""A packet in numbers: facts are bits, lines are rows that say what they ask for and where one can be next.

What is left out here, such as names of places, makes no difference to the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from runbook.knowledge.procedure import Kept, Way
from runbook.packets.facts import APART, EVERY, Fact, world_before
from runbook.packets.packet import Line, Packet


@dataclass(frozen=True, slots=True)
class Move:
    """One way on from a row: where to, what ends and begins, and what it is called if one does not simply go on."""

    name: str
    target: int
    stays: int = -1
    gives: int = 0


@dataclass(frozen=True, slots=True)
class Row:
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
    done: tuple[Move, ...]
    passed: tuple[Move, ...]

    def is_done(self, world: int) -> bool:
        """Whether the line is for those in this world."""
        return (self.only is None or bool(world & self.only)) and not world & self.unless


@dataclass(frozen=True, slots=True)
class NumberedPacket:
    """All that the proof of a packet looks at. A set of facts is a number, one bit for each of ``facts``.

    ``open`` may not be left at END, ``owed`` not where all went well; ``before`` is how it was and must be again.
    ``apart`` are facts that cannot be true together with another one; ``aim`` is true at END where all goes well.
    """

    slug: str
    facts: tuple[Fact, ...]
    before: int
    open: int
    owed: int
    apart: tuple[tuple[Fact, int], ...]
    aim: tuple[tuple[Fact, int], ...]
    rows: tuple[Row, ...]
    start: int

    @property
    def end(self) -> int:
        """Where the last row leads: the place after all rows."""
        return len(self.rows)

    def named(self, bits: int) -> list[Fact]:
        """The facts of a number."""
        return [fact for number, fact in enumerate(self.facts) if bits >> number & 1]


def numbered(packet: Packet, facts: Mapping[str, Kept]) -> NumberedPacket:
    """A packet in numbers; ``facts`` as in procedure.yaml."""
    numbering = _Numbering(packet, facts)
    return NumberedPacket(
        packet.case.slug,
        numbering.facts,
        numbering.before,
        numbering.open,
        numbering.owed,
        tuple((fact, bits) for fact in numbering.facts if (bits := numbering.torn(fact))),
        tuple((Fact(name), numbering.bits([Fact(name)])) for name in packet.case.kind.aim),
        tuple(numbering.rows()),
        numbering.place(packet.main[0].lines[0]),
    )


class _Numbering:
    """Which bit a fact has, and which place a line."""

    def __init__(self, packet: Packet, facts: Mapping[str, Kept]) -> None:
        self._packet = packet
        kept = {name.partition("(")[0]: value for name, value in facts.items()}
        before, lines = world_before(packet.case.things), packet.lines
        self.facts = tuple(dict.fromkeys(fact for facts in (before, *map(_named, lines)) for fact in sorted(facts)))
        self._known: dict[Fact, int] = {fact: 1 << number for number, fact in enumerate(self.facts)}
        self.open = self.bits(fact for fact in self.facts if kept[fact.name] == "open")
        self.owed = self.bits(fact for fact in self.facts if kept[fact.name] == "owed")
        self.before = self.bits(before)
        asked = frozenset(map(Fact, packet.case.kind.aim)).union(*(_asked(line) for line in lines))
        # What nobody asks about and everybody may leave makes no difference, and many more worlds.
        self._telling = self.open | self.owed | self.before | self.bits(asked)
        # By identity: a packet hands out its own lines, and what a line is made of takes long to hash.
        self._places, self._end = {id(line): place for place, line in enumerate(lines)}, len(lines)

    def bits(self, wanted: Iterable[Fact]) -> int:
        """Facts as a number."""
        found = 0
        for name in wanted:
            if name not in self._known:  # it is said of everything, or of nothing here
                self._known[name] = sum(1 << n for n, fact in enumerate(self.facts) if fact.is_like(name))
            found |= self._known[name]
        return found

    def torn(self, fact: Fact) -> int:
        """A fact and what cannot be true with it, or 0 if there is none in this packet."""
        opposite = Fact(dict(APART).get(fact.name, ""), fact.about)
        return self.bits((fact, opposite)) if opposite in self.facts else 0

    def place(self, line: Line | None) -> int:
        """Where a line is in the list of rows."""
        return self._end if line is None else self._places[id(line)]

    def rows(self) -> Iterator[Row]:
        """All lines as rows."""
        main = sum(len(section.lines) for section in self._packet.main)
        for place, (line, following) in enumerate(self._packet.steps_on()):
            gives, ends = self.bits(line.gives) & self._telling, self.bits(line.ends)
            after = self.place(following)
            stop = Move(f"{line.number} {Way.STOP}", self.place(self._packet.stop))
            yield Row(
                line.number,
                tuple((need, self.bits([need])) for need in sorted(line.needs)),
                tuple((need, self.bits([need])) for need in sorted(line.straight_needs)),
                gives,
                ends,
                None if line.only is None else self.bits([line.only]),
                0 if line.unless is None else self.bits([line.unless]),
                line.step.turn,
                place < main,
                after,
                (*(() if line.step.turn else (Move("", after, ~ends, gives),)), *self._forks(line, gives), stop),
                (Move("", after), stop),
            )

    def _forks(self, line: Line, gives: int) -> Iterator[Move]:
        """The forks of a line, with and without what it opens."""
        for fork in line.step.forks:
            name, target = f"{line.number} {fork.id}", self.place(self._packet.target(line, fork))
            yield Move(name, target)
            if half := gives & self.open:
                yield Move(name, target, gives=half)


def _named(line: Line) -> frozenset[Fact]:
    """All facts that a line speaks of one by one."""
    return frozenset(fact for fact in line.gives | line.ends | _asked(line) if fact.about != EVERY)


def _asked(line: Line) -> frozenset[Fact]:
    """What a line asks about."""
    return (line.needs | line.straight_needs).union(fact for fact in (line.only, line.unless) if fact is not None)
