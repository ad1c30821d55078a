"""What the rows of a packet print: which words, which forks, who acts, in which blocks. No formatting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import ALERT, ASK_AWS, ASK_AWS_MFA, PLACE, Fork
from runbook.knowledge.procedure import Way as Onwards
from runbook.organisation import Role, StepNote
from runbook.packets.things import Handling
from runbook.sheets.packet_lists import Listed, listed

if TYPE_CHECKING:
    from runbook.packets import Line, Packet, Section
    from runbook.packets.facts import Fact
    from runbook.packets.packet import Row
    from runbook.sheets.packet_values import PacketValues
    from runbook.sheets.view import View

_IN_FULL = frozenset(
    {"B-24", "B-25", "B-18", "B-26", "B-27", "B-28", "B-29", "B-49", "R-15", "R-16", "E-03", "E-04", "E-13"}
)
"""Steps with a thing that is used where one signs in: a row each, even if the thing has a place."""
_CARRIED = "travels"
"""The condition of the steps that carry things from one site to another."""
_FORMS = {ASK_AWS: "then_aws", ASK_AWS_MFA: "then_aws_mfa"}


@dataclass(frozen=True, slots=True)
class Way:
    """A fork as it is printed: its words, where one goes on, and then: a packet, or the words about a form of AWS."""

    words: str
    target: str | None
    is_stop: bool
    then: str | None
    is_alert: bool
    asks_aws: str | None


@dataclass(frozen=True)  # without slots: what every row asks is worked out once
class PacketRows:
    """The rows of a packet in the language of a view; ``values`` are those of its sentences."""

    view: View
    packet: Packet
    values: PacketValues

    def ways(self, row: Row) -> tuple[Way, ...]:
        """The forks of a row that no earlier row of the same step has printed with the same end."""
        if PLACE in row.first.step.per:  # a place that does not open is told at each
            return self._ways(row.first)
        printed = {way for line in self._before(row.first) for way in self._ways(line)}
        return tuple(way for way in self._ways(row.first) if way not in printed)

    def words(self, row: Row) -> str:
        """The key of the sentence of a row: the short form where it is in a block, if the step has one."""
        key = f"steps.steps.{row.first.step.id}"
        if self._is_carried(row.first):
            return f"{key}.carried.do"
        short = f"{key}.again"
        return short if not self._is_said_first(row) and self.view.language.has(short) else f"{key}.do"

    def seen(self, row: Row) -> str:
        """The key of what one should see after a row."""
        key = f"steps.steps.{row.first.step.id}"
        return f"{key}.carried.expect" if self._is_carried(row.first) else f"{key}.expect"

    def _is_carried(self, line: Line) -> bool:
        """Whether a line is about what somebody has with them, and its step has words for that."""
        return bool(
            line.place and line.place.is_carried and self.view.language.has(f"steps.steps.{line.step.id}.carried")
        )

    def _is_said_first(self, row: Row) -> bool:
        """Whether no earlier row of the step has been said in the same sentences."""
        carried = self._is_carried(row.first)
        return all(self._is_carried(line) is not carried for line in self._before(row.first))

    def breaks_seal(self, row: Row) -> str | None:
        """The number of a seal to break first: of a device that is used for the first time.

        An envelope has a line of its own in which it is opened.
        """
        thing = row.first.thing
        is_sealed_device = thing is not None and thing.handling is Handling.DEVICE and thing.item.seal
        if thing is None or not is_sealed_device or self._first_use.get(thing.item.id) != row.first.number:
            return None
        return thing.item.seal

    @cached_property
    def _first_use(self) -> Mapping[str, str]:
        """The line at which each thing is used first, by item: not where it is taken out, carried or put back."""
        found: dict[str, str] = {}
        for line in (line for section in self.packet.on_paper for line in section.lines):
            is_moved = _CARRIED in line.step.when or any(name.startswith("out(") for name in line.step.gives)
            if line.thing and not is_moved and line.number not in self._closing and line.step.who is not Role.OPERATOR:
                found.setdefault(line.thing.item.id, line.number)
        return found

    def names_things_in_full(self, row: Row) -> bool:
        """Whether kind and marks of its things are printed: where they are taken out and compared."""
        return any(name.startswith("out(") for name in row.first.step.gives)

    def groups(self, section: Section) -> tuple[tuple[Row, ...], ...]:
        """The rows as they are printed: what is done at one place is one block, and what is done again of other things.

        Where a step comes for the first time, it is a row of its own, in full.
        """
        return tuple(tuple(rows) for _, rows in groupby(section.rows, key=self._block))

    @cached_property
    def _closing(self) -> frozenset[str]:
        """The numbers of the rows of all that closes."""
        return frozenset(line.number for section in self.packet.close for line in section.lines)

    @cached_property
    def _conditions(self) -> Mapping[str, tuple[str, ...]]:
        """For what a closing row is meant, by its number: a fact that holds, and one that does not.

        In a block each stands once; what is asked of a thing is asked of each.
        """
        conditions = {}
        for section in self.packet.close:
            for rows in self.groups(section):
                said: set[Fact] = set()
                for row in rows:
                    only, unless = row.first.only, row.first.unless
                    is_said = said >= {line.only for line in row.lines}  # of each thing of the row
                    holds = [only.name] if only is not None and not is_said else []
                    fails = [f"not-{unless.name}"] if unless is not None and not unless.about else []
                    conditions[row.first.number] = (*holds, *fails)
                    said.update([only] if only else [])
        return conditions

    def _block(self, row: Row) -> str:
        first, step, place = self.is_first(row), row.first.step, row.first.place
        if place is None or step.id in _IN_FULL:
            return row.first.number if first or not step.together else step.id
        return row.first.number if first and row.first.number not in self._in_short else place.id

    @cached_property
    def _in_short(self) -> frozenset[str]:
        """The numbers of the rows that bring things home or use what is spare: every place there is one block."""
        sections = (*self.packet.close, *self.packet.detours)
        return frozenset(line.number for section in sections if section.phase.per for line in section.lines)

    def is_first(self, row: Row) -> bool:
        """Whether no earlier row has the same step."""
        return not self._before(row.first)

    def own_words(self, row: Row) -> StepNote:
        """The company's own words to print with a row: about a place at each row there, others once, at the first.

        What stands instead of the step stands at each of its rows.
        """
        note, place = self.view.organisation.notes.get(row.first.step.id, StepNote()), row.first.place
        if note.place and place:
            return note if place.id == note.place else StepNote()
        return note if self.is_first(row) else StepNote(instead=note.instead)

    def shows_expected(self, row: Row) -> bool:
        """Whether what one should see is not said in the same words by an earlier row of the step."""
        words = self.view.language.words(self.seen(row))
        return row.first.number not in self._in_short and (self._is_said_first(row) or "{" in words)

    @cached_property
    def _of_step(self) -> Mapping[str, tuple[Line, ...]]:
        """The first line of each row, by step, in the order of the paper."""
        found: dict[str, dict[str, Line]] = {}
        for line in (line for section in self.packet.on_paper for line in section.lines):
            found.setdefault(line.step.id, {}).setdefault(line.number, line)
        return {step_id: tuple(lines.values()) for step_id, lines in found.items()}

    def _before(self, line: Line) -> tuple[Line, ...]:
        return tuple(takewhile(lambda other: other.number != line.number, self._of_step[line.step.id]))

    def _ways(self, line: Line) -> tuple[Way, ...]:
        return tuple(self._way(line, fork) for fork in line.step.forks)

    def conditions(self, row: Row) -> tuple[str, ...]:
        """The names of the facts for which a row is meant, where the reader has to know and has not just read it."""
        return self._conditions.get(row.first.number, ())

    def who(self, row: Row) -> tuple[Role, ...]:
        """The roles that act in a row: the witness watches each, and at another site those act who are there."""
        return self.values.hands.of_row(row)

    def names_actor(self, row: Row, block: Sequence[Row]) -> bool:
        """Whether a row of a block says who acts: the first, and where it is somebody else."""
        before = next((other for other, this in pairwise(block) if this == row), None)
        return before is None or self.who(row) != self.who(before)

    def listed(self, row: Row) -> tuple[Listed, ...]:
        """What a row lists below its sentence, where it stands for the first time."""
        listing = row.first.step.lists
        return listed(listing, self.packet, self.view) if listing and self.is_first(row) else ()

    def _told(self, line: Line, fork: Fork) -> str | None:
        """Where readers of roles only are told the target of a fork: what comes next depends on what lies where."""
        if self.view.is_full or Onwards.ANOTHER not in fork.go:
            return None
        is_at_a_place = any(line in section.lines and section.phase.per == PLACE for section in self.packet.sections)
        return self.view.language.withheld("text") if is_at_a_place else None

    def _way(self, line: Line, fork: Fork) -> Way:
        target = self.packet.target(line, fork)
        is_stop = target == self.packet.stop and line.number not in self._closing
        then = self.view.onward.after(self.packet, fork) if self.packet.says_then(line, fork) else None
        on = target is not None and target == self.packet.after(line) and not is_stop
        return Way(
            words=f"steps.steps.{line.step.id}.forks.{fork.id}",
            target=self._told(line, fork) or (None if on or target is None else target.number),
            is_stop=is_stop,
            then=None if then is None or isinstance(then, str) or not (is_stop or on) else self.values.number_of(then),
            is_alert=fork.then == (ALERT,),
            asks_aws=_FORMS[then] if is_stop and isinstance(then, str) else None,
        )
