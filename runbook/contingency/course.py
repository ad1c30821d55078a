"""The way through a packet while something is lost: straight as long as each line can be done, else by its forks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.contingency.actors import Doing
from runbook.knowledge.procedure import Procedure
from runbook.packets.numbered import Move, NumberedPacket, Row, numbered
from runbook.packets.packet import Packet

if TYPE_CHECKING:
    from runbook.packets import Line

Do = Callable[["Line"], Doing | None]


@dataclass(frozen=True, slots=True)
class Course:
    """A way from the first line to where the packet has done what it is for.

    ``done`` are its lines with how each is done, in order; ``left_out`` those that nobody can do or misses.
    """

    done: tuple[tuple[Line, Doing], ...]
    left_out: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """No way leads there: the lines at which people are kept, in the order of the paper."""

    lines: tuple[Line, ...]


class Route:
    """A packet, to be gone through again and again."""

    def __init__(self, packet: Packet, procedure: Procedure) -> None:
        """``procedure`` says what is known of each fact."""
        self.packet = packet
        self._numbers: NumberedPacket = numbered(packet, procedure.facts)
        self._lines = packet.lines
        self._aim = [bits for _, bits in self._numbers.aim]
        first = sum(len(section.lines) for section in packet.main)
        self._closing = range(first, first + sum(len(section.lines) for section in packet.close))
        self._barred = frozenset(_recovery_of_aws(packet))
        self._givers = _givers(self._lines)
        self._spared = [self._can_be_spared(place) for place in range(len(self._lines))]

    def course(self, do: Do) -> Course | Blocked:
        """The first way that leads to the aim, straight before forks; ``do`` says how a line is done."""
        first = (self._numbers.start, self._numbers.before)
        came: dict[tuple[int, int], tuple[tuple[int, int], bool] | None] = {first: None}
        waiting, kept = [first], set[int]()
        doing: dict[int, Doing | None] = {}
        while waiting:
            state = waiting.pop()
            place, world = state
            if place in self._closing:
                if all(world & bits for bits in self._aim):
                    return self._told(state, came, doing)
                continue
            row = self._numbers.rows[place]
            moves: list[tuple[int, int, bool]] = []
            if not row.is_done(world):
                moves = [(row.after, world, False)]
            elif all(world & bits for _, bits in (*row.needs, *row.pins)):
                if place not in doing:
                    doing[place] = do(self._lines[place])
                moves = list(self._moves(place, row, world, can=doing[place] is not None))
                if doing[place] is None and all(target != row.after for target, _, _ in moves):
                    kept.add(place)
            for target, following, is_done in reversed(moves):
                if target not in self._barred and (target, following) not in came:
                    came[target, following] = (state, is_done)
                    waiting.append((target, following))
        return Blocked(tuple(self._lines[place] for place in sorted(kept)))

    def _moves(self, place: int, row: Row, world: int, *, can: bool) -> Iterator[tuple[int, int, bool]]:
        """Where one can be next, and whether the line was done: straight on, without it, by its forks but a stop."""
        for move in row.done:
            if not move.name and can:
                yield move.target, world & move.stays | move.gives, True
        if self._spared[place]:
            yield row.after, world, False
        for move in row.done:
            if move.name and not self._is_stop(move) and not move.gives:
                yield move.target, world, False

    def _is_stop(self, move: Move) -> bool:
        return move.target == self._closing.start

    def _can_be_spared(self, place: int) -> bool:
        """Whether a line can be left out that nobody can do: no fork says what then, and nothing comes of it alone.

        What is typed and gives no fact is the work itself.
        """
        step = self._lines[place].step
        is_all = bool(step.command) and not step.gives
        if step.forks or step.stop or step.turn or is_all:
            return False
        return all(self._givers[name] != {step.id} for name in step.gives)

    def _told(
        self,
        state: tuple[int, int],
        came: dict[tuple[int, int], tuple[tuple[int, int], bool] | None],
        doing: dict[int, Doing | None],
    ) -> Course:
        done: list[tuple[Line, Doing]] = []
        left_out: list[Line] = []
        while (before := came[state]) is not None:
            state, was_done = before
            how = doing.get(state[0])
            if was_done and how is not None:
                done.append((self._lines[state[0]], how))
            elif state[0] in doing and how is None:
                left_out.append(self._lines[state[0]])
        return Course(tuple(reversed(done)), tuple(reversed(left_out)))


def _givers(lines: Iterable[Line]) -> Mapping[str, set[str]]:
    """The steps (ids) that give a fact, by its name."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for name in line.step.gives:
            found.setdefault(name, set()).add(line.step.id)
    return found


def _recovery_of_aws(packet: Packet) -> Iterable[int]:
    """The lines behind the last device: AWS's lost-MFA recovery is not counted on, as in `runbook.custody.losses`."""
    sections = (*packet.main, *packet.close)
    place = sum(len(section.lines) for section in sections)
    for section in packet.detours:
        if section.spare is None:
            yield from range(place, place + len(section.lines))
        place += len(section.lines)
