"""On every day up to the end of the next year there is an approved way in, not only a team.

The team may be complete while both who open the safe with the MFA device are on holiday, or the bank is closed. This
rule takes away, day by day, the people who are absent or whose hours leave the day out, and the places that do not open
on it; a deputy opens for the person they stand in for. Days without a complete team are told by `quorum-on-every-day`.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.days import listed
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import days_without_way_in
from runbook.organisation.horizon import horizon, stretches_of

SEVERITY = Severity.WARNING
AHEAD = False  # looks at every day itself
CONTROLS = ("emergency-access", "custody")
SOURCES = ("WA-03", "ORG-M")
GOOD = """
    absences: [{from: 2026-12-30, until: 2027-01-03}]
...
    hours: {from: "00:00", until: "23:59", days: every-day}
    contacts:
      - {kind: mobile, value: "+81 90 0000 0010", confirmed_on: 2026-10-01}
...
  - {id: "222233334444", name: sample-production, kind: member,
"""
BAD = """
    absences: [{from: 2026-12-30, until: 2027-01-03}, {from: 2027-02-08, until: 2027-02-10}]
...
    hours: {from: "00:00", until: "23:59", days: every-day}
    absences: [{from: 2027-02-09, until: 2027-02-09}]
    contacts:
      - {kind: mobile, value: "+81 90 0000 0010", confirmed_on: 2026-10-01}
...
  # <- the next line
  - {id: "222233334444", name: sample-production, kind: member,
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding per class of accounts, at its first account."""
    numbers = {account.id: number for number, account in enumerate(case.whole.accounts)}
    for ids, days in days_without_way_in(case.whole, case.day, horizon(case.day)).items():
        yield Broken.of(
            ("accounts", numbers[ids[0]]),
            about=ids[0],
            accounts=accounts(ids),
            count=str(len(days)),
            days=listed(stretches_of(days)),
        )
