"""Root mail goes to a group, not to one person's mailbox.

The root address outlives everyone who reads it. AWS advises a group address on a company domain that is used for
nothing else. The rule also speaks when the config does not say where root mail arrives.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
AHEAD = False  # no day changes it
CONTROLS = ("custody", "contacts-current")
SOURCES = ("BP", "WA-01")
GOOD = """
    group: true
"""
BAD = """
    group: false  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the mailbox; at the first account whose mailbox is not told."""
    for index, mailbox in enumerate(case.whole.mailboxes):
        if not mailbox.group:
            yield Broken.of(("mailboxes", index, "group"), about=mailbox.address, address=mailbox.address)
    for index, account in enumerate(case.whole.accounts):
        if not account.root_email or account.is_closed:
            continue
        if account.route.ours and case.whole.mailbox(account) is None:
            yield Broken.of(
                ("accounts", index, "root_email"),
                about=account.id,
                says="unknown",
                account=Name("account", account.id),
                address=account.root_email,
            )
            return
