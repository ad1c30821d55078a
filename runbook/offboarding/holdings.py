"""What a person has in hand: roles and places, keys of accounts, what they administer, the tasks that follow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from runbook.custody import Key, Way, custody_classes
from runbook.knowledge.tasks import periodic_owner
from runbook.organisation import ORGANIZATION, Account, Appointment, Item, Organisation, OwnRole, Place, Role
from runbook.organisation.terms import held_roles, own_appointments

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


@dataclass(frozen=True, slots=True)
class Held:
    """A role that the person holds, or in which they stand in for ``stands_in_for`` (a person id)."""

    role: Role | OwnRole
    appointment: Appointment
    stands_in_for: str | None = None


@dataclass(frozen=True, slots=True)
class OpenedPlace:
    """A place that the person helps to open, who can still open it, and what lies there."""

    place: Place
    groups_left: tuple[tuple[str, ...], ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """What a person controls: organization, service, domain, account, emergency or lock, and which of them."""

    kind: str
    id: str


def roles_of(organisation: Organisation, person: str, last_day: date) -> Iterator[Held]:
    """Every role that the person has on the last day or later, own or in somebody's stead."""
    held: list[tuple[Role | OwnRole, Appointment]] = [(role, entry) for role, _, entry in held_roles(organisation)]
    held += [(role, entry) for role, _, entry in own_appointments(organisation)]
    for role, appointment in held:
        if appointment.until is not None and appointment.until < last_day:
            continue
        if appointment.person == person:
            yield Held(role, appointment)
        if appointment.deputy == person:
            yield Held(role, appointment, stands_in_for=appointment.person)


def places_of(organisation: Organisation, person: str) -> Iterator[OpenedPlace]:
    """Every place that the person helps to open."""
    for place in organisation.places:
        if any(person in group for group in place.opened_by):
            left = tuple(group for group in place.opened_by if person not in group)
            yield OpenedPlace(place, left, organisation.items_in(place.id))


def accounts_reached(organisation: Organisation, person: str, key: Key, *, by_role: bool) -> tuple[Account, ...]:
    """The accounts whose key a person has: in their own hands, in a place that they open, or by a role of theirs.

    A telephone or tablet that lies in a place is no telephone or mailbox of theirs; it is told with the place.
    """
    in_reach = {
        account.id
        for custody in custody_classes(organisation)
        if key in custody.keys or key is Key.MAILBOX
        if by_role or any(_has(person, way) for way in custody.ways_to(key))
        for account in custody.accounts
    }
    return tuple(account for account in organisation.accounts if account.id in in_reach)


def _has(person: str, way: Way) -> bool:
    in_hand = way.item is None or way.key is Key.PASSWORD
    return in_hand and any(person in holder.people for holder in way.group)


def controls_of(organisation: Organisation, person: str) -> Iterator[Control]:
    """Everything by which a person could still act after the last day, beside places, mailboxes and telephones."""
    if any(person in (entry.person, entry.deputy) for entry in organisation.organization_admins):
        yield Control("organization", ORGANIZATION)
    controlled = [
        *(("service", service.id, service.administered_by) for service in organisation.services),
        *(("domain", domain.name, domain.administered_by) for domain in organisation.domains),
        *(("account", account.id, account.administered_by or ()) for account in organisation.accounts),
        *(("emergency", role.name, role.used_by) for role in organisation.emergency_roles),
        *(("lock", place.id, place.keys_kept_by or ()) for place in organisation.places),
    ]
    yield from (Control(kind, thing) for kind, thing, people in controlled if person in people)


def tasks_due(organisation: Organisation, roles: set[Role], *, opens: bool) -> Iterator[tuple[str, Role]]:
    """Periodic tasks that this leaving makes due at once. Who could open a place counts as a custodian."""
    events = {event for event, affected in _EVENTS.items() if roles & set(affected)}
    if opens:
        events.add("custodian-left")
    for task, rule in organisation.rotation.tasks().items():
        if events & set(rule.on):
            yield task, periodic_owner(task, organisation)
