"""Rules about the day: who must be in office so that the paper can be followed, and who soon will not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.config.finding import Finding
from runbook.organisation import Appointment, Organisation
from runbook.organisation.offices import NoQuorum, Vacancy, lacks
from runbook.organisation.terms import appointment_path, held_roles, turning_days

if TYPE_CHECKING:
    from runbook.config.tree import Path

NOTICE = timedelta(days=30)


def term_findings(organisation: Organisation, day: date) -> Iterator[Finding]:
    """What makes a runbook for this day impossible: too few approvers, or a needed role that nobody holds."""
    for lack in lacks(organisation, day):
        yield _finding(lack, day, "quorum-not-met", "role-vacant")
        if isinstance(lack, NoQuorum):
            for index, member in enumerate(organisation.approvers.members):
                if not member.in_office(day):
                    yield _out_of_office(("approvers", "members", index), member, day)


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
        if found := list(lacks(organisation, turn)):
            yield from (_finding(lack, turn, "note-quorum-breaks", "note-role-vacant") for lack in found)
            return


def _finding(lack: NoQuorum | Vacancy, day: date, quorum: str, vacancy: str) -> Finding:
    if isinstance(lack, NoQuorum):
        values = (("required", str(lack.required)), ("count", str(lack.count)), ("day", str(day)))
        return Finding(quorum, ("approvers", "required"), values)
    return Finding(vacancy, ("roles", lack.role.value), (("role", lack.role.value), ("day", str(day))))


def _out_of_office(path: Path, member: Appointment, day: date) -> Finding:
    person = ("person", member.person)
    if member.start > day:
        return Finding("approver-not-begun", (*path, "from"), (person, ("start", str(member.start))))
    return Finding("approver-term-over", (*path, "until"), (person, ("until", str(member.until))))
