"""The proof: every way through a packet finds what each step needs, and leaves nothing open at END.

A packet is walked through all worlds that it can lead to: each line succeeds, or takes one of its forks, or everything
is stopped there and closed. A fork may find the step's effects half done, so it is tried with and without what the step
opens. What is not modelled: that a step is done as it says, how long it takes, and who does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from runbook.knowledge.procedure import Kept
from runbook.packets.facts import Fact, World, holds_in, without, world_before
from runbook.packets.packet import Line, Packet


class Kind(StrEnum):
    """What is wrong: a step does not find what it needs, or something is left at END."""

    NEEDS = "needs"
    LEFT = "left"
    GONE = "gone"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """What does not close: at which line, what about, and from which line the way came that shows it."""

    packet: str
    kind: Kind
    line: str
    fact: Fact


def prove(packet: Packet, facts: Mapping[str, Kept]) -> tuple[Gap, ...]:
    """Every gap of a packet once; () if it closes. ``facts`` says which may be left (procedure.yaml)."""
    return tuple(sorted(set(_Walk(packet, facts).gaps())))


class _Walk:
    def __init__(self, packet: Packet, facts: Mapping[str, Kept]) -> None:
        self._packet = packet
        self._kept = {name.partition("(")[0]: kept for name, kept in facts.items()}
        self._before = world_before(packet.case.things)
        self._lines = packet.lines
        self._after = {line: packet.after(line) for line in self._lines}

    def gaps(self) -> Iterator[Gap]:
        start = self._packet.main[0].lines[0]
        waiting: list[tuple[Line | None, World]] = [(start, self._before)]
        seen: set[tuple[Line | None, World]] = set()
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            line, world = state
            if line is None:
                yield from self._left(world)
                continue
            missing = sorted(need for need in line.needs if self._is_done(line, world) and not holds_in(world, need))
            yield from (Gap(self._packet.case.slug, Kind.NEEDS, line.number, need) for need in missing)
            if not missing:
                waiting.extend(self._ways(line, world))

    def _is_done(self, line: Line, world: World) -> bool:
        only, unless = line.only, line.unless
        return (only is None or holds_in(world, only)) and (unless is None or not holds_in(world, unless))

    def _ways(self, line: Line, world: World) -> Iterator[tuple[Line | None, World]]:
        """Where one can be next, and what is true then."""
        stop = self._packet.stop
        is_closing = self._is_closing(line)
        if not is_closing:
            yield stop, world
        if not self._is_done(line, world):
            yield self._after[line], world
            return
        done = without(world, line.ends) | line.gives
        if not line.step.turn:
            yield self._after[line], done
            if not is_closing:
                yield stop, done
        half = world | frozenset(fact for fact in line.gives if self._kept[fact.name] == "open")
        for fork in line.step.forks:
            target = self._packet.target(line, fork)
            yield target, world
            if target is not None and not self._skips(line, target):
                yield target, half

    def _skips(self, line: Line, target: Line) -> bool:
        """Whether a fork leads only to where the effects of a step that failed cannot have come about."""
        return target == self._after[line]

    def _is_closing(self, line: Line) -> bool:
        return any(line in section.lines for section in self._packet.close)

    def _left(self, world: World) -> Iterator[Gap]:
        slug = self._packet.case.slug
        for fact in sorted(world):
            if self._kept[fact.name] == "open":
                yield Gap(slug, Kind.LEFT, self._packet.close[-1].lines[-1].number, fact)
        for fact in sorted(self._before - world):
            yield Gap(slug, Kind.GONE, self._packet.close[-1].lines[-1].number, fact)
