"""The MFA devices of a root user are of two kinds.

Keep a device that shows six digits beside the security keys: in a network partition FIDO may not complete, and S3 MFA
delete takes nothing but a code. And keep a security key beside the codes: it cannot be phished.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
AHEAD = False  # no day changes it
CONTROLS = ("root-mfa", "root-hardware-mfa")
SOURCES = ("MFA", "RESIL", "S3-MFADEL")
GOOD = """
  - {id: T-0202, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666",
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  - {id: T-0202, kind: security-key, holds: mfa, place: safe-b, account: "444455556666",
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in case.safes():
        devices = case.items_for(account.id, "mfa")
        if len(devices) > 1 and len({item.kind for item in devices}) == 1:
            yield Broken.of(("accounts", index), about=account.id, account=Name("account", account.id))
