"""Two people or more can read the root mailbox.

AWS can ask for a code by mail in the middle of a sign-in, or force a new password. Then somebody must read.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation import Role

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "emergency-access")
SOURCES = ("STROUBLE", "ORG-M")
GOOD = """
    readers: [yoshida, mori]
"""
BAD = """
    readers: [yoshida]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the mailbox. Without readers the mailbox custodians and their deputies read it."""
    for index, mailbox in enumerate(case.whole.mailboxes):
        readers = set(mailbox.readers) or {
            person
            for entry in case.present.holders(Role.MAILBOX_CUSTODIAN)
            for person in (entry.person, entry.deputy)
            if person
        }
        if len(readers) == 1:
            yield Broken.of(
                ("mailboxes", index, "readers"),
                about=mailbox.address,
                address=mailbox.address,
                person=Name("person", next(iter(readers))),
            )
