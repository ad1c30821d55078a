"""Rules about the day: who must be in office so that the paper can be followed, and who soon will not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.config.finding import Finding
from runbook.config.people_rules import needed_roles
from runbook.organisation import Appointment, Organisation
from runbook.organisation.terms import appointment_path, held_roles, in_office, turning_days

if TYPE_CHECKING:
    from runbook.config.tree import Path

NOTICE = timedelta(days=30)


def term_findings(organisation: Organisation, day: date) -> Iterator[Finding]:
    """What makes a runbook for this day impossible: too few approvers, or a needed role that nobody holds."""
    present = in_office(organisation, day)
    required, count = organisation.approvers.required, len(present.approvers.members)
    if count < required:
        yield Finding("quorum-not-met", ("approvers", "required"), (*_numbers(required, count), ("day", str(day))))
        for index, member in enumerate(organisation.approvers.members):
            if not member.in_office(day):
                yield _out_of_office(("approvers", "members", index), member, day)
    for role in needed_roles(organisation):
        if organisation.roles.get(role) and not present.roles.get(role):
            yield Finding("role-vacant", ("roles", role.value), (("role", role.value), ("day", str(day))))


def term_remarks(organisation: Organisation, day: date) -> Iterator[Finding]:
    """Terms that are over, and what happens in the thirty days after the day."""
    horizon = day + NOTICE
    for role, index, appointment in held_roles(organisation):
        path = appointment_path(role, index)
        values = (("person", appointment.person), ("role", role.value))
        if appointment.until is not None and appointment.until < day:
            yield Finding("note-term-over", (*path, "until"), (*values, ("until", str(appointment.until))))
        elif appointment.until is not None and appointment.until <= horizon:
            yield Finding("note-term-ends", (*path, "until"), (*values, ("until", str(appointment.until))))
        elif day < appointment.start <= horizon:
            yield Finding("note-term-begins", (*path, "from"), (*values, ("start", str(appointment.start))))
    for turn in turning_days(organisation, day, horizon + timedelta(days=1)):  # a last day shows on the day after
        if broken := list(_broken(organisation, turn)):
            yield from broken
            return


def _broken(organisation: Organisation, day: date) -> Iterator[Finding]:
    present = in_office(organisation, day)
    required, count = organisation.approvers.required, len(present.approvers.members)
    if count < required:
        yield Finding("note-quorum-breaks", ("approvers", "required"), (*_numbers(required, count), ("day", str(day))))
    for role in needed_roles(organisation):
        if organisation.roles.get(role) and not present.roles.get(role):
            yield Finding("note-role-vacant", ("roles", role.value), (("role", role.value), ("day", str(day))))


def _out_of_office(path: Path, member: Appointment, day: date) -> Finding:
    person = ("person", member.person)
    if member.start > day:
        return Finding("approver-not-begun", (*path, "from"), (person, ("start", str(member.start))))
    return Finding("approver-term-over", (*path, "until"), (person, ("until", str(member.until))))


def _numbers(required: int, count: int) -> tuple[tuple[str, str], tuple[str, str]]:
    return (("required", str(required)), ("count", str(count)))
