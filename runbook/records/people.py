"""Who initialled, and who is ticked in the team: people of the company, in office on the day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.organisation import Role
from runbook.organisation.terms import appointments
from runbook.records.examination import Examination, Found, refused, told
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.records.record import Step

_INITIALS = ("initials", "written_by")
_TWO = 2
_TEAM, _DEPUTY = "team", "deputy"


def about_people(examined: Examination) -> Iterator[Found]:
    """Initials belong to named people of the config, in office on the day; of a packet to two, or one works alone.

    Who is ticked in the team held that role on the day, or stood in for who did.
    """
    yield from _names(examined)
    yield from _unknown_initials(examined)
    yield from _team(examined)
    record = examined.record
    named = {each.name.strip() for each in record.people if each.name.strip()}
    is_packet = record.packet is not None and any(step.done for step in record.steps)
    if is_packet and len(named) < _TWO and not examined.whole.works_alone:
        yield examined.unexplained("record-alone", ("people",), None)


def _names(examined: Examination) -> Iterator[Found]:
    used = {initials for _, initials in _written(examined)}
    whose: dict[str, str] = {}
    names = [person.name.in_language(code) for person in examined.whole.people for code in examined.whole.languages]
    for index, each in enumerate(examined.record.people):
        path = ("people", index)
        name, initials = each.name.strip(), each.initials.strip()
        if not name:
            if initials in used:
                yield refused("record-person-unnamed", (*path, "name"), initials=initials)
            continue
        if whose.setdefault(initials, name) != name and initials:
            yield refused("record-initials-twice", (*path, "initials"), initials=initials, other=whose[initials])
        person = examined.person_named(name)
        if person is None:
            yield refused("record-person-unknown", (*path, "name"), name=name, nearest=near_one(name, names))
        elif person.id not in examined.in_office():
            first = next((step.id for step in examined.record.steps if _signed(step, initials)), None)
            yield examined.unexplained(
                "record-person-not-in-office", (*path, "name"), first, name=name, day=examined.day
            )


def _team(examined: Examination) -> Iterator[Found]:
    known = {person.id for person in examined.whole.people}
    held = {(role, each.person, each.deputy) for role, _, each in appointments(examined.present)}
    ticked = set()
    for index, each in enumerate(examined.record.fields):
        first, *names = each.id.split(".")
        if first != _TEAM or each.value is not True or each.step is not None:
            continue
        role, person, *rest = (*names, "", "")[: max(len(names), 2)]
        path, values = ("fields", index, "id"), {"person": person, "role": role, "day": examined.day}
        ticked.add(role)
        holders = {holder: deputy for name, holder, deputy in held if name == role}
        if person not in known:
            yield refused("record-team-unknown", path, person=person, nearest=near_one(person, known))
        elif rest and (rest != [_DEPUTY] or not holders.get(person)):
            yield examined.unexplained("record-team-no-deputy", path, None, **values)
        elif not rest and person not in {*holders, *holders.values()}:
            yield examined.unexplained("record-team-not-in-role", path, None, **values)
    if Role.OPERATOR.value not in ticked and _is_operated(examined):
        yield told("record-operator-unsaid", ("fields",))


def _is_operated(examined: Examination) -> bool:
    """Whether a step was done that an operator does."""
    packet, done = examined.paper.packet, {step.id for step in examined.record.steps if step.done}
    lines = packet.lines if packet is not None else ()
    return any(line.number in done and Role.OPERATOR in (line.step.who, line.step.second) for line in lines)


def _signed(step: Step, initials: str) -> bool:
    return step.done and (step.initials or "").strip() == initials


def _unknown_initials(examined: Examination) -> Iterator[Found]:
    known = [each.initials.strip() for each in examined.record.people if each.initials.strip()]
    for path, initials in _written(examined):
        if initials not in known:
            yield refused("record-initials-unknown", path, initials=initials, known=", ".join(known) or "–")


def _written(examined: Examination) -> Iterator[tuple[Path, str]]:
    """Every place where somebody initialled."""
    record = examined.record
    for index, step in enumerate(record.steps):
        if step.done and step.initials and step.initials.strip():
            yield ("steps", index, "initials"), step.initials.strip()
    for index, each in enumerate(record.fields):
        if each.id.rpartition(".")[2] in _INITIALS and isinstance(each.value, str):
            yield ("fields", index, "value"), each.value.strip()
    for index, note in enumerate(record.deviations):
        if note.by and note.by.strip():
            yield ("deviations", index, "by"), note.by.strip()
