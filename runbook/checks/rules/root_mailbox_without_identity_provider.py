"""The root mailbox can be read while the identity provider is down.

An outage of the identity provider is a usual reason for needing root. Give at least one reader a way in that does not
pass through it.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

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
    """At the mailbox."""
    for index, mailbox in enumerate(case.whole.mailboxes):
        if "idp" in mailbox.depends_on:
            yield Broken.of(("mailboxes", index, "depends_on"), about=mailbox.address, address=mailbox.address)
