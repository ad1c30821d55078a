"""Who is in office on a day: appointments have a first and a last day, and both count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from runbook.organisation import Appointment, Organisation, OwnRole, Role

A = TypeVar("A", bound=Appointment)


def in_office(organisation: Organisation, day: date) -> Organisation:
    """The organisation with only the appointments of a day; a deputy goes with the appointment."""
    return replace(
        organisation,
        approvers=replace(organisation.approvers, members=_on(organisation.approvers.members, day)),
        roles={role: held for role, all_held in organisation.roles.items() if (held := _on(all_held, day))},
        organization_admins=_on(organisation.organization_admins, day),
        own_roles=tuple(replace(role, holders=_on(role.holders, day)) for role in organisation.own_roles),
    )


def _on(appointments: tuple[A, ...], day: date) -> tuple[A, ...]:
    return tuple(appointment for appointment in appointments if appointment.in_office(day))


def held_roles(organisation: Organisation) -> Iterator[tuple[Role, int, Appointment]]:
    """Every appointment with its role and its place in the list of that role; approvers first."""
    for index, member in enumerate(organisation.approvers.members):
        yield Role.APPROVER, index, member
    for role, appointments in organisation.roles.items():
        for index, appointment in enumerate(appointments):
            yield role, index, appointment


def own_appointments(organisation: Organisation) -> Iterator[tuple[OwnRole, tuple[str | int, ...], Appointment]]:
    """Every appointment to a role of the company's own, and where it stands in the config."""
    for number, role in enumerate(organisation.own_roles):
        for index, appointment in enumerate(role.holders):
            yield role, ("own_roles", number, "holders", index), appointment


def appointment_path(role: Role, index: int) -> tuple[str | int, ...]:
    """Where an appointment stands in the config."""
    return ("approvers", "members", index) if role is Role.APPROVER else ("roles", role.value, index)


def appointments(organisation: Organisation) -> Iterator[tuple[str, tuple[str | int, ...], Appointment]]:
    """Everything that somebody is appointed to: its name in the config, where it stands, and the appointment."""
    yield from ((role.value, appointment_path(role, at), entry) for role, at, entry in held_roles(organisation))
    yield from ((role.id, path, entry) for role, path, entry in own_appointments(organisation))
    for index, entry in enumerate(organisation.organization_admins):
        yield "organization_admins", ("organization_admins", index), entry


def turning_days(organisation: Organisation, first: date, last: date) -> tuple[date, ...]:
    """The days after ``first``, up to ``last``, on which somebody comes into office or is first out of it."""
    held = [appointment for _, _, appointment in appointments(organisation)]
    days = {appointment.start for appointment in held}
    days |= {
        appointment.until + timedelta(days=1)
        for appointment in held
        if appointment.until is not None and appointment.until < date.max
    }
    return tuple(sorted(day for day in days if first < day <= last))
