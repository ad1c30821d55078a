"""What a person who leaves touches: the difference that it makes to offices and rules, and the lines to edit.

A leaving is the difference of two assessments: the company as it is, and the same without this person (`without`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from runbook.assessment import Assessment, judged
from runbook.checks import Finding, Severity
from runbook.custody import Key, Way, custody_classes
from runbook.errors import ConfigError, Problem
from runbook.knowledge.tasks import periodic_owner
from runbook.offboarding.edits import Edit, edits_for
from runbook.organisation import ORGANIZATION, Account, Appointment, Item, Organisation, OwnRole, Person, Place, Role
from runbook.organisation.horizon import horizon
from runbook.organisation.offices import (
    APART,
    NobodyWhoMust,
    NoQuorum,
    OneHand,
    Vacancy,
    in_one_hand,
    lacks,
    needed_roles,
)
from runbook.organisation.terms import held_roles, in_office, own_appointments, turning_days
from runbook.text.nearest import nearest

A = TypeVar("A", bound=Appointment)
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


@dataclass(frozen=True, slots=True)
class Locked:
    """Nobody is left who can open a place in which something lies."""

    place: str


Lack = NoQuorum | NobodyWhoMust | Vacancy | OneHand | Locked


@dataclass(frozen=True, slots=True)
class Break:
    """What is lacking, from which day to which; None if it does not end by the horizon."""

    lack: Lack
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything that somebody's leaving touches. ``last_day`` is their last day in office.

    ``mailboxes``, ``telephones`` and ``passwords`` are the accounts whose key of that kind they have; ``controls`` what
    they administer, use or could open besides; ``findings`` what
    `check` finds on the day after, and would not find if they stayed, or only later.
    """

    person: Person
    last_day: date
    held: tuple[Held, ...]
    places: tuple[OpenedPlace, ...]
    mailboxes: tuple[Account, ...]
    telephones: tuple[Account, ...]
    passwords: tuple[Account, ...]
    controls: tuple[Control, ...]
    alternates: tuple[Account, ...]
    calls: bool
    tasks: tuple[tuple[str, Role], ...]
    breaks: tuple[Break, ...]
    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]


def leaving(assessment: Assessment, person_id: str, last_day: date) -> Leaving:
    """What the leaving of a person touches; ConfigError if the config has no such person."""
    organisation = assessment.whole.organisation
    people = [person.id for person in organisation.people]
    if person_id not in people:
        raise ConfigError(
            (Problem.of("leave-unknown", "PERSON", person=person_id, nearest=nearest(person_id, people)),)
        )
    person = organisation.person(person_id)
    held = tuple(_held(organisation, person_id, last_day))
    places = tuple(_places(organisation, person_id))
    roles = {entry.role for entry in held if isinstance(entry.role, Role)}
    addresses = {contact.value for contact in person.contacts}
    return Leaving(
        person=person,
        last_day=last_day,
        held=held,
        places=places,
        mailboxes=_having(organisation, person_id, Key.MAILBOX, by_role=Role.MAILBOX_CUSTODIAN in roles),
        telephones=_having(organisation, person_id, Key.PHONE, by_role=Role.PHONE_CUSTODIAN in roles),
        passwords=_having(organisation, person_id, Key.PASSWORD, by_role=Role.PASSWORD_CUSTODIAN in roles),
        controls=tuple(_controls(organisation, person_id)),
        alternates=tuple(
            account for account in organisation.accounts if addresses & set(account.alternate_contacts.addresses)
        ),
        calls=any(step.call == person_id for step in organisation.escalation),
        tasks=tuple(_tasks(organisation, roles, opens=bool(places))),
        breaks=tuple(_breaks(organisation, person_id, last_day)),
        findings=tuple(_findings(assessment, person_id, last_day)),
        edits=tuple(edits_for(assessment.whole, person, last_day)),
    )


def without(organisation: Organisation, person_id: str, last_day: date) -> Organisation:
    """The organisation after a person has left and nothing else was done.

    Their terms end; they open no place, read no mailbox, answer no telephone and stand in for nobody. They stay in the
    list of people, because the file may still name them.
    """

    def ended(entry: A) -> A:
        if entry.person == person_id:
            return replace(entry, until=min(entry.until or last_day, last_day))
        return replace(entry, deputy=None) if entry.deputy == person_id else entry

    def others(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(person for person in people if person != person_id)

    return replace(
        organisation,
        people=tuple(
            replace(person, contacts=()) if person.id == person_id else person for person in organisation.people
        ),
        approvers=replace(organisation.approvers, members=tuple(map(ended, organisation.approvers.members))),
        roles={role: tuple(map(ended, entries)) for role, entries in organisation.roles.items()},
        own_roles=tuple(replace(role, holders=tuple(map(ended, role.holders))) for role in organisation.own_roles),
        places=tuple(
            replace(
                place,
                opened_by=tuple(group for group in place.opened_by if person_id not in group),
                keys_kept_by=None if place.keys_kept_by is None else others(place.keys_kept_by),
            )
            for place in organisation.places
        ),
        mailboxes=tuple(replace(box, readers=others(box.readers)) for box in organisation.mailboxes),
        recovery_phones=tuple(replace(phone, held_by=others(phone.held_by)) for phone in organisation.recovery_phones),
        accounts=tuple(
            replace(account, administered_by=others(account.administered_by)) if account.administered_by else account
            for account in organisation.accounts
        ),
        emergency_roles=tuple(replace(role, used_by=others(role.used_by)) for role in organisation.emergency_roles),
        services=tuple(
            replace(service, administered_by=others(service.administered_by)) for service in organisation.services
        ),
        domains=tuple(
            replace(domain, administered_by=others(domain.administered_by)) for domain in organisation.domains
        ),
        organization_admins=tuple(map(ended, organisation.organization_admins)),
        administration_alerts=tuple(
            replace(alert, reaches=others(alert.reaches)) for alert in organisation.administration_alerts
        ),
    )


def _having(organisation: Organisation, person: str, key: Key, *, by_role: bool) -> tuple[Account, ...]:
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


def _held(organisation: Organisation, person: str, last_day: date) -> Iterator[Held]:
    held: list[tuple[Role | OwnRole, Appointment]] = [(role, entry) for role, _, entry in held_roles(organisation)]
    held += [(role, entry) for role, _, entry in own_appointments(organisation)]
    for role, appointment in held:
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


def _controls(organisation: Organisation, person: str) -> Iterator[Control]:
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


def _tasks(organisation: Organisation, roles: set[Role], *, opens: bool) -> Iterator[tuple[str, Role]]:
    """Periodic tasks that this leaving makes due at once. Who could open a place counts as a custodian."""
    events = {event for event, affected in _EVENTS.items() if roles & set(affected)}
    if opens:
        events.add("custodian-left")
    for task, rule in organisation.rotation.tasks().items():
        if events & set(rule.on):
            yield task, periodic_owner(task, organisation)


def _findings(assessment: Assessment, person: str, last_day: date) -> Iterator[Finding]:
    """What rules find on the day after or from a coming day on, and would not find by then if the person stayed."""
    first = last_day + timedelta(days=1)
    whole = assessment.whole
    gone = replace(whole, organisation=without(whole.organisation, person, last_day))
    anyway = [(_about(finding), finding.since or first) for finding in judged(whole, first, assessment.knowledge)]
    earliest = dict(sorted(anyway, key=lambda entry: entry[1], reverse=True))
    for finding in judged(gone, first, assessment.knowledge):
        if finding.accepted is not None or finding.rule.severity is Severity.INFO:
            continue
        if (finding.since or first) < earliest.get(_about(finding), date.max):
            yield finding


def _about(finding: Finding) -> tuple[object, ...]:
    return finding.key, finding.broken.about, finding.broken.path


def _breaks(organisation: Organisation, person: str, last_day: date) -> Iterator[Break]:
    """What breaks because of this leaving: not what breaks by the same day without it."""
    first = last_day + timedelta(days=1)
    anyway = {entry.lack: entry.first for entry in reversed(list(_lacking(organisation, person, first)))}
    for entry in _lacking(without(organisation, person, last_day), person, first):
        if entry.first < anyway.get(entry.lack, date.max):
            yield entry
    for opened in _places(organisation, person):
        if opened.items and not opened.groups_left:
            yield Break(Locked(opened.place.id), first, None)


def _lacking(organisation: Organisation, leaver: str, first: date) -> Iterator[Break]:
    """What an organisation lacks from a day to its horizon, by periods; between two turning days all is alike."""
    days = (first, *turning_days(organisation, first, horizon(first)))
    lacking: Mapping[date, set[Lack]] = {
        day: {*lacks(organisation, day), *in_one_hand(_with_deputies(organisation, leaver, day))} for day in days
    }
    every: list[Lack] = [NoQuorum(organisation.approvers.required, 0), NobodyWhoMust("", 0)]
    every += [Vacancy(role) for role in needed_roles(organisation)]
    every += [OneHand(roles, "") for roles in APART]
    for lack in every:
        yield from _periods(lack, lacking)


def _with_deputies(organisation: Organisation, leaver: str, day: date) -> Organisation:
    """Those in office on a day; where the leaver left nobody, their deputies have stepped in."""
    present = in_office(organisation, day)
    stepped_in = {
        role: tuple(
            Appointment(entry.deputy, day) for entry in entries if entry.person == leaver and entry.deputy is not None
        )
        for role, entries in organisation.roles.items()
    }
    return replace(present, roles={role: present.roles.get(role) or stepped_in[role] for role in organisation.roles})


def _periods(lack: Lack, lacking: Mapping[date, set[Lack]]) -> Iterator[Break]:
    """The periods of one lack: from the first day that has it to the day before the first that has it no more."""
    start: date | None = None
    for has_it, days in groupby(lacking, lambda day: lack in lacking[day]):
        day = next(days)
        if has_it:
            start = day
        elif start is not None:
            yield Break(lack, start, day - timedelta(days=1))
            start = None
    if start is not None:
        yield Break(lack, start, None)
