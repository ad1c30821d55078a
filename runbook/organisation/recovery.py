"""The two channels that recover a root user: its mailbox and its telephone. Who has both needs nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from runbook.organisation.disclosure import PEOPLE, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import AccountId, AccountIds, Addresses, Flag, Identifier, Phone
from runbook.organisation.people import Dependency


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail to root addresses arrives, and who reads it (AWS: BP, WA-01)."""

    address: Annotated[
        Addresses, Field(description='Root address; "*" stands for any signs before the @.'), is_restricted("address")
    ]
    group: Annotated[Flag, Field(description="True for a group or list, false for one person's mailbox.")] = False
    readers: Annotated[
        tuple[Identifier, ...],
        Field(description="People who can read it; default: mailbox custodians and deputies.", max_length=50),
        PEOPLE,
    ] = ()
    service: Annotated[
        Identifier | None, Field(description="Id of its mail service; default: every service of kind mail."), REFERENCE
    ] = None
    hosted_in: Annotated[
        AccountId | None,
        Field(description="AWS account in which the mail service, or the domain's DNS, lives, if any."),
    ] = None
    depends_on: Annotated[
        tuple[Dependency, ...], Field(description="What must work to read it.", max_length=10), PUBLIC
    ] = ()

    def serves(self, address: str) -> bool:
        """Whether mail to an address arrives here; case does not matter."""
        first, *others = self.address.lower().split("*")
        asked = address.lower()
        if not others:
            return asked == first
        *between, last = others
        if not asked.startswith(first) or not asked[len(first) :].endswith(last):
            return False
        start, end = len(first), len(asked) - len(last)
        for part in between:  # the first place of each is as good as any: more is left for those that follow
            found = asked.find(part, start, end)
            if found < 0:
                return False
            start = found + len(part)
        return True


@dataclass(frozen=True, slots=True)
class RecoveryPhone:
    """The telephone registered with AWS as primary contact: AWS calls it when all MFA devices are lost (LOST)."""

    number: Annotated[
        Phone,
        Field(description="Number as registered with AWS: + and country code. Only its last digits are printed."),
        is_restricted("phone"),
    ]
    account: Annotated[AccountIds | None, Field(description="Accounts that have it registered; omit for all.")] = None
    held_by: Annotated[
        tuple[Identifier, ...],
        Field(description="People who carry or answer it; omit if it lies in a place.", max_length=50),
        PEOPLE,
    ] = ()
    service: Annotated[
        Identifier | None,
        Field(description="Id of its telephone contract; default: every service of that kind."),
        REFERENCE,
    ] = None
    sms: Annotated[Flag, Field(description="It receives text messages.")] = False
    voice: Annotated[Flag, Field(description="A person answers it and can press keys.")] = False

    @property
    def ending(self) -> str:
        """Its last four digits: all of it that is ever shown."""
        return re.sub(r"[^0-9]", "", self.number)[-4:]

    def serves(self, account_id: str) -> bool:
        """Whether an account has it registered."""
        if self.account is None:
            return True
        return account_id in self.account if isinstance(self.account, tuple) else account_id == self.account
