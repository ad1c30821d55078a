"""Rules about people, roles, time and words that no single field can check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.organisation import Approvers, Organisation, Role, RotationRule
from runbook.organisation.fields import Text
from runbook.organisation.offices import Need, in_one_hand, needed_roles
from runbook.organisation.terms import appointments

if TYPE_CHECKING:
    from runbook.config.tree import Path

_MISSING = {
    Need.ALWAYS: "role-missing",
    Need.SAFE: "role-missing-safe",
    Need.REMOVED: "role-missing-removed",
    Need.SEALED: "role-missing-sealed",
}


def people_faults(organisation: Organisation) -> Iterator[Fault]:
    """Every broken rule about people, roles, periods, order of call and languages."""
    yield from _approvers(organisation)
    yield from _roles(organisation)
    yield from _periods(organisation)
    yield from _escalation(organisation)
    yield from _languages(organisation)
    yield from _rotation(organisation)


def _approvers(organisation: Organisation) -> Iterator[Fault]:
    approvers = organisation.approvers
    people = [member.person for member in approvers.members]
    for index, person in enumerate(people):
        if person in people[:index]:
            yield Fault.of("approver-twice", ("approvers", "members", index, "person"), person=person)
    if len(set(people)) < approvers.required:
        yield Fault.of(
            "approvers-too-few", ("approvers", "required"), required=approvers.required, count=len(set(people))
        )
    yield from _approvals_by_task(approvers, len(set(people)))
    must = [index for index, member in enumerate(approvers.members) if member.must]
    if len(must) > approvers.required:
        path = ("approvers", "members", must[approvers.required], "must")
        yield Fault.of("approvers-must-too-many", path, required=approvers.required, count=len(must))


def _approvals_by_task(approvers: Approvers, count: int) -> Iterator[Fault]:
    """A task stands once, and needs no fewer approvals than all others, and no more than can be given."""
    seen: set[str] = set()
    for index, entry in enumerate(approvers.by_task):
        path: Path = ("approvers", "by_task", index)
        if count < entry.required:
            yield Fault.of("approvers-too-few", (*path, "required"), required=entry.required, count=count)
        if entry.required < approvers.required:
            yield Fault.of("by-task-fewer", (*path, "required"), required=approvers.required)
        for number, task in enumerate(entry.tasks):
            if task in seen:
                yield Fault.of("by-task-twice", (*path, "tasks", number), task=task)
            seen.add(task)


def _roles(organisation: Organisation) -> Iterator[Fault]:
    if Role.APPROVER in organisation.roles:
        yield Fault("approver-elsewhere", ("roles", Role.APPROVER.value), on_key=True)
    for index, own in enumerate(organisation.own_roles):
        if own.id in set(Role):
            yield Fault.of("own-role-built-in", ("own_roles", index, "id"), role=own.id)
    for role, need in needed_roles(organisation).items():
        if not organisation.roles.get(role):
            yield Fault.of(_MISSING[need], ("roles", role.value), role=role.value)
    for found in in_one_hand(organisation) if len(organisation.people) > 1 else ():
        first, second = found.roles
        yield Fault.of(
            "custodians-not-apart",
            ("roles", second.value, 0, "person"),
            first=first.value,
            second=second.value,
            person=found.person,
        )


def _periods(organisation: Organisation) -> Iterator[Fault]:
    for _, path, appointment in appointments(organisation):
        if appointment.deputy == appointment.person:
            yield Fault.of("deputy-same", (*path, "deputy"), person=appointment.person)
        if appointment.until is not None and appointment.until < appointment.start:
            yield _reversed((*path, "until"), appointment.start, appointment.until)
    for index, person in enumerate(organisation.people):
        for number, absence in enumerate(person.absences):
            if absence.until < absence.start:
                yield _reversed(("people", index, "absences", number, "until"), absence.start, absence.until)


def _reversed(path: Path, start: object, until: object) -> Fault:
    return Fault.of("period-reversed", path, start=start, until=until)


def _escalation(organisation: Organisation) -> Iterator[Fault]:
    waits = [step.after for step in organisation.escalation]
    for index, (earlier, later) in enumerate(pairwise(waits), 1):
        if later < earlier:
            yield Fault.of("escalation-order", ("escalation", index, "after"), minutes=later, before=earlier)


def _languages(organisation: Organisation) -> Iterator[Fault]:
    languages = organisation.languages
    for index, language in enumerate(languages):
        if language in languages[:index]:
            yield Fault.of("language-twice", ("languages", index), language=language)
    for path, text in texts(organisation):
        if missing := text.missing(languages):
            yield Fault.of("text-language-missing", path, languages=", ".join(missing))


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Every human text of the organisation with its path in the file."""
    for step, child in children(value):
        if isinstance(child, Text):
            yield (*path, step), child
        elif not isinstance(child, str | int | None):  # most of what there is
            yield from texts(child, (*path, step))


def children(value: object) -> Iterator[tuple[str | int, object]]:
    """The parts of a value of the model, under the names they have in the file (``start`` is written ``from``)."""
    if isinstance(value, dict):
        yield from ((str(key), child) for key, child in value.items())
    elif isinstance(value, tuple):
        yield from enumerate(value)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield "from" if name == "start" else name, getattr(value, name)


def _rotation(organisation: Organisation) -> Iterator[Fault]:
    rotation = organisation.rotation
    rules: list[tuple[Path, str, RotationRule]] = [
        (("rotation", name), name, rule) for name, rule in rotation.built_in().items()
    ]
    rules += [(("rotation", "own", number), task.id, task) for number, task in enumerate(rotation.own)]
    for path, name, rule in rules:
        if rule.every is None and not rule.on:
            yield Fault.of("rotation-empty", path, task=name)
    for number, task in enumerate(rotation.own):
        if task.id in rotation.built_in():
            yield Fault.of("own-task-built-in", ("rotation", "own", number, "id"), task=task.id)
