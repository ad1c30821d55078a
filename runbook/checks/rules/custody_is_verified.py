"""Once a year somebody looks whether each root user is kept as it is written here.

A list of accounts is true on the day on which it was made. `verified_on` is the day on which somebody last looked: at
the envelope and the token in their place, at the root access management page for deleted credentials, at the answer
of the reseller. It is printed on sheet 10. Closed accounts and those of unknown custody are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation.deadlines import custody_due, is_looked_at, is_over

SEVERITY = Severity.INFO
CONTROLS = ("custody",)
SOURCES = ("ORG-M", "BP")
GOOD = """
    verified_on: 2026-08-15
"""
BAD = """
    verified_on: 2025-08-15  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the first account that nobody ever looked at, and at the first whose day is over a year ago."""
    never, old = {}, {}
    for number, account in enumerate(case.whole.accounts):
        if not is_looked_at(account):
            continue
        due = custody_due(account)
        if due is None:
            never[number] = account.id
        elif is_over(due, case.day):
            old[number] = account.id
    for says, found, field in (("", old, ("verified_on",)), ("never", never, ())):
        if found:
            yield Broken.of(
                ("accounts", min(found), *field),
                says=says,
                accounts=accounts(found.values()),
                count=str(len(found)),
            )
