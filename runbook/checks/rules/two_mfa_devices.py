"""Each root user that you keep has two MFA devices or more.

AWS lets you register up to eight. With one, a dead battery is a lockout, and AWS's own way back may take days.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
AHEAD = False  # no day changes it
CONTROLS = ("root-mfa", "root-hardware-mfa")
SOURCES = ("MFA", "BP")
GOOD = """
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
...
  - {id: K-0101, kind: security-key, holds: mfa, place: safe-b, account: ["111122223333", "444455556666"],
...
  - {id: K-0102, kind: security-key, holds: mfa, place: bank-vault, account: ["111122223333", "444455556666"],
"""
BAD = """
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
...
  - {id: K-0101, kind: security-key, holds: mfa, place: safe-b, account: ["111122223333"],
...
  - {id: K-0102, kind: security-key, holds: mfa, place: bank-vault, account: ["111122223333"],
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in case.safes():
        devices = case.items_for(account.id, "mfa")
        if len(devices) == 1:
            yield Broken.of(
                ("accounts", index), about=account.id, account=Name("account", account.id), item=devices[0].id
            )
