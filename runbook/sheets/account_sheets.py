"""What sheet 10 and the lists that belong to it print: which account has its row where, and what is told beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from runbook.knowledge.sheets import Sheet
from runbook.organisation import Account, AccountKind, AlternateContacts, Custody, Organisation, Route
from runbook.organisation.account_lists import AccountList, account_lists
from runbook.organisation.localized import Text


@dataclass(frozen=True, slots=True)
class AccountSheets:
    """The accounts of an organisation by sheet; ``lists`` are those that are too many for sheet 10."""

    organisation: Organisation
    lists: tuple[AccountList, ...]

    @classmethod
    def of(cls, organisation: Organisation) -> AccountSheets:
        """Those of an organisation."""
        return cls(organisation, account_lists(organisation))

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets with lists, in order."""
        return tuple(map(self.sheet_of, self.lists))

    def sheet_of(self, listed: AccountList) -> Sheet:
        """The sheet that holds a list."""
        return Sheet.listing(listed.custody, listed.beginning)

    def lists_of(self, custody: Custody) -> tuple[AccountList, ...]:
        """The lists of a class; none if its accounts stand on sheet 10."""
        return tuple(listed for listed in self.lists if listed.custody is custody)

    @property
    def custodies(self) -> tuple[Custody, ...]:
        """The classes that are listed elsewhere than on sheet 10, in order."""
        return tuple(dict.fromkeys(listed.custody for listed in self.lists))

    def by_unit(self, custody: Custody) -> tuple[tuple[Text | None, int], ...]:
        """How many listed accounts of a class are in each organizational unit, by name; None where none is named."""
        counted = Counter(account.ou for listed in self.lists_of(custody) for account in listed.accounts)
        language = self.organisation.languages[0]
        return tuple(sorted(counted.items(), key=lambda unit: unit[0].in_language(language) if unit[0] else ""))

    def list_on(self, sheet: Sheet) -> AccountList:
        """The list that a sheet holds; StopIteration if it holds none."""
        return next(listed for listed in self.lists if self.sheet_of(listed) == sheet)

    def on(self, sheet: Sheet) -> tuple[Account, ...]:
        """The accounts that have their row on a sheet: those of its list, or all that are on no list."""
        if sheet.accounts_listed:
            return self.list_on(sheet).accounts
        listed = {one.custody for one in self.lists}
        return tuple(account for account in self.organisation.accounts if account.custody not in listed)

    def with_alternates(self, sheet: Sheet) -> tuple[Account, ...]:
        """Accounts of a sheet with at least one alternate contact of their own."""
        return tuple(account for account in self.on(sheet) if account.alternate_contacts != AlternateContacts())

    def lacks_alternates(self, sheet: Sheet) -> bool:
        """Whether a row of the table of alternate contacts on a sheet says of one that there is none."""
        whole = self.organisation.alternate_contacts
        rows = [account.alternate_contacts for account in self.with_alternates(sheet)]
        rows += [whole] if whole != AlternateContacts() and not sheet.accounts_listed else []
        return any(None in (row.billing, row.operations, row.security) for row in rows)

    def kept_but_denied(self, sheet: Sheet) -> tuple[Account, ...]:
        """Open members on a sheet whose root is kept, or can be won back, and which the policy that denies it binds."""
        policy = self.organisation.member_root_policy
        return tuple(
            account
            for account in self.on(sheet)
            if policy.denies_root
            and account.kind is AccountKind.MEMBER
            and account.route in (Route.SAFE, Route.SEALED)
            and not (account.is_closed or account.id in policy.spares)
        )
