"""Which offices must be filled so that the runbook can be followed, and what an organisation lacks on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from runbook.organisation.accounts import Custody
from runbook.organisation.people import Role
from runbook.organisation.terms import in_office
from runbook.organisation.whole import Organisation

# Roles that hold two halves of one root user: never with one person.
APART = ((Role.PASSWORD_CUSTODIAN, Role.MFA_CUSTODIAN), (Role.MAILBOX_CUSTODIAN, Role.PHONE_CUSTODIAN))


class Need(StrEnum):
    """Why a role must be held."""

    ALWAYS = "always"
    SAFE = "safe"
    REMOVED = "removed"
    SEALED = "sealed"


_NEEDED = {
    Need.ALWAYS: (Role.OPERATOR, Role.WITNESS),
    Need.SAFE: (
        Role.PASSWORD_CUSTODIAN,
        Role.MFA_CUSTODIAN,
        Role.MAILBOX_CUSTODIAN,
        Role.PHONE_CUSTODIAN,
    ),
    Need.REMOVED: (Role.CENTRAL_ADMIN,),
    Need.SEALED: (Role.MAILBOX_CUSTODIAN, Role.PHONE_CUSTODIAN),
}


def needed_roles(organisation: Organisation) -> Mapping[Role, Need]:
    """The roles without which the procedure cannot be carried out, and why."""
    custodies = {account.custody for account in organisation.accounts}
    needs = [
        Need.ALWAYS,
        *(need for need in (Need.SEALED, Need.SAFE, Need.REMOVED) if Custody(need.value) in custodies),
    ]
    return {role: need for need in needs for role in _NEEDED[need]}


@dataclass(frozen=True, slots=True)
class NoQuorum:
    """Too few approvers are in office. Two of them are the same lack, however many are missing."""

    required: int
    count: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class NobodyWhoMust:
    """Nobody is left of those who must be among the approvers: the demand stands, and cannot be met.

    ``person`` was the last of them, at ``index`` among the approvers.
    """

    person: str = field(compare=False)
    index: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Nobody holds a role that is needed."""

    role: Role


@dataclass(frozen=True, slots=True)
class OneHand:
    """Two roles that must be apart are held by one person and nobody else."""

    roles: tuple[Role, Role]
    person: str = field(compare=False)


def nobody_who_must(organisation: Organisation, day: date) -> NobodyWhoMust | None:
    """The lack of an organisation, given with all its appointments, if all who had to approve are out of office.

    A demand that has not begun yet is none.
    """
    must = [(index, member) for index, member in enumerate(organisation.approvers.members) if member.must]
    over = [(member.until, index) for index, member in must if member.until is not None and member.until < day]
    if not over or any(member.in_office(day) for _, member in must):
        return None
    _, last = max(over)
    return NobodyWhoMust(organisation.approvers.members[last].person, last)


def lacks(organisation: Organisation, day: date) -> Iterator[NoQuorum | NobodyWhoMust | Vacancy]:
    """What an organisation, given with all its appointments, lacks on a day. A deputy fills no office."""
    present = in_office(organisation, day)
    required, count = organisation.approvers.required, len(present.approvers.members)
    if count < required:
        yield NoQuorum(required, count)
    if gone := nobody_who_must(organisation, day):
        yield gone
    for role in needed_roles(organisation):
        if organisation.roles.get(role) and not present.roles.get(role):
            yield Vacancy(role)


def in_one_hand(organisation: Organisation) -> Iterator[OneHand]:
    """Halves that are with one person: by all appointments that the organisation is given with."""
    for roles in APART:
        first, second = ({appointment.person for appointment in organisation.holders(role)} for role in roles)
        if first == second and len(first) == 1:
            yield OneHand(roles, first.pop())
