"""Nobody can become root alone.

A group can be root when it has all keys of one path: password and MFA (sign-in), mailbox and MFA (password reset),
mailbox and telephone (lost-MFA recovery), or a central root session and the mailbox (member accounts). This rule looks
for groups of one. It gives nobody the benefit of the doubt: whoever stands in for somebody may be handed that person's
keys, and one person may hold both keys of a lock for two.

The finding prints the proof as a path: who opens what, takes what, reads what. Break the path where it is cheapest:
another reader of the mailbox, another deputy, another place.

The mailbox and the telephone together are root, without password and without MFA: AWS resets the one by mail and
replaces the other after a call.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts_of, ids_of
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import ClassResilience
from runbook.custody.phrases import collusion
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval", "custody")
SOURCES = ("BP", "WA-01", "LOST", "CENT")
GOOD = """
service: mihon-mobile, sms: true, voice: true}
...
  - id: "111122223333"
    name: sample-payer
"""
BAD = """
service: mihon-mobile, sms: true, voice: true, held_by: [yoshida]}
...
  - id: "111122223333"  # <-
    name: sample-payer
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding per person, at the first account; with the proof for it."""
    alone: dict[str, list[ClassResilience]] = {}
    for entry in case.resilience.classes:
        for found in entry.proofs:
            if len(found.people) == 1:
                alone.setdefault(next(iter(found.people)), []).append(entry)
    for person, classes in alone.items():
        first = next(found for found in classes[0].proofs if found.people == {person})
        yield Broken.of(
            case.line_of(classes[0]),
            about=person,
            extent=ids_of(classes),
            person=Name("person", person),
            accounts=accounts_of(classes),
            proof=collusion(first),
        )
