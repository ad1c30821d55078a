"""No person is custodian of both the password and the MFA device, nor stands in for both.

AWS advises two groups of people: one for the password, one for the MFA device.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation import Role
from runbook.organisation.terms import appointment_path, held_roles

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval", "root-mfa")
SOURCES = ("BP", "WA-01")
GOOD = """
    - {person: kobayashi, from: 2026-04-01, deputy: tanaka}
  mailbox_custodian:
"""
BAD = """
    - {person: kobayashi, from: 2026-04-01, deputy: ito}  # <-
  mailbox_custodian:
"""


def check(case: Case) -> Iterator[Broken]:
    """At the custodian of the MFA device."""
    held = [(role, index, entry) for role, index, entry in held_roles(case.whole) if entry.in_office(case.day)]
    passwords = {
        person for role, _, entry in held if role is Role.PASSWORD_CUSTODIAN for person in (entry.person, entry.deputy)
    }
    for role, index, entry in held:
        for field, person in (("person", entry.person), ("deputy", entry.deputy)):
            if role is Role.MFA_CUSTODIAN and person is not None and person in passwords:
                yield Broken.of((*appointment_path(role, index), field), about=person, person=Name("person", person))
