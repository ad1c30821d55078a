"""Every mailbox and every registered phone in the config belongs to some account.

An entry that fits no account is a slip of the pen: the address was meant to match, or the account is gone. What was
written there about readers and holders is then judged for nothing, and looks as if it were.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.ERROR
CONTROLS = ("contacts-current",)
SOURCES = ("BP", "ACC-PRI")
GOOD = """
    readers: [yoshida, mori]
"""
BAD = """
    readers: [yoshida, mori]
  - address: awsroot-*@example.co.jp  # <-
    group: true
    readers: [yoshida, mori]
"""


def check(case: Case) -> Iterator[Broken]:
    """At the entry."""
    addresses = [account.root_email for account in case.whole.accounts if account.root_email]
    for index, box in enumerate(case.whole.mailboxes):
        if not any(map(box.serves, addresses)):
            yield Broken.of(("mailboxes", index, "address"), about=box.address, says="mailbox", address=box.address)
    for index, phone in enumerate(case.whole.recovery_phones):
        if not any(phone.serves(account.id) for account in case.whole.accounts):
            yield Broken.of(("recovery_phones", index), about=phone.ending, says="phone", digits=phone.ending)
