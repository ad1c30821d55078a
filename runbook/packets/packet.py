"""A packet: the lines of one case, each step bound to its thing and place, and where every fork leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from runbook.knowledge.procedure import ANOTHER_WAY, ON, PLACE, SPARE, STOP, Fork, Phase, Procedure, Step
from runbook.organisation import Organisation, Place
from runbook.packets.cases import Case
from runbook.packets.facts import KITS, PIN, Fact, bind
from runbook.packets.scene import Scene, holds, is_handled
from runbook.packets.things import Handling, Part, Thing, is_vault

_OPENERS = (f"({PIN})", f"({KITS})")
_MFA_PARTS = frozenset({Part.MFA, Part.PIN, Part.SPARE_MFA, Part.SPARE_PIN})


@dataclass(frozen=True, slots=True)
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

    @property
    def needs(self) -> frozenset[Fact]:
        """What must be true before, whatever went wrong."""
        return self._bound(name for name in self.step.needs if not name.endswith(_OPENERS))

    @property
    def straight_needs(self) -> frozenset[Fact]:
        """What must be true before, where nothing went wrong: what unlocks a thing can be out of reach."""
        return self._bound(name for name in self.step.needs if name.endswith(_OPENERS))

    @property
    def gives(self) -> frozenset[Fact]:
        """What is true afterwards."""
        return self._bound(self.step.gives)

    @property
    def ends(self) -> frozenset[Fact]:
        """What is not true any more afterwards."""
        return self._bound(self.step.ends)

    @property
    def only(self) -> Fact | None:
        """The line is for those for whom this holds."""
        return next(iter(self._bound(filter(None, (self.step.only,)))), None)

    @property
    def unless(self) -> Fact | None:
        """The line is not for those for whom this holds."""
        return next(iter(self._bound(filter(None, (self.step.unless,)))), None)

    def _bound(self, names: Iterable[str]) -> frozenset[Fact]:
        thing, place = self.thing, self.place
        openers = {
            PIN: (self.pin.item.id,) if self.pin else (),
            KITS: tuple(kit.item.id for kit in self.kits),
        }
        return bind(names, None if thing is None else thing.item.id, None if place is None else place.id, openers)


@dataclass(frozen=True, slots=True)
class Section:
    """A phase in a packet; of one that stands for each further device, the device."""

    phase: Phase
    lines: tuple[Line, ...]
    group: str = ""
    spare: Thing | None = None

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
        """All of it, in the order of the paper."""
        return (*self.main, *self.close, *self.detours)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows, in the order of the paper."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def stop(self) -> Line:
        """Where one goes on after any stop: the first line of what closes."""
        return self.close[0].lines[0]

    def after(self, line: Line) -> Line | None:
        """The line that comes next when a step succeeds; None at END."""
        for part in (self.main + self.close, *self._detour_groups()):
            lines = [entry for section in part for entry in section.lines]
            if line in lines:
                place = lines.index(line) + 1
                if place < len(lines):
                    return lines[place]
                return None if part[-1] in self.close else self._line_of(self.case.kind.returns or "")
        raise KeyError(line.number)

    def target(self, line: Line, fork: Fork) -> Line | None:
        """Where a fork leads; None where it leads to END."""
        for name in fork.go:
            match name:
                case "stop":
                    return self.stop
                case "on":
                    return self.after(line)
                case "another-way":
                    return self._another_way(line)
                case _ if found := self._line_of(name):
                    return found
        return self.stop

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
        return self.after(here[-1]) if parts <= _MFA_PARTS and self.detours else None


def packet_of(case: Case, organisation: Organisation, procedure: Procedure) -> Packet:
    """The packet of a case. ``procedure`` is that of the organisation."""
    binder = _Binder(case, organisation, procedure)
    kind = case.kind
    parts = (
        tuple(binder.sections(kind.steps)),
        tuple(binder.sections(kind.close)),
        tuple(section for group, phases in kind.detours.items() for section in binder.sections(phases, group)),
    )
    main, close, detours = parts
    parts = (main, tuple(_possible(close, before=(*main, *detours))), detours)
    counted = Counter(line.step.id for part in parts for section in part for line in _rows(section))
    numbers: Counter[str] = Counter()
    return Packet(case, *(tuple(_numbered(section, counted, numbers) for section in part) for part in parts))


def _possible(close: tuple[Section, ...], before: tuple[Section, ...]) -> Iterator[Section]:
    """What closes, without the lines for which nothing in the packet gives cause: nobody puts back what stayed home."""
    kept = [line for section in close for line in section.lines]
    while True:
        given = frozenset(
            fact for line in (*kept, *(line for section in before for line in section.lines)) for fact in line.gives
        )
        likely = [line for line in kept if line.only is None or any(fact.is_like(line.only) for fact in given)]
        if len(likely) == len(kept):
            break
        kept = likely
    for section in close:
        if lines := tuple(line for line in section.lines if line in kept):
            yield replace(section, lines=lines)


def _numbered(section: Section, counted: Mapping[str, int], numbers: Counter[str]) -> Section:
    """The lines with their numbers; things that are handled together share one."""
    lines: list[Line] = []
    for line in section.lines:
        step_id = line.step.id
        if not (lines and _shares_row(lines[-1], line)):
            numbers[step_id] += 1
        number = f"{step_id}.{numbers[step_id]}" if counted[step_id] > 1 else step_id
        lines.append(replace(line, number=number))
    return replace(section, lines=tuple(lines))


def _shares_row(before: Line, line: Line) -> bool:
    return line.step.together and before.step.id == line.step.id


def _rows(section: Section) -> Iterator[Line]:
    """The first line of each row."""
    before: Line | None = None
    for line in section.lines:
        if before is None or not _shares_row(before, line):
            yield line
        before = line


class _Binder:
    """Makes the sections of a packet out of the phases of its case."""

    def __init__(self, case: Case, organisation: Organisation, procedure: Procedure) -> None:
        self._case, self._organisation, self._procedure = case, organisation, procedure

    def sections(self, phases: Iterable[str], group: str = "") -> Iterator[Section]:
        for phase_id in phases:
            phase = self._procedure.phase(phase_id)
            if phase is None:
                continue
            spares = [thing for thing in self._case.things if thing.part is Part.SPARE_MFA]
            for spare in spares if phase.per == SPARE else [None]:
                if lines := tuple(self._lines(phase, self._things(phase, spare))):
                    yield Section(phase, lines, group, spare)

    def _things(self, phase: Phase, spare: Thing | None) -> tuple[Thing, ...]:
        things = self._case.things
        if spare is not None:
            # Its PIN first: nobody carries a key that cannot be unlocked.
            return (*(thing for thing in things if thing.serves == spare.item.id), spare)
        return tuple(thing for thing in things if thing.part in phase.parts)

    def _lines(self, phase: Phase, things: tuple[Thing, ...]) -> Iterator[Line]:
        steps = [step for step in phase.steps if self._applies(step)]
        if phase.per is None:
            yield from self._of_things(steps, things)
            return
        places = list(dict.fromkeys(thing.place.id for thing in things))
        places.sort(key=lambda name: is_vault(self._organisation.place(name)))  # a vault may need what lies elsewhere
        at_places = [step for step in steps if _fetches(step)]
        for name in places:
            place = self._organisation.place(name)
            yield from self._of_place(at_places, place, tuple(thing for thing in things if thing.place.id == name))
        yield from self._of_things([step for step in steps if not _fetches(step)], things)

    def _of_place(self, steps: Iterable[Step], place: Place, things: tuple[Thing, ...]) -> Iterator[Line]:
        for step in steps:
            if PLACE in step.per:
                if holds(step.when, self._scene(place=place)):
                    yield Line(step.id, step, None, place, kits=self._kits(place))
            else:
                yield from self._of_things([step], things)

    def _of_things(self, steps: Iterable[Step], things: tuple[Thing, ...]) -> Iterator[Line]:
        for step in steps:
            if not step.per:
                if holds(step.when, self._scene()):
                    yield Line(step.id, step)
                continue
            done: set[str] = set()
            for thing in things:
                wanted = thing.part in step.per and is_handled(step.of, thing) and thing.item.id not in done
                if wanted and holds(step.when, self._scene(thing, thing.place)):
                    done.add(thing.item.id)
                    yield Line(step.id, step, thing, thing.place, self._pin(thing))

    def _applies(self, step: Step) -> bool:
        routes = {account.route for account in self._case.accounts}
        return not routes or bool(routes & {*step.routes}) or self._case.role is not None

    def _kits(self, place: Place) -> tuple[Thing, ...]:
        things = (thing for thing in self._case.things if thing.part is Part.KIT and thing.item.id in place.needs)
        return tuple(thing for thing in things if thing.handling is Handling.PAPER)

    def _pin(self, thing: Thing) -> Thing | None:
        return next((other for other in self._case.things if other.serves == thing.item.id), None)

    def _scene(self, thing: Thing | None = None, place: Place | None = None) -> Scene:
        return Scene(self._organisation, self._case, thing, place)


def _fetches(step: Step) -> bool:
    """Whether a step is done at a place, or before one leaves it: it comes once for each place."""
    return step.id.startswith("B-0") or step.id.startswith(("B-1", "B-5"))


__all__ = ["ANOTHER_WAY", "ON", "STOP", "Line", "Packet", "Section", "packet_of"]
