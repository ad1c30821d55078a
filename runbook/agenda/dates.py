"""What the config dates: contacts, devices, batteries, custody, domains, accepted risks, terms, absences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Kind
from runbook.knowledge.procedure import acting_role
from runbook.knowledge.tasks import periodic_owner
from runbook.organisation import Role
from runbook.organisation.absences import unattended
from runbook.organisation.deadlines import (
    YEAR,
    contact_due,
    contact_interval,
    custody_due,
    device_due,
    device_interval,
    has_battery,
    is_looked_at,
    is_tested,
    renewal_due,
    root_domains,
)
from runbook.organisation.terms import appointments

if TYPE_CHECKING:
    from runbook.agenda.survey import Survey
    from runbook.organisation import Item, Organisation

_CUSTODIANS: Mapping[str, Role] = {
    "password": Role.PASSWORD_CUSTODIAN,
    "mfa": Role.MFA_CUSTODIAN,
    "pin": Role.MFA_CUSTODIAN,
    "mailbox": Role.MAILBOX_CUSTODIAN,
    "phone": Role.PHONE_CUSTODIAN,
}


def dated(survey: Survey) -> Iterator[Entry]:
    """Everything that the config dates, or ought to, and whose day can be told from it."""
    for of_kind in (_contacts, _tests, _batteries, _custody, _domains, _risks, _terms, _absences):
        yield from of_kind(survey)


def _contacts(survey: Survey) -> Iterator[Entry]:
    """The contacts of each person that are due on the same day."""
    rotation = survey.whole.rotation
    for index, person in enumerate(survey.whole.people):
        found: dict[date | None, list[tuple[int, date | None]]] = {}
        for number, contact in enumerate(person.contacts):
            last = survey.last(Kind.CONTACT, person.id, contact.confirmed_on)
            due = contact_due(replace(contact, confirmed_on=last), rotation)
            found.setdefault(due, []).append((number, last))
        for due, contacts in found.items():
            number, last = contacts[0]
            yield survey.judged(
                Entry(
                    kind=Kind.CONTACT,
                    subject=person.id,
                    path=("people", index, "contacts", number, "confirmed_on"),
                    due=due,
                    role=periodic_owner("contact_test", survey.whole),
                    last=last,
                    every=contact_interval(rotation),
                    source="rotation.contact_test",
                    rule="contacts-are-confirmed",
                    about=tuple(str(number) for number, _ in contacts),
                )
            )


def _tests(survey: Survey) -> Iterator[Entry]:
    """Every item that was tested once, and every MFA device of ours."""
    for index, item in enumerate(survey.whole.items):
        last = survey.last(Kind.TEST, item.id, item.tested_on)
        if is_tested(replace(item, tested_on=last)):
            yield survey.judged(
                Entry(
                    kind=Kind.TEST,
                    subject=item.id,
                    path=("items", index, "tested_on"),
                    due=device_due(replace(item, tested_on=last), survey.whole.rotation),
                    role=periodic_owner("mfa_check", survey.whole),
                    last=last,
                    every=device_interval(survey.whole.rotation),
                    source="rotation.mfa_check",
                    places=(item.place,),
                )
            )


def _batteries(survey: Survey) -> Iterator[Entry]:
    for index, item in enumerate(survey.whole.items):
        if has_battery(item) or item.battery_due is not None:
            yield survey.judged(
                Entry(
                    kind=Kind.BATTERY,
                    subject=item.id,
                    path=("items", index, "battery_due"),
                    due=item.battery_due,
                    role=_custodian(item, survey.whole),
                    rule="batteries-are-fresh",
                    places=(item.place,),
                )
            )


def _custody(survey: Survey) -> Iterator[Entry]:
    """The accounts whose custody was verified on the same day."""
    kept: dict[str, list[str]] = {}
    for item in survey.whole.items:
        for account_id in item.accounts:
            kept.setdefault(account_id, []).append(item.place)
    found: dict[date | None, list[int]] = {}
    accounts = survey.whole.accounts
    for number, account in enumerate(accounts):
        if is_looked_at(account):
            found.setdefault(survey.last(Kind.CUSTODY, account.id, account.verified_on), []).append(number)
    for last, numbers in found.items():
        yield survey.judged(
            Entry(
                kind=Kind.CUSTODY,
                subject="accounts",
                path=("accounts", numbers[0], "verified_on"),
                due=custody_due(replace(accounts[numbers[0]], verified_on=last)),
                role=periodic_owner("mfa_check", survey.whole),
                last=last,
                every=YEAR,
                rule="custody-is-verified",
                places=tuple(dict.fromkeys(place for number in numbers for place in kept.get(accounts[number].id, ()))),
                about=tuple(accounts[number].id for number in numbers),
            )
        )


def _domains(survey: Survey) -> Iterator[Entry]:
    for index, domain in root_domains(survey.whole):
        yield survey.judged(
            Entry(
                kind=Kind.DOMAIN,
                subject=domain.name,
                path=("domains", index, "expires_on"),
                due=renewal_due(domain),
                role=None if domain.administered_by else _owner(survey.whole),
                rule="domains-do-not-expire",
                ends=domain.expires_on,
            ),
            domain.administered_by,
        )


def _risks(survey: Survey) -> Iterator[Entry]:
    for index, risk in enumerate(survey.whole.accepted_risks):
        yield survey.judged(
            Entry(
                kind=Kind.RISK,
                subject=risk.rule,
                path=("accepted_risks", index, "until"),
                due=risk.until,
                rule="accepted-risks-are-in-force",
                part=risk.about or "",
                about=(risk.about,) if risk.about else (),
            ),
            (risk.accepted_by,),
        )


def _terms(survey: Survey) -> Iterator[Entry]:
    """Terms with a last day. One that is over is overdue until its entry is gone or has a later day."""
    for role, path, appointment in appointments(survey.whole):
        if appointment.until is not None:
            yield survey.judged(
                Entry(
                    kind=Kind.TERM,
                    subject=appointment.person,
                    path=(*path, "until"),
                    due=appointment.until,
                    role=_owner(survey.whole),
                    part=f"{role} {appointment.start}",
                    about=(role,),
                )
            )


def _absences(survey: Survey) -> Iterator[Entry]:
    """Somebody stands in from the first day on which nobody would, so they are named on the day before."""
    for found in unattended(survey.whole, survey.day):
        path = next(
            path
            for role, path, entry in appointments(survey.whole)
            if role in found.roles and entry.person == found.person and entry.in_office(found.first)
        )
        yield survey.judged(
            Entry(
                kind=Kind.ABSENCE,
                subject=found.person,
                path=(*path, "deputy"),
                due=found.first - timedelta(days=1),
                role=_owner(survey.whole),
                part=str(found.start),
                about=found.roles,
                ends=found.until,
            )
        )


def _owner(organisation: Organisation) -> Role:
    return acting_role(Role.OWNER, organisation)


def _custodian(item: Item, organisation: Organisation) -> Role:
    held = next((_CUSTODIANS[key] for key in item.keys), Role.OWNER)
    return acting_role(held, organisation)
