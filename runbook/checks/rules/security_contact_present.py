"""Every account has a security contact.

AWS writes about abuse to the root address and to the security contact. The contact of the whole company
(`alternate_contacts`) counts for every account that has none of its own. AWS GovCloud and China accounts, accounts of a
reseller and those without root are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts
from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
AHEAD = False  # no day changes it
CONTROLS = ("security-contact",)
SOURCES = ("ACC-ALT", "WA-01")
GOOD = """
alternate_contacts:
  security: aws-security@example.co.jp

...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
alternate_contacts:
  billing: aws-billing@example.co.jp

...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """At the first account without one; the others are counted."""
    without = [
        (index, account.id)
        for index, account in enumerate(case.whole.accounts)
        if account.route.ours and not account.is_closed and not case.whole.security_contact(account)
    ]
    if without:
        index, account_id = without[0]
        yield Broken.of(("accounts", index), about=account_id, accounts=accounts(name for _, name in without))
