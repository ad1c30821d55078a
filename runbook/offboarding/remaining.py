"""The organisation that remains when a person has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from runbook.organisation import Appointment, Organisation

A = TypeVar("A", bound=Appointment)


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
