"""Nobody can take root alone without anybody seeing it.

Whoever administers what guards the keys can take them: the administrator of the mail resets the mailbox, the one of the
identity provider signs in as an administrator, the one of the organization moves the root address of a member account
to a mailbox of their own, or registers another telephone for it (AWS asks the new mailbox and the new number, not the
old ones), and a pipeline acts as administrator wherever it may.

This rule looks for one person who reaches root by such acts without passing an alert that reaches somebody else. The
finding prints the proof as a path. Split the administration (`two_person`), take one power away from that person, or
write in `administration_alerts` whom the alert on that act reaches. Only write what is really set up.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.checks.takers import takers

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval", "root-use-monitored")
SOURCES = ("ACC-MAIL", "ACC-PRI", "ORG-ACC", "PRIV")
GOOD = """
  - {on: [organization, mihon-id, mihon-mail, mihon-vault, deploy], reaches: [tanaka, ito]}
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  - {on: [mihon-id, mihon-mail, mihon-vault, deploy], reaches: [tanaka, ito]}
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding per person, at the first account; with the proof for it."""
    yield from takers(case, seen=False)
