"""Where things are: sites, safes and what lies in them, printed copies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from runbook.organisation.fields import (
    AccountId,
    AccountIds,
    Count,
    Day,
    Flag,
    HolidayRegion,
    Identifier,
    Label,
    Name,
    Remark,
    SheetRef,
    Text,
    TimeZone,
)
from runbook.organisation.hours import OneOrMoreHours
from runbook.organisation.people import Dependency

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
# A box of bags has some hundreds; a longer row is a slip of the pen.
LONGEST_ROW = 10_000


@dataclass(frozen=True, slots=True)
class Site:
    """An office, data centre or bank where people work and places stand."""

    id: Annotated[Identifier, Field(description="Short name used in this file.")]
    name: Annotated[Name, Field(description="Name as it is printed.")]
    address: Annotated[Text | None, Field(description="Postal address or directions.")] = None
    night_access: Annotated[Text | None, Field(description="How to get in outside office hours.")] = None
    holidays: Annotated[
        HolidayRegion | None, Field(description="Whose public holidays count here, if not the company's: JP, US-CA.")
    ] = None
    time_zone: Annotated[
        TimeZone | None, Field(description="IANA time zone of hours here, if not the company's: Europe/Berlin.")
    ] = None


@dataclass(frozen=True, slots=True)
class Place:
    """A safe, cabinet or vault."""

    id: Annotated[Identifier, Field(description="Short name used in this file.")]
    name: Annotated[Name, Field(description="Name as it is printed and as it is known on site.")]
    site: Annotated[Identifier | None, Field(description="Id of its site.")] = None
    location: Annotated[Text | None, Field(description="Floor and room.")] = None
    opened_by: Annotated[
        tuple[tuple[Identifier, ...], ...],
        Field(
            description="Groups of people who can open it together: [[a, b], [c]] means a with b, or c alone.",
            max_length=50,
        ),
    ] = ()
    hours: Annotated[
        OneOrMoreHours | None,
        Field(description="When it can be opened, such as a bank's hours; omit if at any hour."),
    ] = None
    hosted_in: Annotated[
        AccountId | None, Field(description="For a digital vault: the AWS account in which it, or its domain, lives.")
    ] = None
    depends_on: Annotated[
        tuple[Dependency, ...], Field(description="For a digital vault: what must work to open it.", max_length=10)
    ] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that lies in a place. It is named, never described: there is no field for what is written in it."""

    id: Annotated[Label, Field(description="Number on the thing itself: E-0031.")]
    kind: Annotated[
        Literal["envelope", "security-key", "totp-token", "phone", "tablet", "document"],
        Field(description="What it is."),
    ]
    holds: Annotated[
        Literal["password", "mfa", "pin", "mailbox", "phone"], Field(description="Which half of root it opens.")
    ]
    place: Annotated[Identifier, Field(description="Id of the place where it lies.")]
    account: Annotated[AccountIds, Field(description="Account id, or a list of them. Always quote account ids.")]
    seal: Annotated[Label | None, Field(description="Serial number of the seal or tamper-evident bag.")] = None
    serial: Annotated[Label | None, Field(description="Serial number of the device.")] = None
    personal: Annotated[Flag, Field(description="True for somebody's own device.")] = False
    tested_on: Annotated[Day | None, Field(description="Day of the last successful test.")] = None
    battery_due: Annotated[Day | None, Field(description="Day by which battery or token must be replaced.")] = None

    @property
    def accounts(self) -> tuple[AccountId, ...]:
        """The accounts it serves."""
        return self.account if isinstance(self.account, tuple) else (self.account,)


@dataclass(frozen=True, slots=True)
class Copies:
    """How many printed copies of a sheet lie in a place."""

    sheet: Annotated[SheetRef, Field(description='Sheet number or name ("04", "break-glass"), or "*" for all sheets.')]
    place: Annotated[Identifier, Field(description="Id of the place.")]
    count: Annotated[Count, Field(description="Number of copies.", ge=1, le=20)] = 1


@dataclass(frozen=True, slots=True)
class Seals:
    """Seal numbers that are on no item: spare ones, and those that were broken or thrown away."""

    first: Annotated[Label, Field(description="First number: TEB-004514.")]
    state: Annotated[Literal["spare", "used", "destroyed"], Field(description="spare, used or destroyed.")]
    last: Annotated[Label | None, Field(description="Last number of a row; omit for a single one.")] = None
    note: Annotated[Remark | None, Field(description="Why, or where they are.")] = None

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
