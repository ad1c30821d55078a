"""The runbook as a controlled document: what a company prints on its cover so that it can be signed and audited.

Versions, days of issue and approvals are not here: they come from the register of editions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from runbook.organisation.disclosure import OPEN, is_personal, is_restricted
from runbook.organisation.fields import Day, Flag, Interval, Mark, Name, PageName, Text


class FormKind(StrEnum):
    """What is filled in by hand: the blank is a document, the filled one a record."""

    PACKET = "packet"
    CHECKLIST = "checklist"
    CONTACT_TEST = "contact_test"
    OPENING_LOG = "opening_log"
    PERIODIC = "periodic"
    REPLACEMENT = "replacement"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Signature:
    """A field of the cover to sign or to stamp."""

    act: Annotated[
        Literal["approve", "review", "prepare"], Field(description="What the signature says: approve, review, prepare.")
    ]
    title: Annotated[Name | None, Field(description="Whose field it is: a title, not a name."), is_personal()] = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision by which the document was adopted, as the company files it."""

    number: Annotated[Mark, Field(description="Number under which it is filed."), OPEN]
    decided_on: Annotated[Day | None, Field(description="Day of the decision.")] = None


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """Another document of the company."""

    name: Annotated[Name, Field(description="Its title."), OPEN]
    number: Annotated[Mark | None, Field(description="Its number."), OPEN] = None


@dataclass(frozen=True, slots=True)
class FormControl:
    """How one kind of form is controlled."""

    number: Annotated[
        Mark | None, Field(description='Its number among the company\'s forms; default: "Form 1" and so on.'), OPEN
    ] = None
    keep_for: Annotated[Interval | None, Field(description="How long a filled-in one is kept: P7Y.")] = None


@dataclass(frozen=True, slots=True)
class DocumentControl:
    """What makes the runbook a controlled document. Printed on the cover, the first page of sheet 00."""

    number: Annotated[Mark | None, Field(description="Document number. Printed on every page."), OPEN] = None
    name: Annotated[PageName | None, Field(description="Title of the document, if not the built-in one."), OPEN] = None
    department: Annotated[Name | None, Field(description="Department that owns it."), OPEN] = None
    established_on: Annotated[
        Day | None, Field(description="Day on which it was established; default: that of the first edition.")
    ] = None
    signatures: Annotated[
        tuple[Signature, ...], Field(description="Fields to sign or to stamp, in order.", max_length=6)
    ] = ()
    decision: Annotated[
        Decision | None, Field(description="The decision by which this edition was adopted, if decisions are numbered.")
    ] = None
    purpose: Annotated[Text | None, Field(description="What it is for, if not the built-in words."), OPEN] = None
    scope: Annotated[Text | None, Field(description="What it applies to, if not the built-in words."), OPEN] = None
    intended_for: Annotated[Text | None, Field(description="Whom it binds, if not the built-in words."), OPEN] = None
    superior: Annotated[
        tuple[OtherDocument, ...], Field(description="Documents that this one follows from.", max_length=20)
    ] = ()
    related: Annotated[
        tuple[OtherDocument, ...], Field(description="Documents to be read with this one.", max_length=20)
    ] = ()
    distribution: Annotated[
        tuple[Name, ...],
        Field(description="To whom it is handed, beside the places with copies.", max_length=30),
        is_restricted(),
    ] = ()
    forms: Annotated[
        Mapping[FormKind, FormControl], Field(description="Numbers of forms, and how long filled-in ones are kept.")
    ] = field(default_factory=dict)
    disposal: Annotated[Text | None, Field(description="How records are destroyed when their time is over."), OPEN] = (
        None
    )
    remarks: Annotated[
        tuple[Text, ...],
        Field(description="Your own sentences for the cover, such as a rule for copying.", max_length=8),
        OPEN,
    ] = ()
    acknowledgement: Annotated[
        Flag, Field(description="True to print a page on which everyone named signs that they were told.")
    ] = False
