"""No root user has an access key.

A root key works from anywhere, without MFA, and nothing limits it. For the rare task that needs the command line sign
in with `aws login` and sign out again.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
AHEAD = False  # no day changes it
CONTROLS = ("no-root-key",)
SOURCES = ("DELKEY", "BP", "SCLI")
GOOD = """
    root_email: aws-root-payer@example.co.jp
"""
BAD = """
    root_email: aws-root-payer@example.co.jp
    root_access_key: true  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in enumerate(case.whole.accounts):
        if account.root_access_key:
            yield Broken.of(
                ("accounts", index, "root_access_key"), about=account.id, account=Name("account", account.id)
            )
