"""The organisation that the runbook is for: frozen values, no I/O, no language, no formatting.

The field descriptions are the reference of the config: ``runbook schema`` prints them. Field types that check a
single value (an account id, a phone number …) are in ``fields.py``; rules between fields are in ``config``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from runbook.fields import (
    AccountId,
    AccountIds,
    ContactValue,
    Count,
    Day,
    Email,
    Flag,
    Identifier,
    Interval,
    Label,
    Phone,
    SheetRef,
    Text,
    TimeOfDay,
    TimeZone,
    Url,
    Wait,
)


class Role(StrEnum):
    """What a person does in the runbook. Steps name roles, never people."""

    APPROVER = "approver"
    OPERATOR = "operator"
    WITNESS = "witness"
    PASSWORD_CUSTODIAN = "password_custodian"
    MFA_CUSTODIAN = "mfa_custodian"
    MAILBOX_CUSTODIAN = "mailbox_custodian"
    PHONE_CUSTODIAN = "phone_custodian"
    CENTRAL_ADMIN = "central_admin"
    ALERT_RECEIVER = "alert_receiver"
    INCIDENT_LEAD = "incident_lead"
    REVIEWER = "reviewer"
    OWNER = "owner"


class AccountKind(StrEnum):
    """AWS's three kinds of account (aws-facts: root-task-list)."""

    MANAGEMENT = "management"
    STANDALONE = "standalone"
    MEMBER = "member"


class Custody(StrEnum):
    """How the root user of an account is kept."""

    SAFE = "safe"
    REMOVED = "removed"
    RESELLER = "reseller"
    NONE = "none"


class Partition(StrEnum):
    """AWS partitions: separate worlds with their own sign-in and their own root rules."""

    COMMERCIAL = "aws"
    GOVCLOUD = "aws-us-gov"
    CHINA = "aws-cn"
    SOVEREIGN = "aws-eusc"


class Route(StrEnum):
    """The way to root power for one account; decides which steps its paper shows."""

    SAFE = "safe"
    REMOVED = "removed"
    RESELLER = "reseller"
    GOVCLOUD = "govcloud"
    CHINA = "china"
    NEW_EXPERIENCE = "new-experience"
    SOVEREIGN = "sovereign"


Dependency = Literal["idp", "mail", "chat", "vpn", "office", "internet", "mobile-network"]
Event = Literal[
    "root-used", "custodian-left", "approver-changed", "place-changed", "account-added", "aws-changed", "seal-broken"
]


@dataclass(frozen=True, slots=True)
class Hours:
    """When someone can be reached, in the company's time zone."""

    start: Annotated[TimeOfDay, Field(alias="from", description="First minute, 24-hour clock: \"09:00\".")]
    until: Annotated[TimeOfDay, Field(description="Last minute: \"18:00\". For round the clock: \"00:00\" to \"23:59\".")]
    days: Annotated[Literal["every-day", "weekdays"], Field(description="Every day, or Monday to Friday.")] = "weekdays"

    @property
    def round_the_clock(self) -> bool:
        """True when every hour of every day is meant."""
        return self.days == "every-day" and (self.start, self.until) == ("00:00", "23:59")


@dataclass(frozen=True, slots=True)
class Company:
    """Whose runbook it is."""

    name: Annotated[Text, Field(description="The company's name, as it stands on every sheet.")]
    time_zone: Annotated[TimeZone, Field(description="IANA time zone for every time on paper: Asia/Tokyo.")]
    classification: Annotated[
        Text | None, Field(description="Handling mark printed on every sheet, for example \"Confidential\".")
    ] = None
    ticket_system: Annotated[
        Text | None, Field(description="Where a use of root is ticketed. Paper is used while it is down.")
    ] = None
    workstation: Annotated[
        Text | None, Field(description="The trusted workstation for root sign-in, and where it stands.")
    ] = None
    evidence_store: Annotated[
        Text | None, Field(description="Where screenshots, logs and filled-in checklists are kept.")
    ] = None


@dataclass(frozen=True, slots=True)
class PersonContact:
    """One way to reach a person."""

    kind: Annotated[Literal["mobile", "phone", "satellite", "email", "chat"], Field(description="Kind of channel.")]
    value: Annotated[
        ContactValue, Field(description="The number (international form), address or handle. Always quote numbers.", max_length=200)
    ]
    personal: Annotated[Flag, Field(description="True for a private number or address.")] = False
    confirmed_on: Annotated[Day | None, Field(description="Day on which the person confirmed it.")] = None
    depends_on: Annotated[
        tuple[Dependency, ...], Field(description="What must work for this channel to work.", max_length=10)
    ] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a person cannot be reached; both days included."""

    start: Annotated[Day, Field(alias="from", description="First day.")]
    until: Annotated[Day, Field(description="Last day.")]


@dataclass(frozen=True, slots=True)
class Person:
    """A human being."""

    id: Annotated[Identifier, Field(description="Short name used in this file only; never printed as a file name.")]
    name: Annotated[Text, Field(description="Name as it is printed.")]
    contacts: Annotated[tuple[PersonContact, ...], Field(description="Ways to reach them, best first.", min_length=1, max_length=12)]
    title: Annotated[Text | None, Field(description="Position in the company.")] = None
    site: Annotated[Identifier | None, Field(description="Id of the site where they work (see sites).")] = None
    hours: Annotated[Hours | None, Field(description="When they can be reached; omit if not agreed.")] = None
    absences: Annotated[tuple[Absence, ...], Field(description="Known absences.", max_length=50)] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """An office, data centre or bank where people work and places stand."""

    id: Annotated[Identifier, Field(description="Short name used in this file.")]
    name: Annotated[Text, Field(description="Name as it is printed.")]
    address: Annotated[Text | None, Field(description="Postal address or directions.")] = None
    night_access: Annotated[Text | None, Field(description="How to get in outside office hours.")] = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who holds a role, from when, until when, and who stands in."""

    person: Annotated[Identifier, Field(description="Id of a person.")]
    start: Annotated[Day, Field(alias="from", description="First day in office.")]
    until: Annotated[Day | None, Field(description="Last day in office; omit if open.")] = None
    deputy: Annotated[Identifier | None, Field(description="Id of the person who stands in.")] = None


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who may approve a use of root, and how many must."""

    members: Annotated[tuple[Appointment, ...], Field(description="Approvers in the order of call.", min_length=2, max_length=200)]
    required: Annotated[Count, Field(description="How many must approve: 2 or more.", ge=2, le=20)] = 2
    out_of_band: Annotated[
        Text | None, Field(description="How an approval is given when chat and mail are down, in your words.")
    ] = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone outside the list of people: AWS, reseller, vendor, authority, building security …"""

    name: Annotated[Text, Field(description="Name as it is printed.")]
    kind: Annotated[
        Literal["inside", "aws", "reseller", "vendor", "authority", "other"], Field(description="Group on the contact sheet.")
    ]
    id: Annotated[Identifier | None, Field(description="Short name, needed when an account refers to it.")] = None
    phone: Annotated[Phone | None, Field(description="Telephone number in international form, quoted.")] = None
    email: Annotated[Email | None, Field(description="E-mail address.")] = None
    url: Annotated[Url | None, Field(description="https address of a form or portal.")] = None
    hours: Annotated[Hours | None, Field(description="When they answer; omit if not known.")] = None
    reference: Annotated[Text | None, Field(description="Where the contract or customer number is kept; not the number itself.")] = None
    deadline: Annotated[Text | None, Field(description="For an authority: within what time to report, and under which rule.")] = None
    note: Annotated[Text | None, Field(description="What to ask for, what to have ready.")] = None
    depends_on: Annotated[tuple[Dependency, ...], Field(description="What must work for this contact to work.", max_length=10)] = ()


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Whom to call, how long after the first call."""

    after: Annotated[Wait, Field(description="Waiting time since the start, ISO 8601: PT0M, PT10M, PT1H.")]
    call: Annotated[Identifier, Field(description="Id of the person to call.")]


@dataclass(frozen=True, slots=True)
class Place:
    """A safe, cabinet or vault."""

    id: Annotated[Identifier, Field(description="Short name used in this file.")]
    name: Annotated[Text, Field(description="Name as it is printed and as it is known on site.")]
    site: Annotated[Identifier | None, Field(description="Id of its site.")] = None
    location: Annotated[Text | None, Field(description="Floor and room.")] = None
    opened_by: Annotated[
        tuple[tuple[Identifier, ...], ...],
        Field(description="Groups of people who can open it together: [[a, b], [c]] means a with b, or c alone.", max_length=50),
    ] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that lies in a place. It is named, never described: there is no field for what is written in it."""

    id: Annotated[Label, Field(description="Number on the thing itself: E-0031.")]
    kind: Annotated[
        Literal["envelope", "security-key", "totp-token", "phone", "tablet", "document"], Field(description="What it is.")
    ]
    holds: Annotated[
        Literal["password", "mfa", "pin", "mailbox", "phone"], Field(description="Which half of root it opens.")
    ]
    place: Annotated[Identifier, Field(description="Id of the place where it lies.")]
    account: Annotated[
        AccountIds, Field(description="Account id, or a list of them. Always quote account ids.")
    ]
    seal: Annotated[Label | None, Field(description="Serial number of the seal or tamper-evident bag.")] = None
    serial: Annotated[Label | None, Field(description="Serial number of the device.")] = None
    tested_on: Annotated[Day | None, Field(description="Day of the last successful test.")] = None
    battery_due: Annotated[Day | None, Field(description="Day by which battery or token must be replaced.")] = None

    @property
    def accounts(self) -> tuple[AccountId, ...]:
        """The accounts it serves."""
        return self.account if isinstance(self.account, tuple) else (self.account,)


@dataclass(frozen=True, slots=True)
class AlternateContacts:
    """AWS alternate contacts of an account: one each, group addresses preferred (AWS: ACC-ALT)."""

    billing: Annotated[Email | None, Field(description="Billing contact.")] = None
    operations: Annotated[Email | None, Field(description="Operations contact.")] = None
    security: Annotated[Email | None, Field(description="Security contact: AWS writes here about abuse.")] = None


@dataclass(frozen=True, slots=True)
class Account:
    """One AWS account and how its root user is kept."""

    id: Annotated[AccountId, Field(description="12-digit account id. Always quote it.")]
    name: Annotated[Text, Field(description="Account name or alias.")]
    kind: Annotated[AccountKind, Field(description="management, member or standalone.")]
    custody: Annotated[
        Custody,
        Field(description=(
            "safe: password and MFA lie in your places; removed: deleted under central root access; "
            "reseller: a reseller holds them; none: this account has no root user that can sign in."
        )),
    ]
    root_email: Annotated[Email | None, Field(description="Address of the root user: a group mailbox on a company domain.")] = None
    partition: Annotated[Partition, Field(description="AWS partition.")] = Partition.COMMERCIAL
    signup: Annotated[
        Literal["advanced", "new"], Field(description="\"new\" for a project of the new AWS experience, which has no root user.")
    ] = "advanced"
    reseller: Annotated[Identifier | None, Field(description="Id of the reseller's contact, for custody reseller.")] = None
    linked_account: Annotated[AccountId | None, Field(description="For aws-us-gov: the linked standard account.")] = None
    alternate_contacts: Annotated[AlternateContacts, Field(description="AWS alternate contacts.")] = field(default_factory=AlternateContacts)
    note: Annotated[Text | None, Field(description="An exception or remark, printed in full in the annex.")] = None

    @property
    def route(self) -> Route:
        """The way to root power for this account (aws-facts: partitions, central root access, new experience)."""
        match self:
            case Account(partition=Partition.GOVCLOUD):
                return Route.GOVCLOUD
            case Account(partition=Partition.CHINA):
                return Route.CHINA
            case Account(partition=Partition.SOVEREIGN):
                return Route.SOVEREIGN
            case Account(signup="new"):
                return Route.NEW_EXPERIENCE
            case Account(custody=Custody.RESELLER):
                return Route.RESELLER
            case Account(custody=Custody.REMOVED):
                return Route.REMOVED
            case _:
                return Route.SAFE

    @property
    def shown_id(self) -> str:
        """The id in groups of four, as AWS prints it: 1111-2222-3333."""
        return shown_account_id(self.id)


@dataclass(frozen=True, slots=True)
class CentralRoot:
    """Central root access of the organization (AWS: CENT, PRIV)."""

    credentials: Annotated[Flag, Field(description="Root credentials management is switched on.")] = False
    sessions: Annotated[Flag, Field(description="Privileged root actions in member accounts are switched on.")] = False
    admin_role: Annotated[Text | None, Field(description="IAM role or permission set that may run privileged tasks.")] = None
    delegated_admin: Annotated[AccountId | None, Field(description="Delegated administrator account for IAM, if any.")] = None


@dataclass(frozen=True, slots=True)
class MemberRootPolicy:
    """Service control policy that denies member root users (AWS: ORG-SCP, ORG-MEM)."""

    denies_root: Annotated[Flag, Field(description="An SCP denies root in member accounts.")] = False
    exempts_assume_root: Annotated[Flag, Field(description="It leaves privileged root sessions alone.")] = False
    exception: Annotated[Text | None, Field(description="How a member is exempted for one task, and by whom.")] = None


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """AWS sign-in resource policy that limits console sign-in by network (AWS: SCTRL, since June 2026)."""

    enabled: Annotated[Flag, Field(description="A sign-in policy is in force.")] = False
    root_excluded: Annotated[Flag, Field(description="The root user is excluded from it.")] = False
    escape: Annotated[Text | None, Field(description="Role with programmatic access that can remove it.")] = None


@dataclass(frozen=True, slots=True)
class Alerts:
    """Where an alert about root use arrives."""

    destination: Annotated[Text, Field(description="Channel or mailbox that receives the alert.")]
    regions: Annotated[
        tuple[Label, ...],
        Field(description="Regions with the rule. Root sign-in is recorded in us-east-1, us-east-2 or us-west-2.", min_length=1, max_length=40),
    ]


@dataclass(frozen=True, slots=True)
class EmergencyRole:
    """A break-glass IAM user or role: the way in that comes before root (AWS: WA-10)."""

    name: Annotated[Label, Field(description="Name of the IAM user or role.")]
    account: Annotated[AccountId, Field(description="Account in which it exists.")]
    url: Annotated[Url | None, Field(description="Regional sign-in address.")] = None
    kept: Annotated[Text | None, Field(description="Where its credentials lie.")] = None


@dataclass(frozen=True, slots=True)
class RotationRule:
    """When a periodic task is due: after an interval, on an event, or both."""

    every: Annotated[Interval | None, Field(description="ISO 8601 duration in days, weeks, months or years: P3M.")] = None
    on: Annotated[tuple[Event, ...], Field(description="Events that make it due at once.", max_length=10)] = ()
    start: Annotated[Day | None, Field(alias="from", description="First day of the first interval; default 1 January.")] = None
    owner: Annotated[Role | None, Field(description="Role that does it.")] = None


@dataclass(frozen=True, slots=True)
class Rotation:
    """The periodic tasks. What is not given here follows the built-in rule."""

    password: Annotated[RotationRule, Field(description="Change the root password.")] = RotationRule(on=("root-used", "custodian-left", "seal-broken"))
    access_review: Annotated[RotationRule, Field(description="Review who can reach what.")] = RotationRule(every="P3M", on=("custodian-left",))
    mfa_check: Annotated[RotationRule, Field(description="Check custody and MFA devices.")] = RotationRule(every="P3M", on=("root-used",))
    seal_check: Annotated[RotationRule, Field(description="Look at the seals without opening them.")] = RotationRule(every="P1M")
    contact_test: Annotated[RotationRule, Field(description="Call every number on the contact sheets.")] = RotationRule(every="P3M", on=("approver-changed",))
    alert_test: Annotated[RotationRule, Field(description="Prove that the alert on root use arrives.")] = RotationRule(every="P6M", on=("aws-changed",))
    drill: Annotated[RotationRule, Field(description="Practise the break-glass flow.")] = RotationRule(every="P6M", on=("approver-changed",))
    recovery_drill: Annotated[RotationRule, Field(description="Practise recovery of a lost MFA device.")] = RotationRule(every="P1Y")
    combination: Annotated[RotationRule, Field(description="Change safe combinations.")] = RotationRule(every="P1Y", on=("custodian-left",))
    runbook_review: Annotated[RotationRule, Field(description="Read this runbook and issue it anew.")] = RotationRule(every="P1Y", on=("aws-changed",))


@dataclass(frozen=True, slots=True)
class Copies:
    """How many printed copies of a sheet lie in a place."""

    sheet: Annotated[SheetRef, Field(description="Sheet number or name (\"04\", \"break-glass\"), or \"*\" for all sheets.")]
    place: Annotated[Identifier, Field(description="Id of the place.")]
    count: Annotated[Count, Field(description="Number of copies.", ge=1, le=20)] = 1


@dataclass(frozen=True, slots=True)
class StepNote:
    """A company's own words before or after a built-in step."""

    before: Annotated[Text | None, Field(description="Printed before the step.")] = None
    after: Annotated[Text | None, Field(description="Printed after the step.")] = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything the config says. There is no field that can hold a secret."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", hide_input_in_errors=True)

    config_version: Annotated[
        Literal["1"], WithJsonSchema({"enum": [1, "1"]}), Field(description="Version of this file's format: 1.")
    ]
    company: Annotated[Company, Field(description="The company, and what every sheet says about it.")]
    languages: Annotated[tuple[Label, ...], Field(description="Languages to print, in order: [ja, en].", min_length=1, max_length=10)]
    people: Annotated[tuple[Person, ...], Field(description="Everyone named in the runbook.", min_length=2, max_length=200)]
    approvers: Annotated[Approvers, Field(description="Who may approve.")]
    roles: Annotated[Mapping[Role, tuple[Appointment, ...]], Field(description="Who holds each role.")]
    places: Annotated[tuple[Place, ...], Field(description="Safes, cabinets, vaults.", min_length=1, max_length=100)]
    accounts: Annotated[tuple[Account, ...], Field(description="AWS accounts.", min_length=1, max_length=500)]
    copies: Annotated[tuple[Copies, ...], Field(description="Where printed copies lie.", min_length=1, max_length=200)]
    items: Annotated[tuple[Item, ...], Field(description="What lies in the places.", max_length=2000)] = ()
    sites: Annotated[tuple[Site, ...], Field(description="Where people work and places stand.", max_length=100)] = ()
    contacts: Annotated[tuple[Contact, ...], Field(description="Contacts beyond people.", max_length=100)] = ()
    escalation: Annotated[tuple[EscalationStep, ...], Field(description="Order of call; default: the approvers, ten minutes apart.", max_length=30)] = ()
    emergency_roles: Annotated[tuple[EmergencyRole, ...], Field(description="Break-glass IAM users or roles, used before root.", max_length=20)] = ()
    central_root: Annotated[CentralRoot, Field(description="Central root access.")] = CentralRoot()
    member_root_policy: Annotated[MemberRootPolicy, Field(description="SCP on member root users.")] = MemberRootPolicy()
    sign_in_policy: Annotated[SignInPolicy, Field(description="Sign-in resource policy.")] = SignInPolicy()
    alerts: Annotated[Alerts | None, Field(description="Alert on root use.")] = None
    rotation: Annotated[Rotation, Field(description="Periodic tasks.")] = field(default_factory=Rotation)
    notes: Annotated[Mapping[str, StepNote], Field(description="Your own words by step id: B-07.")] = field(default_factory=dict)
    paper: Annotated[Literal["A4", "Letter"], Field(description="Paper size.")] = "A4"

    def person(self, person_id: str) -> Person:
        """The person with this id; KeyError if there is none (the config reader has checked)."""
        return next(person for person in self.people if person.id == person_id)

    def place(self, place_id: str) -> Place:
        """The place with this id."""
        return next(place for place in self.places if place.id == place_id)

    def site(self, site_id: str) -> Site:
        """The site with this id."""
        return next(site for site in self.sites if site.id == site_id)

    def contact(self, contact_id: str) -> Contact:
        """The contact with this id."""
        return next(contact for contact in self.contacts if contact.id == contact_id)

    def account(self, account_id: str) -> Account | None:
        """The account with this id, or None: linked and delegated accounts need not be listed."""
        return next((account for account in self.accounts if account.id == account_id), None)

    def accounts_by_route(self, route: Route) -> tuple[Account, ...]:
        """Accounts whose root power is reached by this route, in the order of the config."""
        return tuple(account for account in self.accounts if account.route is route)

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes in use, in the fixed order of ``Route``."""
        used = {account.route for account in self.accounts}
        return tuple(route for route in Route if route in used)

    @property
    def kinds(self) -> tuple[AccountKind, ...]:
        """The kinds of account in use, in the fixed order of ``AccountKind``."""
        used = {account.kind for account in self.accounts}
        return tuple(kind for kind in AccountKind if kind in used)

    def items_in(self, place_id: str) -> tuple[Item, ...]:
        """What lies in a place."""
        return tuple(item for item in self.items if item.place == place_id)

    def items_for(self, account_id: str, holds: str) -> tuple[Item, ...]:
        """Items that open one half of an account's root user."""
        return tuple(item for item in self.items if account_id in item.accounts and item.holds == holds)

    def holders(self, role: Role) -> tuple[Appointment, ...]:
        """Appointments to a role, in order; the approvers for ``Role.APPROVER``."""
        return self.approvers.members if role is Role.APPROVER else self.roles.get(role, ())

    def calls(self) -> tuple[tuple[int, Person], ...]:
        """Order of call as (minutes after the start, person): the escalation, or the approvers ten minutes apart."""
        if self.escalation:
            return tuple((step.after, self.person(step.call)) for step in self.escalation)
        return tuple((10 * index, self.person(member.person)) for index, member in enumerate(self.approvers.members))

    def texts(self) -> Iterator[Text]:
        """Every human text of the organisation."""
        yield from _texts_in(self)


def shown_account_id(account_id: str) -> str:
    """An account id in groups of four, as AWS prints it: 1111-2222-3333."""
    return f"{account_id[:4]}-{account_id[4:8]}-{account_id[8:]}"


def _texts_in(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts_in(getattr(value, name))
