"""The company itself, and its own words beside those of the product: what root is for here, notes on steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from runbook.organisation.disclosure import OPEN, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import HolidayRegion, Identifier, Mark, Name, PageName, SheetRef, Text, TimeZone


@dataclass(frozen=True, slots=True)
class Company:
    """Whose runbook it is."""

    name: Annotated[PageName, Field(description="The company's name, as it stands on every sheet."), PUBLIC]
    time_zone: Annotated[TimeZone, Field(description="IANA time zone for every time on paper: Asia/Tokyo.")]
    holidays: Annotated[
        HolidayRegion | None, Field(description="Country, or part of one, whose public holidays count: JP, US-CA.")
    ] = None
    classification: Annotated[
        Mark | None, Field(description='Handling mark printed on every sheet, for example "Confidential".'), OPEN
    ] = None
    classifications: Annotated[
        Mapping[SheetRef, Mark],
        Field(description='Handling marks of single sheets instead, by number or name: {"11": …, contacts: …}.'),
        OPEN,
    ] = field(default_factory=dict)
    ticket_system: Annotated[
        Name | None, Field(description="Where a use of root is ticketed. Paper is used while it is down."), OPEN
    ] = None
    workstation: Annotated[
        Text | None,
        Field(description="The trusted workstation for root sign-in, and where it stands."),
        is_restricted(),
    ] = None
    evidence_store: Annotated[
        Text | None, Field(description="Where screenshots, logs and filled-in checklists are kept."), is_restricted()
    ] = None


@dataclass(frozen=True, slots=True)
class Triggers:
    """What root is used for in this company, and what it never is, in its own words."""

    use: Annotated[tuple[Name, ...], Field(description="What root is used for.", max_length=8), OPEN] = ()
    never: Annotated[tuple[Name, ...], Field(description="What root is never used for.", max_length=8), OPEN] = ()


@dataclass(frozen=True, slots=True)
class StepNote:
    """A company's own words before, after or instead of a built-in step."""

    before: Annotated[Text | None, Field(description="Printed before the step."), is_restricted("text")] = None
    instead: Annotated[
        Text | None,
        Field(description="Printed instead of the step; what it needs and changes is proved as that of the step."),
        is_restricted("text"),
    ] = None
    after: Annotated[Text | None, Field(description="Printed after the step."), is_restricted("text")] = None
    place: Annotated[
        Identifier | None,
        Field(
            description="Of a step that is done at places: only at this one. Without it, where the step comes first."
        ),
        REFERENCE,
    ] = None
