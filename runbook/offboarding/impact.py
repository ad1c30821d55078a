"""What a person who leaves touches: roles, places, items, mailbox, telephone, tasks, broken rules, lines to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from runbook.config.people_rules import APART, needed_roles
from runbook.config.references import REFERENCES, fits
from runbook.config.tree import shown
from runbook.errors import ConfigError, Problem
from runbook.organisation import Account, Appointment, Custody, Item, Organisation, Person, Place, Role
from runbook.organisation.terms import appointment_path, held_roles, in_office, turning_days
from runbook.sheets.view import periodic_owner
from runbook.text.nearest import nearest

if TYPE_CHECKING:
    from runbook.config import Reading, Scalar
    from runbook.config.tree import Path

HORIZON = timedelta(days=365)
_EVENTS = {
    "approver-changed": (Role.APPROVER,),
    "custodian-left": (
        Role.PASSWORD_CUSTODIAN,
        Role.MFA_CUSTODIAN,
        Role.MAILBOX_CUSTODIAN,
        Role.PHONE_CUSTODIAN,
        Role.CENTRAL_ADMIN,
    ),
}
_SIGNS_OF_A_NAME = 2  # shorter words say nothing about a person


@dataclass(frozen=True, slots=True)
class Held:
    """A role that the person holds, or in which they stand in for ``stands_in_for`` (a person id)."""

    role: Role
    appointment: Appointment
    stands_in_for: str | None = None


@dataclass(frozen=True, slots=True)
class OpenedPlace:
    """A place that the person helps to open, who can still open it, and what lies there."""

    place: Place
    groups_left: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A rule that breaks, about what (a role, a place), from which day to which; None if it does not end in a year."""

    rule: str
    subject: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A value of the config to edit: how (a key of the words), where, and the line as typed."""

    action: str
    file: str
    line: int
    column: int
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything that somebody's leaving touches. ``last_day`` is their last day in office."""

    person: Person
    last_day: date
    held: tuple[Held, ...]
    places: tuple[OpenedPlace, ...]
    mailboxes: tuple[Account, ...]
    telephones: tuple[Account, ...]
    passwords: tuple[Account, ...]
    alternates: tuple[Account, ...]
    calls: bool
    tasks: tuple[tuple[str, Role], ...]
    breaks: tuple[Break, ...]
    edits: tuple[Edit, ...]


def leaving(reading: Reading, person_id: str, last_day: date) -> Leaving:
    """What the leaving of a person touches; ConfigError if the config has no such person."""
    organisation = reading.organisation
    people = [person.id for person in organisation.people]
    if person_id not in people:
        values = (("person", person_id), ("nearest", nearest(person_id, people)))
        raise ConfigError((Problem("leave-unknown", where="PERSON", values=values),))
    person = organisation.person(person_id)
    held = tuple(_held(organisation, person_id, last_day))
    places = tuple(_places(organisation, person_id))
    roles = {entry.role for entry in held}
    kept = [account for account in organisation.accounts if account.custody in {Custody.SAFE, Custody.REMOVED}]
    reached = {
        account for opened in places for item in opened.items if item.holds == "password" for account in item.accounts
    }
    addresses = {contact.value for contact in person.contacts}
    return Leaving(
        person=person,
        last_day=last_day,
        held=held,
        places=places,
        mailboxes=tuple(a for a in kept if Role.MAILBOX_CUSTODIAN in roles or _reads(organisation, person_id, a)),
        telephones=tuple(
            a
            for a in kept
            if a.custody is Custody.SAFE and (Role.PHONE_CUSTODIAN in roles or _answers(organisation, person_id, a))
        ),
        passwords=tuple(
            account
            for account in organisation.accounts
            if account.custody is Custody.SAFE and (account.id in reached or Role.PASSWORD_CUSTODIAN in roles)
        ),
        alternates=tuple(
            account
            for account in organisation.accounts
            if addresses
            & {
                account.alternate_contacts.billing,
                account.alternate_contacts.operations,
                account.alternate_contacts.security,
            }
        ),
        calls=any(step.call == person_id for step in organisation.escalation),
        tasks=tuple(_tasks(organisation, roles, opens=bool(places))),
        breaks=tuple(_breaks(organisation, person_id, last_day)),
        edits=tuple(_edits(reading, person, last_day)),
    )


def _reads(organisation: Organisation, person: str, account: Account) -> bool:
    mailbox = organisation.mailbox(account)
    return mailbox is not None and person in mailbox.readers


def _answers(organisation: Organisation, person: str, account: Account) -> bool:
    phone = organisation.recovery_phone(account.id)
    return phone is not None and person in phone.held_by


def _held(organisation: Organisation, person: str, last_day: date) -> Iterator[Held]:
    for role, _, appointment in held_roles(organisation):
        if appointment.until is not None and appointment.until < last_day:
            continue
        if appointment.person == person:
            yield Held(role, appointment)
        if appointment.deputy == person:
            yield Held(role, appointment, stands_in_for=appointment.person)


def _places(organisation: Organisation, person: str) -> Iterator[OpenedPlace]:
    for place in organisation.places:
        if any(person in group for group in place.opened_by):
            left = tuple(group for group in place.opened_by if person not in group)
            yield OpenedPlace(place, left, organisation.items_in(place.id))


def _tasks(organisation: Organisation, roles: set[Role], *, opens: bool) -> Iterator[tuple[str, Role]]:
    """Periodic tasks that this leaving makes due at once. Who could open a place counts as a custodian."""
    events = {event for event, affected in _EVENTS.items() if roles & set(affected)}
    if opens:
        events.add("custodian-left")
    for task, rule in organisation.rotation.tasks().items():
        if events & set(rule.on):
            yield task, periodic_owner(task, organisation)


def _without(organisation: Organisation, person: str, last_day: date) -> Organisation:
    """The organisation as it is if the person leaves and nothing else is changed."""

    def cut(appointments: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        return tuple(
            replace(entry, until=min(entry.until or last_day, last_day)) if entry.person == person else entry
            for entry in appointments
        )

    return replace(
        organisation,
        approvers=replace(organisation.approvers, members=cut(organisation.approvers.members)),
        roles={role: cut(held) for role, held in organisation.roles.items()},
    )


def _breaks(organisation: Organisation, person: str, last_day: date) -> Iterator[Break]:
    """What breaks because of this leaving: not what breaks by the same day without it."""
    first = last_day + timedelta(days=1)
    anyway = {(entry.rule, entry.subject): entry.first for entry in reversed(_broken(organisation, person, first))}
    for entry in _broken(_without(organisation, person, last_day), person, first):
        if entry.first < anyway.get((entry.rule, entry.subject), date.max):
            yield entry
    for opened in _places(organisation, person):
        if opened.items and not opened.groups_left:
            yield Break("locked", opened.place.id, first, None)


def _broken(organisation: Organisation, person: str, first: date) -> list[Break]:
    """Rules that an organisation breaks in the year from a day; ``person`` is who leaves it."""
    days = (first, *turning_days(organisation, first, first + HORIZON))
    found = list(_periods("quorum", "", days, partial(_too_few, organisation)))
    for role in needed_roles(organisation):
        found += _periods("vacant", role.value, days, partial(_is_vacant, organisation, role))
    for pair in APART:
        subject = f"{pair[0].value}/{pair[1].value}"
        found += _periods("together", subject, days, partial(_in_one_hand, organisation, person, pair))
    return found


def _periods(rule: str, subject: str, days: tuple[date, ...], broken: Callable[[date], bool]) -> Iterator[Break]:
    """The periods in which something is broken; between two of the days nothing changes."""
    start: date | None = None
    for day in days:
        if broken(day) and start is None:
            start = day
        elif not broken(day) and start is not None:
            yield Break(rule, subject, start, day - timedelta(days=1))
            start = None
    if start is not None:
        yield Break(rule, subject, start, None)


def _too_few(organisation: Organisation, day: date) -> bool:
    present = in_office(organisation, day)
    return len(present.approvers.members) < organisation.approvers.required


def _is_vacant(organisation: Organisation, role: Role, day: date) -> bool:
    return not _holders(organisation, role, day)


def _holders(organisation: Organisation, role: Role, day: date) -> set[str]:
    return {appointment.person for appointment in organisation.holders(role) if appointment.in_office(day)}


def _in_one_hand(organisation: Organisation, leaver: str, pair: tuple[Role, Role], day: date) -> bool:
    """Whether both halves are with one person once the leaver's deputy has stepped in."""
    hands = []
    for role in pair:
        holders = _holders(organisation, role, day)
        if not holders:
            holders = {
                entry.deputy for entry in organisation.holders(role) if entry.person == leaver and entry.deputy
            } - {leaver}
        hands.append(holders)
    return bool(hands[0]) and hands[0] == hands[1] and len(hands[0]) == 1


def _edits(reading: Reading, person: Person, last_day: date) -> Iterator[Edit]:
    """Every value of the file that stands for the person or holds their name or address, in its order."""
    names = [
        name
        for code in reading.organisation.languages
        if len(name := person.name.in_language(code)) >= _SIGNS_OF_A_NAME
    ]
    addresses = [contact.value for contact in person.contacts]
    own = next(index for index, other in enumerate(reading.organisation.people) if other.id == person.id)
    for scalar in reading.scalars:
        action = _action(reading, scalar, person.id, last_day)
        if scalar.path[:2] == ("people", own):
            action = "remove-person" if scalar.path[2:] == ("id",) else None
        elif action is None and scalar.value in addresses:
            action = "replace-address"
        elif action is None and any(text in scalar.value for text in (*names, *addresses)):
            action = "rewrite"
        if action:
            source = reading.source.lines[scalar.line - 1].strip()
            yield Edit(action, reading.source.path, scalar.line, scalar.column, shown(scalar.path), source)


_ACTIONS = {
    "person": "set-until",
    "deputy": "replace-deputy",
    "call": "replace-call",
    "opened_by": "replace-opener",
    "readers": "replace-reader",
    "held_by": "replace-holder",
    "accepted_by": "replace-acceptor",
}


def _action(reading: Reading, scalar: Scalar, person: str, last_day: date) -> str | None:
    refers = any(kind == "people" and fits(scalar.path, pattern) for pattern, (kind, _) in REFERENCES.items())
    if not refers or scalar.value.strip() != person:
        return None
    words = [part for part in scalar.path if isinstance(part, str)]
    action = _ACTIONS[words[-1]]
    if action == "set-until":
        appointments: dict[Path, Appointment] = {
            appointment_path(role, index): appointment for role, index, appointment in held_roles(reading.organisation)
        }
        until = appointments[scalar.path[:-1]].until
        return None if until is not None and until <= last_day else action
    return action
