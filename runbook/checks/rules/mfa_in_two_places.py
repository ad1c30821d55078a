"""The MFA devices of a root user lie in two places or more.

Two tokens in one safe burn together.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
AHEAD = False  # no day changes it
CONTROLS = ("custody", "root-mfa")
SOURCES = ("ENTRA", "BP")
GOOD = """
  - {id: K-0102, kind: security-key, holds: mfa, place: bank-vault,
...
  - id: "111122223333"
    name: sample-payer
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  - {id: K-0102, kind: security-key, holds: mfa, place: safe-b,
...
  - id: "111122223333"  # <-
    name: sample-payer
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in case.safes():
        devices = case.items_for(account.id, "mfa")
        if len(devices) > 1 and len({item.place for item in devices}) == 1:
            yield Broken.of(
                ("accounts", index),
                about=account.id,
                account=Name("account", account.id),
                place=Name("place", devices[0].place),
            )
