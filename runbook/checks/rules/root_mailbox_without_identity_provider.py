"""The root mailbox can be read while the identity provider is down.

An outage of the identity provider is a usual reason for needing root. Give at least one reader a way in that does not
pass through it.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import needed

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access",)
SOURCES = ("WA-03", "WA-10")
GOOD = """
    depends_on: [internet]
"""
BAD = """
    depends_on: [idp, internet]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the mailbox, whether it depends on the identity provider itself or its mail service does."""
    providers = needed(case.whole, ("idp",))
    for index, mailbox in enumerate(case.whole.mailboxes):
        if providers & needed(case.whole, (*mailbox.depends_on, *([mailbox.service] if mailbox.service else ()))):
            yield Broken.of(("mailboxes", index, "depends_on"), about=mailbox.address, address=mailbox.address)
