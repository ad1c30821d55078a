"""The accounts of a large organisation in lists of about a hundred, so that one that changes prints one of them anew.

Accounts of one custody class are together on sheet 10 up to a hundred. More are listed by how their ids begin, as a
telephone book is by names: a list that grows too long is continued by the next digit. So which list an account is on
follows from its id and from how many ids begin alike, and an account that comes or goes moves no other one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation.accounts import Custody

if TYPE_CHECKING:
    from runbook.organisation.accounts import Account
    from runbook.organisation.whole import Organisation

MOST_TOGETHER = 100
LONGEST = 200
"""With ids spread evenly, lists that are split at two hundred have about a hundred accounts."""


@dataclass(frozen=True, slots=True)
class AccountList:
    """Accounts of one custody class, by id; all whose id begins so."""

    custody: Custody
    beginning: str
    accounts: tuple[Account, ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the ids, each with a line end, in groups of four hexadecimal digits: the first sixteen.

        Who has the ids from elsewhere can work it out: it says that the list has exactly these.
        """
        ids = "".join(f"{account.id}\n" for account in self.accounts)
        digits = hashlib.sha256(ids.encode()).hexdigest()[:16]
        return " ".join(digits[place : place + 4] for place in range(0, 16, 4))


def account_lists(organisation: Organisation) -> tuple[AccountList, ...]:
    """The lists of an organisation, by class and beginning; none where no class has more than a hundred accounts."""
    by_class: dict[Custody, list[Account]] = {custody: [] for custody in Custody}
    for account in organisation.accounts:
        by_class[account.custody].append(account)
    return tuple(
        found
        for custody, accounts in by_class.items()
        if len(accounts) > MOST_TOGETHER
        for found in _lists(custody, "", sorted(accounts, key=lambda account: account.id))
    )


def _lists(custody: Custody, beginning: str, accounts: Sequence[Account]) -> Iterator[AccountList]:
    if len(accounts) <= LONGEST:
        yield AccountList(custody, beginning, tuple(accounts))
        return
    for digit in "0123456789":
        longer = beginning + digit
        if below := [account for account in accounts if account.id.startswith(longer)]:
            yield from _lists(custody, longer, below)
