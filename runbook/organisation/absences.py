"""Absences that leave a role with nobody: neither the deputy nor another holder is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from runbook.organisation.people import Absence, Appointment, Role
from runbook.organisation.terms import held_roles, own_appointments
from runbook.organisation.whole import Organisation


@dataclass(frozen=True, slots=True)
class Unattended:
    """An absence of a person, from ``start`` to ``until``: from which day on (``first``) which roles have nobody.

    ``roles`` are names of the config, of roles of the company's own their ids.
    """

    person: str
    start: date
    first: date
    until: date
    roles: tuple[str, ...]


def unattended(organisation: Organisation, day: date) -> Iterator[Unattended]:
    """The absences that are not over on a day and leave a role unattended, of an organisation with all appointments.

    An approver leaves none while as many others can approve as must. Hours and public holidays are no absences.
    """
    held = _by_role(organisation)
    for person in organisation.people:
        for absence in person.absences:
            if absence.until < day:
                continue
            days = _turning(organisation, held, absence)
            firsts = {role: _first_without(organisation, role, held[role], person.id, days) for role in held}
            found = {role: first for role, first in firsts.items() if first is not None}
            if found:
                yield Unattended(person.id, absence.start, min(found.values()), absence.until, tuple(found))


def _by_role(organisation: Organisation) -> dict[str, list[Appointment]]:
    found: dict[str, list[Appointment]] = {}
    for role, _, entry in held_roles(organisation):
        found.setdefault(role.value, []).append(entry)
    for own, _, entry in own_appointments(organisation):
        found.setdefault(own.id, []).append(entry)
    return found


def _turning(organisation: Organisation, held: Mapping[str, Sequence[Appointment]], absence: Absence) -> list[date]:
    """The first day of an absence, and those in it on which a term or another absence begins or is over."""
    spans = [(entry.start, entry.until) for entries in held.values() for entry in entries]
    spans += [(other.start, other.until) for person in organisation.people for other in person.absences]
    after = {last + timedelta(days=1) for _, last in spans if last is not None}
    return sorted(day for day in {first for first, _ in spans} | after if absence.covers(day))


def _first_without(
    organisation: Organisation, role: str, entries: Sequence[Appointment], person: str, days: Sequence[date]
) -> date | None:
    """The first of the days on which the person holds the role, and too few can do what it does."""
    needed = organisation.approvers.required if role == Role.APPROVER.value else 1
    for day in days:
        there = [entry for entry in entries if entry.in_office(day)]
        if any(entry.person == person for entry in there) and len(_able(organisation, there, day)) < needed:
            return day
    return None


def _able(organisation: Organisation, entries: Sequence[Appointment], day: date) -> set[str]:
    """Who can act on a day for some appointments: the holder, or else the deputy; nobody counts twice."""
    able: set[str] = set()
    for entry in entries:
        for name in (entry.person, entry.deputy):
            if name is not None and organisation.person(name).absence(day) is None:
                able.add(name)
                break
    return able
