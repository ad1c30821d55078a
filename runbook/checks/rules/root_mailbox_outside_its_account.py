"""The root mailbox does not live in the account that it recovers.

If the mail service, or the DNS of its domain, is in the account that is lost, so is the way back into it. Closing such
an account can make recovery impossible.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
CONTROLS = ("custody", "emergency-access")
SOURCES = ("WA-01", "ACC-CLOSE")
GOOD = """
    depends_on: [internet]
"""
BAD = """
    depends_on: [internet]
    hosted_in: "111122223333"  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the mailbox."""
    for index, mailbox in enumerate(case.whole.mailboxes):
        for account in case.whole.accounts:
            if account.id == mailbox.hosted_in and account.root_email and mailbox.serves(account.root_email):
                yield Broken.of(
                    ("mailboxes", index, "hosted_in"),
                    about=account.id,
                    address=mailbox.address,
                    account=Name("account", account.id),
                )
