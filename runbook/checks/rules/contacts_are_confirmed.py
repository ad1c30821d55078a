"""Every number and address of a person was confirmed with them within the interval of the contact test.

The interval is `rotation.contact_test.every`. A number that nobody has dialled for a year is a guess.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation.deadlines import contact_due, is_over

SEVERITY = Severity.WARNING
AHEAD = False  # every contact is due again within a year; nobody can confirm it beforehand
CONTROLS = ("contacts-current",)
SOURCES = ("ORG-M", "IRP")
GOOD = """
      - {kind: mobile, value: "+81 90 0000 0001", personal: true, confirmed_on: 2026-10-01,
"""
BAD = """
      # <- the next line
      - {kind: mobile, value: "+81 90 0000 0001", personal: true, confirmed_on: 2026-03-01,
"""


def check(case: Case) -> Iterator[Broken]:
    """At each person's first contact that is not confirmed, or no longer."""
    for index, person in enumerate(case.whole.people):
        for number, contact in enumerate(person.contacts):
            day, due = contact.confirmed_on, contact_due(contact, case.whole.rotation)
            if due is None or is_over(due, case.day):
                path = ("people", index, "contacts", number)
                yield Broken.of(
                    path,
                    about=person.id,
                    says="never" if day is None else "",
                    person=Name("person", person.id),
                    contact=contact.value,
                    day=str(day),
                )
                break
