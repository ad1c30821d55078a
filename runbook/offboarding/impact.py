"""What a person who leaves touches: the difference that it makes to offices and rules, and the lines to edit.

A leaving is the difference of two assessments: the company as it is, and the same without this person (`without`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from runbook.assessment import Assessment, judged
from runbook.checks import Finding, Severity
from runbook.custody import Key
from runbook.errors import ConfigError, Problem
from runbook.offboarding.breaks import Break, breaks_of
from runbook.offboarding.edits import Edit, edits_for
from runbook.offboarding.holdings import (
    Control,
    Held,
    OpenedPlace,
    accounts_reached,
    controls_of,
    places_of,
    roles_of,
    tasks_due,
)
from runbook.offboarding.remaining import without
from runbook.organisation import Account, Person, Role
from runbook.text.nearest import suggested


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
        raise ConfigError((Problem.of("leave-unknown", "PERSON", person=person_id, **suggested(person_id, people)),))
    person = organisation.person(person_id)
    held = tuple(roles_of(organisation, person_id, last_day))
    places = tuple(places_of(organisation, person_id))
    roles = {entry.role for entry in held if isinstance(entry.role, Role)}
    addresses = {contact.value for contact in person.contacts}
    return Leaving(
        person=person,
        last_day=last_day,
        held=held,
        places=places,
        mailboxes=accounts_reached(organisation, person_id, Key.MAILBOX, by_role=Role.MAILBOX_CUSTODIAN in roles),
        telephones=accounts_reached(organisation, person_id, Key.PHONE, by_role=Role.PHONE_CUSTODIAN in roles),
        passwords=accounts_reached(organisation, person_id, Key.PASSWORD, by_role=Role.PASSWORD_CUSTODIAN in roles),
        controls=tuple(controls_of(organisation, person_id)),
        alternates=tuple(
            account for account in organisation.accounts if addresses & set(account.alternate_contacts.addresses)
        ),
        calls=any(step.call == person_id for step in organisation.escalation),
        tasks=tuple(tasks_due(organisation, roles, opens=bool(places))),
        breaks=tuple(breaks_of(organisation, person_id, last_day)),
        findings=tuple(_findings(assessment, person_id, last_day)),
        edits=tuple(edits_for(assessment.whole, person, last_day)),
    )


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
