"""It is known how the root user of every account is kept.

Whoever takes over accounts begins with some of which nobody knows the root user. Write them down as they are, with
`custody: unknown`: they are counted, printed with the steps to find out, and left out of every other verdict, because
nothing can be said of them. The number in this finding is how much is still to find out.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation import Custody

SEVERITY = Severity.WARNING
CONTROLS = ("custody",)
SOURCES = ("BP", "ORG-M")
GOOD = """
    custody: reseller
    reseller: kumo
"""
BAD = """
    custody: unknown  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the first one; the others are counted."""
    unknown = {
        number: account.id for number, account in enumerate(case.whole.accounts) if account.custody is Custody.UNKNOWN
    }
    if unknown:
        total = str(len(case.whole.accounts))
        yield Broken.of(
            ("accounts", min(unknown), "custody"),
            accounts=accounts(unknown.values()),
            count=str(len(unknown)),
            total=total,
        )
