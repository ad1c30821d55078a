"""People: who they are, how to reach them, which role they hold and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from runbook.organisation.disclosure import APPOINTED, HOLDER, OPEN, PUBLIC, REFERENCE, is_personal, is_restricted
from runbook.organisation.fields import (
    PHONE_KINDS,
    ContactValue,
    Count,
    Day,
    Email,
    Flag,
    Identifier,
    Label,
    MinutesTo,
    Name,
    Phone,
    Remark,
    Text,
    TimeZone,
    Url,
    Wait,
    dialled,
)
from runbook.organisation.hours import OneOrMoreHours
from runbook.organisation.parsers import IDENTIFIER

# What a channel may depend on without being named in `services`; beside these, the id of a service.
BUILT_IN_DEPENDENCIES = ("idp", "mail", "chat", "vpn", "office", "internet", "mobile-network")
Dependency = Annotated[
    Identifier,
    WithJsonSchema({"type": "string", "pattern": f"^{IDENTIFIER.pattern}$", "examples": [*BUILT_IN_DEPENDENCIES]}),
]


class Role(StrEnum):
    """What a person does in the runbook. Steps name roles, never people."""

    APPROVER = "approver"
    OPERATOR = "operator"
    WITNESS = "witness"
    PASSWORD_CUSTODIAN = "password_custodian"  # noqa: S105  a role, no password
    MFA_CUSTODIAN = "mfa_custodian"
    MAILBOX_CUSTODIAN = "mailbox_custodian"
    PHONE_CUSTODIAN = "phone_custodian"
    CENTRAL_ADMIN = "central_admin"
    ALERT_RECEIVER = "alert_receiver"
    INCIDENT_LEAD = "incident_lead"
    REVIEWER = "reviewer"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class PersonContact:
    """One way to reach a person."""

    kind: Annotated[Literal["mobile", "phone", "satellite", "email", "chat"], Field(description="Kind of channel.")]
    value: Annotated[
        ContactValue,
        Field(description="The number (international form), address or handle. Always quote numbers.", max_length=200),
        is_personal("phone"),
    ]
    personal: Annotated[Flag, Field(description="True for a private number or address.")] = False
    confirmed_on: Annotated[Day | None, Field(description="Day on which the person confirmed it.")] = None
    depends_on: Annotated[
        tuple[Dependency, ...], Field(description="What must work for this channel to work.", max_length=10), PUBLIC
    ] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a person cannot be reached; both days included."""

    start: Annotated[Day, Field(alias="from", description="First day."), is_personal()]
    until: Annotated[Day, Field(description="Last day."), is_personal()]

    def covers(self, day: date) -> bool:
        """Whether a day lies in it; its first and last day do."""
        return self.start <= day <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """A human being."""

    id: Annotated[
        Identifier, Field(description="Short name used in this file only; never printed as a file name."), is_personal()
    ]
    name: Annotated[Name, Field(description="Name as it is printed."), is_personal()]
    contacts: Annotated[
        tuple[PersonContact, ...], Field(description="Ways to reach them, best first.", min_length=1, max_length=12)
    ]
    title: Annotated[Name | None, Field(description="Position in the company."), is_personal()] = None
    site: Annotated[Identifier | None, Field(description="Id of the site where they work (see sites)."), REFERENCE] = (
        None
    )
    hours: Annotated[
        OneOrMoreHours | None,
        Field(description="When they can be reached, or a list of such windows; omit if not agreed."),
        is_personal(),
    ] = None
    absences: Annotated[tuple[Absence, ...], Field(description="Known absences.", max_length=50)] = ()
    time_zone: Annotated[
        TimeZone | None,
        Field(description="IANA time zone of their hours, if not that of their site or the company."),
        is_personal(),
    ] = None
    minutes_to: Annotated[
        MinutesTo,
        Field(
            description="Minutes that they need at night to a site, or to a place that is at none: {tokyo: 40}.",
            max_length=100,
        ),
        REFERENCE,
    ] = field(default_factory=dict, hash=False)

    def absence(self, day: date) -> Absence | None:
        """The absence that a day lies in, if any."""
        return next((absence for absence in self.absences if absence.covers(day)), None)

    def receives(self, address: str) -> bool:
        """Whether an e-mail address is one of theirs; case does not matter."""
        return any(c.kind == "email" and c.value.lower() == address.lower() for c in self.contacts)

    def answers(self, number: str) -> bool:
        """Whether a telephone number is one of theirs, however it is written."""
        return any(c.kind in PHONE_KINDS and dialled(c.value) == dialled(number) for c in self.contacts)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who holds a role, from when, until when, and who stands in."""

    person: Annotated[Identifier, Field(description="Id of a person."), APPOINTED]
    start: Annotated[Day, Field(alias="from", description="First day in office.")]
    until: Annotated[Day | None, Field(description="Last day in office; omit if open.")] = None
    deputy: Annotated[Identifier | None, Field(description="Id of the person who stands in."), APPOINTED] = None

    def in_office(self, day: date) -> bool:
        """Whether a day lies in the term; its first and last day do."""
        return self.start <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Approver(Appointment):
    """An appointment as approver."""

    must: Annotated[
        Flag, Field(description="True for somebody who must be among those who approve, in person or by their deputy.")
    ] = False


@dataclass(frozen=True, slots=True)
class TaskApprovals:
    """Tasks that more people must approve than others."""

    tasks: Annotated[
        tuple[Label, ...], Field(description="Ids of the table on sheet 01.", min_length=1, max_length=20), PUBLIC
    ]
    required: Annotated[Count, Field(description="How many must approve these.", ge=2, le=20)]


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who may approve a use of root, and how many must."""

    members: Annotated[
        tuple[Approver, ...], Field(description="Approvers in the order of call.", min_length=1, max_length=200)
    ]
    required: Annotated[
        Count,
        Field(
            description="How many must approve: 2 or more; 1 only with an accepted risk (rule two-approvers).",
            ge=1,
            le=20,
        ),
    ] = 2
    out_of_band: Annotated[
        Text | None,
        Field(description="How an approval is given when chat and mail are down, in your words."),
        is_restricted("text"),
    ] = None
    by_task: Annotated[
        tuple[TaskApprovals, ...],
        Field(description="Tasks that need more approvals than `required` says.", max_length=20),
    ] = ()

    @property
    def in_order_of_call(self) -> tuple[Approver, ...]:
        """Those without whom nothing is approved, then the others, each as they are written."""
        return tuple(sorted(self.members, key=lambda member: not member.must))

    @property
    def one_is_enough(self) -> bool:
        """Whether one person may approve, which every page says."""
        return self.required == 1


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role of the company's own, beside those that the steps name."""

    id: Annotated[Identifier, Field(description="Short name used in this file."), REFERENCE]
    name: Annotated[Name, Field(description="Name of the role as it is printed."), OPEN]
    holders: Annotated[tuple[Appointment, ...], Field(description="Who holds it.", min_length=1, max_length=50)]
    duty: Annotated[Remark | None, Field(description="What they do, in a few words."), OPEN] = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone outside the list of people: AWS, reseller, vendor, authority, building security and so on."""

    name: Annotated[Name, Field(description="Name as it is printed."), is_restricted()]
    kind: Annotated[
        Literal["inside", "aws", "reseller", "vendor", "authority", "other"],
        Field(description="Group on the contact sheet."),
    ]
    id: Annotated[
        Identifier | None, Field(description="Short name, needed when an account refers to it."), REFERENCE
    ] = None
    phone: Annotated[
        Phone | None, Field(description="Telephone number in international form, quoted."), is_restricted()
    ] = None
    email: Annotated[Email | None, Field(description="E-mail address."), is_restricted()] = None
    url: Annotated[Url | None, Field(description="https address of a form or portal."), is_restricted()] = None
    hours: Annotated[
        OneOrMoreHours | None,
        Field(description="When they answer, in the company's time zone; omit if not known."),
        is_restricted(),
    ] = None
    reference: Annotated[
        Remark | None,
        Field(description="Where the contract or customer number is kept; not the number itself."),
        is_restricted(),
    ] = None
    deadline: Annotated[
        Remark | None, Field(description="For an authority: within what time to report, and under which rule."), OPEN
    ] = None
    note: Annotated[Text | None, Field(description="What to ask for, what to have ready."), is_restricted()] = None
    depends_on: Annotated[
        tuple[Dependency, ...], Field(description="What must work for this contact to work.", max_length=10), PUBLIC
    ] = ()


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Whom to call, how long after the first call."""

    after: Annotated[Wait, Field(description="Waiting time since the start, ISO 8601: PT0M, PT10M, PT1H.")]
    call: Annotated[Identifier, Field(description="Id of the person to call."), HOLDER]
