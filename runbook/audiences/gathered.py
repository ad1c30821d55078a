"""A packet without the order in which places are gone to: what lies together, and how many are enough, is secret.

What is done at places is said once for all of them, step by step: each thing stands in the lines of its steps, and in
none of the lines can be read where it lies, or beside what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from runbook.knowledge.procedure import PLACE, Phase
from runbook.organisation import Organisation, Place
from runbook.packets import Line, Packet, Section
from runbook.packets.binding import numbered
from runbook.packets.things import CUSTODIANS, Thing, is_vault


@dataclass(frozen=True, slots=True)
class Somewhere:
    """What stands for every place: one that is opened by hand, and a vault that people sign in to."""

    locked: Place
    vault: Place

    def of(self, place: Place) -> Place:
        """What stands for a place."""
        return self.vault if is_vault(place) else self.locked


def gathered(packet: Packet, somewhere: Somewhere, organisation: Organisation) -> Packet:
    """A packet whose things all lie somewhere; lines of one step at several places are one, numbered anew."""
    turns = {item.id: turn for turn, item in enumerate(organisation.items)}
    case = replace(packet.case, things=tuple(_moved(thing, somewhere) for thing in packet.case.things))
    main, close, detours = (
        tuple(_section(section, somewhere, turns) for section in _joined(part))
        for part in (packet.main, packet.close, packet.detours)
    )
    return numbered(Packet(case, main, close, detours), organisation)


def _moved(thing: Thing, somewhere: Somewhere) -> Thing:
    place = somewhere.of(thing.place)
    return replace(thing, item=replace(thing.item, place=place.id), place=place)


def _joined(sections: Iterable[Section]) -> Iterator[Section]:
    """Of one that is cut in two, by whether everybody comes to its places, one again."""
    for (phase, _), parts in groupby(sections, key=lambda section: (section.phase, section.spare)):
        found = tuple(parts)
        if phase.per == PLACE:
            yield replace(found[0], lines=tuple(line for one in found for line in one.lines), is_apart=False)
        else:
            yield from found


def _section(section: Section, somewhere: Somewhere, turns: Mapping[str, int]) -> Section:
    lines = tuple(_line(line, somewhere) for line in section.lines)
    if section.phase.per:
        lines = _in_one(lines, section.phase, turns)
    spare = _moved(section.spare, somewhere) if section.spare else None
    return replace(section, lines=lines, spare=spare)


def _line(line: Line, somewhere: Somewhere) -> Line:
    return replace(
        line,
        number=line.step.id,
        thing=_moved(line.thing, somewhere) if line.thing else None,
        place=somewhere.of(line.place) if line.place else None,
        pin=_moved(line.pin, somewhere) if line.pin else None,
        kits=tuple(_moved(kit, somewhere) for kit in line.kits),
    )


def _in_one(lines: Iterable[Line], phase: Phase, turns: Mapping[str, int]) -> tuple[Line, ...]:
    """Each line once, in the order of the steps; of one step by who does it, then as things are numbered."""
    steps = [step.id for step in phase.steps]

    def turn(line: Line) -> tuple[int, str, int]:
        thing = line.thing
        return (
            steps.index(line.step.id),
            CUSTODIANS.get(thing.part, "") if thing else "",
            turns[thing.item.id] if thing else 0,
        )

    return tuple(dict.fromkeys(sorted(lines, key=turn)))
