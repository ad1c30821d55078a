"""How a packet is made: the steps of each phase of a case, bound to its things and places, in paper order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from runbook.knowledge.procedure import PLACE, SPARE, Phase, Procedure, Step, acting_role
from runbook.organisation import Organisation, Place
from runbook.packets.cases import Case
from runbook.packets.facts import holds_in
from runbook.packets.packet import MFA_PARTS, Line, Packet, Section, who_handles
from runbook.packets.scene import Scene, holds, is_handled
from runbook.packets.things import CUSTODIANS, Handling, Part, Thing, is_vault

_PINS = frozenset({Part.PIN, Part.SPARE_PIN})


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
    visited = frozenset(line.place.id for section in main for line in section.lines if line.place)
    possible = _possible(close, before=(*main, *detours))
    packet = Packet(case, main, tuple(part for section in possible for part in _parted(section, visited)), detours)
    return numbered(packet, organisation)


def numbered(packet: Packet, organisation: Organisation) -> Packet:
    """A packet whose lines have the number that they have on paper; things that are handled together share one."""
    counted = Counter(line.step.id for section in packet.sections for line in _rows(section, organisation))
    numbers: Counter[str] = Counter()
    done = {id(section): _numbered(section, counted, numbers, organisation) for section in packet.on_paper}
    main, close, detours = (
        tuple(done[id(section)] for section in part) for part in (packet.main, packet.close, packet.detours)
    )
    return Packet(packet.case, main, close, detours)


def _parted(section: Section, visited: frozenset[str]) -> Iterator[Section]:
    """What closes at places that everybody comes to, then what closes at those that only a detour leads to."""
    if section.phase.per != PLACE:
        yield section
        return
    apart = tuple(line for line in section.lines if line.place and line.place.id not in visited)
    if lines := tuple(line for line in section.lines if line not in apart):
        yield replace(section, lines=lines)
    if apart:
        yield replace(section, lines=apart, is_apart=True)


def _possible(close: tuple[Section, ...], before: tuple[Section, ...]) -> Iterator[Section]:
    """What closes, without the lines for which nothing in the packet gives cause: nobody puts back what stayed home."""
    kept = [line for section in close for line in section.lines]
    while True:
        given = frozenset(
            fact for line in (*kept, *(line for section in before for line in section.lines)) for fact in line.gives
        )
        likely = [line for line in kept if (only := line.only) is None or holds_in(given, only)]
        if len(likely) == len(kept):
            break
        kept = likely
    for section in close:
        if lines := tuple(line for line in section.lines if line in kept):
            yield replace(section, lines=lines)


def _numbered(
    section: Section, counted: Mapping[str, int], numbers: Counter[str], organisation: Organisation
) -> Section:
    """The lines with their numbers; things that are handled together share one."""
    lines: list[Line] = []
    for line in section.lines:
        step_id = line.step.id
        if not (lines and _shares_row(lines[-1], line, organisation)):
            numbers[step_id] += 1
        number = f"{step_id}.{numbers[step_id]}" if counted[step_id] > 1 else step_id
        lines.append(line if line.number == number else replace(line, number=number))
    return replace(section, lines=tuple(lines))


def _shares_row(before: Line, line: Line, organisation: Organisation) -> bool:
    """Whether both are handled together, by the same hands: a PIN is never in those that hold the password."""
    if not line.step.together or before.step.id != line.step.id:
        return False
    parts = {entry.thing.part for entry in (before, line) if entry.thing}
    if parts & _PINS and not parts <= MFA_PARTS:
        return False
    return who_handles(before, organisation) is who_handles(line, organisation)


def _rows(section: Section, organisation: Organisation) -> Iterator[Line]:
    """The first line of each row."""
    before: Line | None = None
    for line in section.lines:
        if before is None or not _shares_row(before, line, organisation):
            yield line
        before = line


def _turn(phase: Phase, things: tuple[Thing, ...]) -> tuple[bool, bool, bool]:
    """When a place has its turn. A vault last: it may need what lies elsewhere.

    Where things are fetched, other sites first, and those that close: nothing lies open here while somebody travels,
    and what cannot be had, or does not work there, is known before anything else is touched.
    """
    place = things[0].place
    is_far = any(thing.is_elsewhere for thing in things)
    return is_vault(place), phase.far_first and not is_far, phase.far_first and not place.hours


class _Binder:
    """Makes the sections of a packet out of the phases of its case."""

    def __init__(self, case: Case, organisation: Organisation, procedure: Procedure) -> None:
        self._case, self._organisation, self._procedure = case, organisation, procedure
        self._at_places = procedure.at_places
        self._routes = frozenset(account.route for account in case.accounts)  # a class may have thousands

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
            return (spare, *(thing for thing in things if thing.serves == spare.item.id))
        return tuple(thing for thing in things if thing.part in phase.parts)

    def _lines(self, phase: Phase, things: tuple[Thing, ...]) -> Iterator[Line]:
        steps = [step for step in phase.steps if self._applies(step)]
        if phase.per is None:
            yield from self._of_things(steps, things)
            return
        places = dict.fromkeys(thing.place.id for thing in things)
        at_places = [step for step in steps if step.id in self._at_places]
        before = list(takewhile(lambda step: step not in at_places, steps))
        yield from self._of_things(before, things)
        lying = {name: tuple(thing for thing in things if thing.place.id == name) for name in places}
        for name in sorted(places, key=lambda name: _turn(phase, lying[name])):
            yield from self._of_place(at_places, self._organisation.place(name), lying[name])
        yield from self._of_things([step for step in steps if step not in (*before, *at_places)], things)

    def _of_place(self, steps: Iterable[Step], place: Place, things: tuple[Thing, ...]) -> Iterator[Line]:
        for step in steps:
            if PLACE in step.per:
                if holds(step.when, self._scene(place=place)):
                    yield Line(step.id, self._at(step, place, things), None, place, kits=self._kits(place))
            else:
                yield from self._of_things([step], things)

    def _of_things(self, steps: Iterable[Step], things: tuple[Thing, ...]) -> Iterator[Line]:
        for step in steps:
            if not step.per:
                if holds(step.when, self._scene()):
                    yield Line(step.id, step)
                continue
            done: set[str] = set()
            # What shares a row stands together; PINs have one of their own.
            for thing in sorted(things, key=lambda one: step.together and one.part in _PINS):
                wanted = thing.part in step.per and is_handled(step.of, thing) and thing.item.id not in done
                if wanted and holds(step.when, self._scene(thing, thing.place)):
                    done.add(thing.item.id)
                    yield Line(step.id, step, thing, thing.place, self._pin(thing))

    def _at(self, step: Step, place: Place, things: tuple[Thing, ...]) -> Step:
        """A step at a place; to a vault those sign in whose entries are read there."""
        kept = (CUSTODIANS.get(thing.part) for thing in things if is_vault(place))
        roles = [*dict.fromkeys(acting_role(role, self._organisation) for role in kept if role)]
        if not roles:
            return step
        others = [role for role in roles[1:] if not self._organisation.works_alone]
        return replace(step, who=roles[0], second=next(iter(others), step.second))

    def _applies(self, step: Step) -> bool:
        return not self._routes or not self._routes.isdisjoint(step.routes) or self._case.role is not None

    def _kits(self, place: Place) -> tuple[Thing, ...]:
        things = (thing for thing in self._case.things if thing.part is Part.KIT and thing.item.id in place.needs)
        return tuple(thing for thing in things if thing.handling is Handling.PAPER)

    def _pin(self, thing: Thing) -> Thing | None:
        return next((other for other in self._case.things if other.serves == thing.item.id), None)

    def _scene(self, thing: Thing | None = None, place: Place | None = None) -> Scene:
        return Scene(self._organisation, self._case, thing, place)
