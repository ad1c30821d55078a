"""Where password and MFA device of a root user that you keep lie is written down.

An account with `custody: safe` may be written down before its envelope and its token are. The sheets then say what is
missing and that nobody shall start for this account, and no verdict is given on what its loss would mean. Find the
things and list them under `items`, or write `custody: unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Listed, Name, Word
from runbook.organisation.whole import HALVES

SEVERITY = Severity.ERROR
AHEAD = False  # nothing in it has a day
CONTROLS = ("custody", "emergency-access")
SOURCES = ("BP", "ORG-M")
GOOD = """
  - {id: E-0032, kind: envelope, holds: password, place: safe-a, account: "444455556666", seal: TEB-004513}
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  - {id: E-0032, kind: envelope, holds: password, place: safe-a, account: "111122223333", seal: TEB-004513}
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    for index, account in case.safes():
        halves = [half for half in HALVES if not account.is_closed and not case.items_for(account.id, half)]
        if halves:
            yield Broken.of(
                ("accounts", index),
                about=account.id,
                account=Name("account", account.id),
                keys=Listed(tuple(Word(f"labels.holds.{half}") for half in halves)),
            )
