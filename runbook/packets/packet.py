"""A packet: the lines of one case, each step bound to its thing and place, and where every fork leads.

`runbook/packets/binding.py` makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from runbook.knowledge.procedure import PLACE, Fork, Phase, Step, Way
from runbook.organisation import Organisation, Place, Role
from runbook.packets.cases import Case
from runbook.packets.facts import KITS, PIN, Fact, bind
from runbook.packets.things import CUSTODIANS, Part, Thing

_OPENERS = (f"({PIN})", f"({KITS})")
MFA_PARTS = frozenset({Part.MFA, Part.PIN, Part.SPARE_MFA, Part.SPARE_PIN})


@dataclass(frozen=True)  # without slots: whoever binds, numbers and prints a line asks for its facts again
class Line:
    """One row of a packet: a step, the thing and the place it is about, and what it is called on this paper.

    ``number`` is the step's id, with a count if the packet has the step more than once: "B-07", "B-07.2". ``pin`` is
    the thing that unlocks the thing of the line, ``kits`` are those that its place needs to open.
    """

    number: str
    step: Step
    thing: Thing | None = None
    place: Place | None = None
    pin: Thing | None = None
    kits: tuple[Thing, ...] = ()

    @cached_property
    def needs(self) -> frozenset[Fact]:
        """What must be true before, whatever went wrong."""
        return self._bound(name for name in self.step.needs if not name.endswith(_OPENERS))

    @cached_property
    def straight_needs(self) -> frozenset[Fact]:
        """What must be true before, where nothing went wrong: what unlocks a thing can be out of reach."""
        return self._bound(name for name in self.step.needs if name.endswith(_OPENERS))

    @cached_property
    def gives(self) -> frozenset[Fact]:
        """What is true afterwards."""
        return self._bound(self.step.gives)

    @cached_property
    def ends(self) -> frozenset[Fact]:
        """What is not true any more afterwards."""
        return self._bound(self.step.ends)

    @cached_property
    def only(self) -> Fact | None:
        """The line is for those for whom this holds."""
        return self._one(self.step.only)

    @cached_property
    def unless(self) -> Fact | None:
        """The line is not for those for whom this holds."""
        return self._one(self.step.unless)

    def _one(self, name: str | None) -> Fact | None:
        return next(iter(self._bound((name,))), None) if name else None

    def _bound(self, names: Iterable[str]) -> frozenset[Fact]:
        openers = {
            PIN: (self.pin.item.id,) if self.pin else (),
            KITS: tuple(kit.item.id for kit in self.kits),
        }
        thing, place = self.thing.item.id if self.thing else None, self.place.id if self.place else None
        return bind(names, thing, place, openers)


def who_handles(line: Line, organisation: Organisation) -> Role:
    """Who does a line: what custodians do, whoever keeps such things if somebody does; else the role of its step."""
    role = CUSTODIANS.get(line.thing.part) if line.thing and line.step.who in CUSTODIANS.values() else None
    return role if role and organisation.holders(role) else line.step.who


@dataclass(frozen=True, slots=True)
class Section:
    """A phase in a packet; of one that stands for each further device, the device.

    ``is_apart``: it closes what only a detour opens, and stands behind the detours on paper.
    """

    phase: Phase
    lines: tuple[Line, ...]
    group: str = ""
    spare: Thing | None = None
    is_apart: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines as rows."""
        return tuple(Row(tuple(lines)) for _, lines in groupby(self.lines, key=lambda line: line.number))


@dataclass(frozen=True, slots=True)
class Row:
    """What is printed as one row: a line, or the lines of things that are handled together."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The line that stands for all of it."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Packet:
    """One case on paper: what is done, what closes (also after a stop), and detours that only forks lead to."""

    case: Case
    main: tuple[Section, ...]
    close: tuple[Section, ...]
    detours: tuple[Section, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """All of it, in the order in which it is done; detours last."""
        return (*self.main, *self.close, *self.detours)

    @property
    def apart(self) -> tuple[Section, ...]:
        """What closes only what a detour has opened: on paper it stands behind the detours."""
        return tuple(section for section in self.close if section.is_apart)

    @property
    def on_paper(self) -> tuple[Section, ...]:
        """All of it, in the order of the paper."""
        to_end = (section for section in self.close if not section.is_apart)
        return (*self.main, *to_end, *self.detours, *self.apart)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows, in the order in which they are done; detours last."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def stop(self) -> Line:
        """Where one goes on after any stop: the first line of what closes."""
        return self.close[0].lines[0]

    def after(self, line: Line) -> Line | None:
        """The line that comes next when a step succeeds; None at END."""
        for entry, following in self.steps_on():
            if entry == line:
                return following
        raise KeyError(line.number)

    def steps_on(self) -> Iterator[tuple[Line, Line | None]]:
        """Every line in the order of ``lines``, with the one that comes next when its step succeeds; None at END."""
        for part in (self.main + self.close, *self._detour_groups()):
            lines = [entry for section in part for entry in section.lines]
            last = None if part[-1] in self.close else self._line_of(self.case.kind.returns or "")
            yield from zip(lines, (*lines[1:], last), strict=True)

    def target(self, line: Line, fork: Fork) -> Line | None:
        """Where a fork leads; None where it leads to END."""
        for name in fork.go:
            match name:
                case Way.STOP:
                    break
                case Way.ON:
                    return self.after(line)
                case Way.ANOTHER:
                    return self._another_way(line)
                case Way.NEXT_DEVICE if self._section_of(line) in self.detours:
                    return self._another_way(line)
                case Way.NEXT_DEVICE if not self.detours and line.thing and line.thing.part is Part.MFA:
                    break  # the only device
                case _ if found := self._line_of(name):
                    return found
        return self.stop

    def says_then(self, line: Line, fork: Fork) -> bool:
        """Whether a fork may send on to another packet: one about a device only where nothing else is tried here."""
        return Way.NEXT_DEVICE not in fork.go or self.target(line, fork) == self.stop

    def _line_of(self, step_id: str) -> Line | None:
        return next((line for line in self.lines if line.step.id == step_id), None)

    def _section_of(self, line: Line) -> Section:
        return next(section for section in self.sections if line in section.lines)

    def _detour_groups(self) -> Iterator[tuple[Section, ...]]:
        """Detours one after another: one for each further device, one for what is left without any."""
        seen: list[tuple[Section, ...]] = []
        for section in self.detours:
            if seen and section.spare is None and seen[-1][-1].group == section.group:
                seen[-1] = (*seen[-1], section)
            else:
                seen.append((section,))
        yield from seen

    def _another_way(self, line: Line) -> Line:
        """The next detour after where one is; while things are fetched, the next place, if it is about MFA only."""
        section, groups = self._section_of(line), tuple(self._detour_groups())
        within = next((number for number, group in enumerate(groups) if section in group), None)
        if within is None and section.phase.per == PLACE:
            return self._next_place(line, section) or self.stop
        later = groups[0 if within is None else within + 1 :]
        return later[0][0].lines[0] if later else self.stop

    def _next_place(self, line: Line, section: Section) -> Line | None:
        here = [entry for entry in section.lines if entry.place == line.place]
        things = (thing for thing in self.case.things if thing.part in section.phase.parts)
        parts = {thing.part for thing in things if thing.place == line.place}
        return self.after(here[-1]) if parts <= MFA_PARTS and self.detours else None
