"""A root user has eight MFA devices at most.

AWS registers no more. A ninth device in a safe is one that does not open anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
AHEAD = False  # no day changes it
CONTROLS = ("root-mfa",)
SOURCES = ("MFA",)
GOOD = """
  - {id: E-0041,
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  - {id: T-0211, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: T-0212, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: T-0213, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: T-0214, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: T-0215, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: T-0216, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", battery_due: 2029-03-31}
  - {id: E-0041,
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""
MOST = 8  # AWS: MFA


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in case.safes():
        devices = case.items_for(account.id, "mfa")
        if len(devices) > MOST:
            yield Broken.of(
                ("accounts", index), about=account.id, account=Name("account", account.id), count=str(len(devices))
            )
