"""Where things are: sites, safes and what lies in them, printed copies."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, TypeVar

from pydantic import Discriminator, Field, Tag

from runbook.audience import Audience
from runbook.organisation.disclosure import (
    ITEM_NUMBER,
    ITEMS,
    OPENERS,
    PEOPLE,
    PUBLIC,
    REFERENCE,
    is_restricted,
)
from runbook.organisation.fields import (
    AccountId,
    AccountIds,
    Count,
    Day,
    Flag,
    HolidayRegion,
    Identifier,
    Label,
    MinutesTo,
    Name,
    Remark,
    SealNumber,
    SheetRef,
    Text,
    TimeZone,
)
from runbook.organisation.hours import OneOrMoreHours
from runbook.organisation.parsers import one_or_several
from runbook.organisation.people import Dependency

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
# A box of bags has some hundreds; a longer row is a slip of the pen.
LONGEST_ROW = 10_000


@dataclass(frozen=True, slots=True)
class Site:
    """An office, data centre or bank where people work and places stand."""

    id: Annotated[Identifier, Field(description="Short name used in this file."), REFERENCE]
    name: Annotated[Name, Field(description="Name as it is printed."), is_restricted("site")]
    address: Annotated[Text | None, Field(description="Postal address or directions."), is_restricted()] = None
    night_access: Annotated[Text | None, Field(description="How to get in outside office hours."), is_restricted()] = (
        None
    )
    holidays: Annotated[
        HolidayRegion | None, Field(description="Whose public holidays count here, if not the company's: JP, US-CA.")
    ] = None
    time_zone: Annotated[
        TimeZone | None, Field(description="IANA time zone of hours here, if not the company's: Europe/Berlin.")
    ] = None
    minutes_to: Annotated[
        MinutesTo,
        Field(
            description="Minutes from here to another site, or to a place that is at none; once said, both ways.",
            max_length=100,
        ),
        REFERENCE,
    ] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A safe, cabinet or vault."""

    id: Annotated[Identifier, Field(description="Short name used in this file."), REFERENCE]
    name: Annotated[
        Name, Field(description="Name as it is printed and as it is known on site."), is_restricted("place")
    ]
    site: Annotated[Identifier | None, Field(description="Id of its site."), REFERENCE] = None
    location: Annotated[Text | None, Field(description="Floor and room."), is_restricted("room")] = None
    kind: Annotated[
        Literal["safe", "cabinet", "bank", "vault", "carried"] | None,
        Field(
            description="safe, cabinet, bank (a safe deposit box), vault: one that people sign in to, or carried: "
            "somebody has with them what lies there."
        ),
    ] = None
    service: Annotated[
        Identifier | None,
        Field(description="For a digital vault: id of the service (kind vault) that it is part of."),
        REFERENCE,
    ] = None
    keys_kept_by: Annotated[
        tuple[Identifier, ...] | None,
        Field(
            description="Who else could open it: spare key, reset code, change of the combination. [] if nobody.",
            max_length=50,
        ),
        PEOPLE,
    ] = None
    needs: Annotated[
        tuple[Label, ...],
        Field(description="Ids of items without which it does not open: a kit, a device.", max_length=10),
        ITEMS,
    ] = ()
    opened_by: Annotated[
        tuple[tuple[Identifier, ...], ...],
        Field(
            description="Groups of people who can open it together: [[a, b], [c]] means a with b, or c alone.",
            max_length=50,
        ),
        OPENERS,
    ] = ()
    hours: Annotated[
        OneOrMoreHours | None,
        Field(description="When it can be opened, such as a bank's hours; omit if at any hour."),
        is_restricted(),
    ] = None
    hosted_in: Annotated[
        AccountId | None, Field(description="For a digital vault: the AWS account in which it, or its domain, lives.")
    ] = None
    depends_on: Annotated[
        tuple[Dependency, ...],
        Field(description="For a digital vault: what must work to open it.", max_length=10),
        PUBLIC,
    ] = ()

    @property
    def is_carried(self) -> bool:
        """Whether somebody has with them what lies there: nothing is opened, locked or logged then."""
        return self.kind == "carried"


HeldKey = Literal["password", "mfa", "pin", "mailbox", "phone"]
HeldKeys = Annotated[
    Annotated[HeldKey, Tag("$one")]
    | Annotated[Annotated[tuple[HeldKey, ...], Field(min_length=1, max_length=5)], Tag("$several")],
    Discriminator(one_or_several),
]
T = TypeVar("T")


def _several(value: T | tuple[T, ...] | None) -> tuple[T, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that lies in a place. It is named, never described: there is no field for what is written in it."""

    id: Annotated[Label, Field(description="Number on the thing itself: E-0031."), ITEM_NUMBER]
    kind: Annotated[
        Literal[
            "envelope",
            "security-key",
            "totp-token",
            "phone",
            "tablet",
            "document",
            "vault-entry",
            "authenticator-app",
            "kit",
            "recovery-codes",
        ],
        Field(description="What it is."),
    ]
    place: Annotated[Identifier, Field(description="Id of the place where it lies."), REFERENCE]
    holds: Annotated[
        HeldKeys | None,
        Field(description="Which key it holds, or a list: one telephone may be mfa, mailbox and phone."),
    ] = None
    account: Annotated[
        AccountIds | None, Field(description="Account id, or a list of them. Always quote account ids.")
    ] = None
    emergency_role: Annotated[
        Label | None, Field(description="Name of the emergency user or role whose credentials it holds."), REFERENCE
    ] = None
    opens: Annotated[
        Identifier | None,
        Field(description="For a kit or recovery codes: id of the service whose administrator it lets in."),
        REFERENCE,
    ] = None
    unlocked_by: Annotated[
        Label | None, Field(description="For a security key: id of the item that holds its PIN; never the PIN."), ITEMS
    ] = None
    seal: Annotated[
        SealNumber | None, Field(description="Serial number of the seal or tamper-evident bag."), is_restricted("seal")
    ] = None
    sealed: Annotated[
        Flag | None,
        Field(description="False if it lies there without a seal on purpose; omit if nobody has said."),
        is_restricted(),
    ] = None
    serial: Annotated[Label | None, Field(description="Serial number of the device."), is_restricted("serial")] = None
    aws_name: Annotated[
        Label | None,
        Field(description="For an MFA device: the name under which AWS lists it, given at registration."),
        is_restricted("device"),
    ] = None
    personal: Annotated[Flag, Field(description="True for somebody's own device.")] = False
    tested_on: Annotated[Day | None, Field(description="Day of the last successful test.")] = None
    battery_due: Annotated[Day | None, Field(description="Day by which battery or token must be replaced.")] = None

    @property
    def accounts(self) -> tuple[AccountId, ...]:
        """The accounts it serves."""
        return _several(self.account)

    @property
    def keys(self) -> tuple[HeldKey, ...]:
        """The keys it holds."""
        return _several(self.holds)

    def holds_key(self, key: str) -> bool:
        """Whether it holds a key of an account."""
        return key in self.keys and bool(self.accounts)


@dataclass(frozen=True, slots=True)
class Copies:
    """How many printed copies of a sheet lie in a place."""

    sheet: Annotated[SheetRef, Field(description='Sheet number or name ("04", "break-glass"), or "*" for all sheets.')]
    place: Annotated[Identifier, Field(description="Id of the place."), REFERENCE]
    count: Annotated[Count, Field(description="Number of copies.", ge=1, le=20)] = 1
    languages: Annotated[
        tuple[Label, ...],
        Field(description="Only in these languages: [ja]. Omit for a copy in each language.", max_length=10),
        PUBLIC,
    ] = ()
    audience: Annotated[
        Audience,
        Field(description="Of which edition: full, or role-only, which leaves names, numbers and places out."),
    ] = Audience.FULL

    def is_in(self, language: str) -> bool:
        """Whether there is such a copy in a language."""
        return not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class Seals:
    """Seal numbers that are on no item: spare ones, and those that were broken or thrown away."""

    first: Annotated[Label, Field(description="First number: TEB-004514."), is_restricted("seal")]
    state: Annotated[Literal["spare", "used", "destroyed"], Field(description="spare, used or destroyed.")]
    last: Annotated[
        Label | None, Field(description="Last number of a row; omit for a single one."), is_restricted()
    ] = None
    note: Annotated[Remark | None, Field(description="Why, or where they are."), is_restricted()] = None

    @property
    def numbers(self) -> tuple[str, ...] | None:
        """Every number of the row, one by one; None if it does not count up from first to last."""
        if self.last is None:
            return (self.first,)
        first, last = _NUMBERED.fullmatch(self.first), _NUMBERED.fullmatch(self.last)
        if not first or not last or first[1] != last[1] or len(first[2]) != len(last[2]):
            return None
        count = int(last[2]) - int(first[2])
        if not 0 <= count < LONGEST_ROW:
            return None
        return tuple(f"{first[1]}{int(first[2]) + number:0{len(first[2])}d}" for number in range(count + 1))

    def without(self, numbers: Collection[str]) -> Seals | None:
        """The row without some numbers, if what is left is a row again; None if it is not, or nothing is left."""
        listed = self.numbers or ()
        left = [number for number in listed if number not in numbers]
        if not left or tuple(left) != listed[listed.index(left[0]) : listed.index(left[-1]) + 1]:
            return None
        return replace(self, first=left[0], last=None if self.last is None else left[-1])
