"""The organisation as a whole, and questions that concern several of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, Protocol, TypeVar

from pydantic import ConfigDict, Field, WithJsonSchema

from runbook.organisation.accounts import (
    Account,
    AccountKind,
    AlternateContacts,
    CentralRoot,
    EmergencyRole,
    MemberRootPolicy,
    Route,
    SignInPolicy,
)
from runbook.organisation.company import Company, StepNote, Triggers
from runbook.organisation.disclosure import PUBLIC, is_restricted
from runbook.organisation.document import DocumentControl
from runbook.organisation.fields import AccountId, Flag, Label
from runbook.organisation.look import Look
from runbook.organisation.people import Appointment, Approvers, Contact, EscalationStep, OwnRole, Person, Role
from runbook.organisation.places import Copies, Item, Place, Seals, Site
from runbook.organisation.recovery import Mailbox, RecoveryPhone
from runbook.organisation.risks import AcceptedRisk
from runbook.organisation.rules import Alerts, Rotation
from runbook.organisation.services import BUILT_IN_KINDS, AdministrationAlert, Domain, Service, ServiceKind

MINUTES_APART = 10  # between calls, where no escalation says otherwise
HALVES = ("password", "mfa")  # of a root user, by what an item holds


class _Identified(Protocol):
    @property
    def id(self) -> str | None: ...


T = TypeVar("T", bound=_Identified)


def _with_id(elements: Iterable[T], wanted: str) -> T:
    for element in elements:
        if element.id == wanted:
            return element
    raise KeyError(wanted)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything the config says. There is no field that can hold a secret."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", hide_input_in_errors=True)

    config_version: Annotated[
        Literal["1"], WithJsonSchema({"enum": [1, "1"]}), Field(description="Version of this file's format: 1.")
    ]
    company: Annotated[Company, Field(description="The company, and what every sheet says about it.")]
    languages: Annotated[
        tuple[Label, ...],
        Field(description="Languages to print, in order: [ja, en].", min_length=1, max_length=10),
        PUBLIC,
    ]
    people: Annotated[
        tuple[Person, ...], Field(description="Everyone named in the runbook.", min_length=1, max_length=200)
    ]
    approvers: Annotated[Approvers, Field(description="Who may approve.")]
    roles: Annotated[Mapping[Role, tuple[Appointment, ...]], Field(description="Who holds each role.")]
    places: Annotated[tuple[Place, ...], Field(description="Safes, cabinets, vaults.", min_length=1, max_length=100)]
    accounts: Annotated[tuple[Account, ...], Field(description="AWS accounts.", min_length=1, max_length=12000)]
    copies: Annotated[tuple[Copies, ...], Field(description="Where printed copies lie.", min_length=1, max_length=200)]
    items: Annotated[tuple[Item, ...], Field(description="What lies in the places.", max_length=2000)] = ()
    sites: Annotated[tuple[Site, ...], Field(description="Where people work and places stand.", max_length=100)] = ()
    contacts: Annotated[tuple[Contact, ...], Field(description="Contacts beyond people.", max_length=100)] = ()
    own_roles: Annotated[
        tuple[OwnRole, ...], Field(description="Roles of your own, printed beside the others.", max_length=30)
    ] = ()
    escalation: Annotated[
        tuple[EscalationStep, ...],
        Field(
            description="Order of call, after those who must approve; default: the approvers, ten minutes apart.",
            max_length=30,
        ),
    ] = ()
    emergency_roles: Annotated[
        tuple[EmergencyRole, ...], Field(description="Break-glass IAM users or roles, used before root.", max_length=20)
    ] = ()
    central_root: Annotated[CentralRoot, Field(description="Central root access.")] = field(default_factory=CentralRoot)
    member_root_policy: Annotated[MemberRootPolicy, Field(description="SCP on member root users.")] = field(
        default_factory=MemberRootPolicy
    )
    sign_in_policy: Annotated[SignInPolicy, Field(description="Sign-in resource policy.")] = field(
        default_factory=SignInPolicy
    )
    alternate_contacts: Annotated[
        AlternateContacts, Field(description="AWS alternate contacts of every account that names none itself.")
    ] = field(default_factory=AlternateContacts)
    mailboxes: Annotated[
        tuple[Mailbox, ...], Field(description="Where mail to root addresses arrives.", max_length=100)
    ] = ()
    recovery_phones: Annotated[
        tuple[RecoveryPhone, ...], Field(description="Telephones registered with AWS for recovery.", max_length=50)
    ] = ()
    seals: Annotated[tuple[Seals, ...], Field(description="Seal numbers that are on no item.", max_length=200)] = ()
    accepted_risks: Annotated[
        tuple[AcceptedRisk, ...], Field(description="Findings that are accepted for a time.", max_length=100)
    ] = ()
    services: Annotated[
        tuple[Service, ...], Field(description="Services that guard keys, and who administers them.", max_length=100)
    ] = ()
    domains: Annotated[
        tuple[Domain, ...], Field(description="Domains on which root addresses lie.", max_length=100)
    ] = ()
    organization_admins: Annotated[
        tuple[Appointment, ...],
        Field(description="Who has administrator access in the management account.", max_length=50),
    ] = ()
    account_management_admin: Annotated[
        AccountId | None,
        Field(description="Delegated administrator account of AWS Account Management, if any."),
    ] = None
    administration_alerts: Annotated[
        tuple[AdministrationAlert, ...],
        Field(description="Whom alerts on acts of administration reach.", max_length=50),
    ] = ()
    without: Annotated[
        tuple[ServiceKind, ...],
        Field(description="Kinds of service that this company does not have, so that nobody asks for them."),
    ] = ()
    sample: Annotated[
        Flag,
        Field(description="True for an invented company: every page is stamped SAMPLE, and example values may stay."),
    ] = False
    alerts: Annotated[Alerts | None, Field(description="Alert on root use.")] = None
    rotation: Annotated[Rotation, Field(description="Periodic tasks.")] = field(default_factory=Rotation)
    notes: Annotated[Mapping[str, StepNote], Field(description="Your own words by step id: B-07.")] = field(
        default_factory=dict
    )
    triggers: Annotated[
        Triggers, Field(description="What root is used for here and what it never is; printed on sheet 04.")
    ] = field(default_factory=Triggers)
    accounts_file: Annotated[
        Label | None,
        Field(
            description=(
                "File beside this one with more accounts, as `runbook import` writes it. An account may stand in both: "
                "what is written here is added to it by id."
            )
        ),
        is_restricted(),
    ] = None
    document: Annotated[
        DocumentControl | None,
        Field(description="The runbook as a controlled document: what its cover says, and how forms are kept."),
    ] = None
    look: Annotated[Look, Field(description="The company's own look on paper.")] = field(default_factory=Look)
    paper: Annotated[Literal["A4", "Letter"], Field(description="Paper size.")] = "A4"

    def person(self, person_id: str) -> Person:
        """The person with this id; KeyError if there is none (the config reader has checked)."""
        return _with_id(self.people, person_id)

    def place(self, place_id: str) -> Place:
        """The place with this id; KeyError if there is none (the config reader has checked)."""
        return _with_id(self.places, place_id)

    def site(self, site_id: str) -> Site:
        """The site with this id; KeyError if there is none (the config reader has checked)."""
        return _with_id(self.sites, site_id)

    def time_zone_of(self, who: Person | Place) -> str:
        """The time zone of somebody's hours, or a place's: their own, else that of their site, else the company's."""
        own = who.time_zone if isinstance(who, Person) else None
        site = self.site(who.site).time_zone if who.site else None
        return own or site or self.company.time_zone

    def holidays_of(self, who: Person | Place) -> str | None:
        """The region whose public holidays count for somebody or a place: that of their site, else the company's."""
        return (self.site(who.site).holidays if who.site else None) or self.company.holidays

    def contact(self, contact_id: str) -> Contact:
        """The contact with this id; KeyError if there is none (the config reader has checked)."""
        return _with_id(self.contacts, contact_id)

    def account(self, account_id: str) -> Account | None:
        """The account with this id, or None: linked, delegated and asked-for accounts need not be listed."""
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

    def service(self, service_id: str) -> Service | None:
        """The service with this id, or None: what something depends on may be a built-in name."""
        return next((service for service in self.services if service.id == service_id), None)

    def services_of(self, kind: ServiceKind) -> tuple[Service, ...]:
        """The services of a kind."""
        return tuple(service for service in self.services if service.kind is kind)

    def meant_by(self, dependency: str) -> tuple[str, ...]:
        """What a name in depends_on stands for: itself, or the services of its kind if the company names them."""
        kind = BUILT_IN_KINDS.get(dependency)
        return tuple(service.id for service in self.services if service.kind is kind) or (dependency,)

    def all_mailboxes(self, account: Account) -> tuple[Mailbox, ...]:
        """Every entry that fits the root address of an account: whoever reads one of them may read its mail."""
        address = account.root_email
        return tuple(box for box in self.mailboxes if address and box.serves(address))

    def mailbox(self, account: Account) -> Mailbox | None:
        """Where mail to the root address of an account arrives: the first entry that fits, or None."""
        return next(iter(self.all_mailboxes(account)), None)

    def all_recovery_phones(self, account_id: str) -> tuple[RecoveryPhone, ...]:
        """Every entry that fits an account."""
        return tuple(phone for phone in self.recovery_phones if phone.serves(account_id))

    def recovery_phone(self, account_id: str) -> RecoveryPhone | None:
        """The telephone registered for an account: the first entry that fits, or None."""
        return next(iter(self.all_recovery_phones(account_id)), None)

    def owners_of(self, address: str) -> tuple[str, ...]:
        """People (ids) whose own e-mail address this is."""
        return tuple(person.id for person in self.people if person.receives(address))

    def management_account(self) -> Account | None:
        """The management account, if it is listed."""
        return next((account for account in self.accounts if account.kind is AccountKind.MANAGEMENT), None)

    def items_of_role(self, name: str) -> tuple[Item, ...]:
        """The credentials of an emergency user or role."""
        return tuple(item for item in self.items if item.emergency_role == name)

    def security_contact(self, account: Account) -> str | None:
        """The security contact of an account: its own, or the company's for all accounts."""
        return account.alternate_contacts.security or self.alternate_contacts.security

    def holders_of(self, phone: RecoveryPhone) -> tuple[str, ...]:
        """People (ids) who carry a registered telephone: those named, and whoever has that number as their own."""
        own = tuple(person.id for person in self.people if person.answers(phone.number))
        return tuple(dict.fromkeys((*phone.held_by, *own)))

    def lies_in_a_place(self, phone: RecoveryPhone) -> bool:
        """Whether an item stands for a registered telephone."""
        return any(item.holds_key("phone") and any(map(phone.serves, item.accounts)) for item in self.items)

    def central_session_doors(self) -> frozenset[str]:
        """Accounts (ids) from which central root sessions can be opened (AWS: PRIV)."""
        doors = {account.id for account in self.accounts if account.kind is AccountKind.MANAGEMENT}
        delegated = self.central_root.delegated_admin
        return frozenset(doors | ({delegated} if delegated else set()))

    def has_emergency_door(self) -> bool:
        """Whether an emergency role leads to central root sessions past the identity provider."""
        return any(role.account in self.central_session_doors() for role in self.emergency_roles)

    def item(self, item_id: str) -> Item:
        """The item with this number; KeyError if there is none (the config reader has checked)."""
        return _with_id(self.items, item_id)

    def items_in(self, place_id: str) -> tuple[Item, ...]:
        """What lies in a place."""
        return tuple(item for item in self.items if item.place == place_id)

    def items_for(self, account_id: str, holds: str) -> tuple[Item, ...]:
        """Items that open one half of an account's root user."""
        return tuple(item for item in self.items if account_id in item.accounts and item.holds_key(holds))

    def unlisted_halves(self, account: Account) -> tuple[str, ...]:
        """Halves of a root user that the company keeps, of which no item says where they lie."""
        halves = HALVES if account.route is Route.SAFE and not account.is_closed else ()
        return tuple(half for half in halves if not self.items_for(account.id, half))

    @property
    def approves_alone(self) -> bool:
        """Whether nobody can approve but the one person who works at the screen."""
        approving = self._named(Role.APPROVER)
        return len(approving) == 1 and approving == self._named(Role.OPERATOR)

    @property
    def works_alone(self) -> bool:
        """Whether, besides, nobody else can watch."""
        return self.approves_alone and self._named(Role.WITNESS) == self._named(Role.OPERATOR)

    def _named(self, role: Role) -> frozenset[str]:
        return frozenset(
            name for entry in self.holders(role) for name in (entry.person, entry.deputy) if name is not None
        )

    def holders(self, role: Role) -> tuple[Appointment, ...]:
        """Appointments to a role, in order; the approvers for ``Role.APPROVER``."""
        return self.approvers.members if role is Role.APPROVER else self.roles.get(role, ())

    def calls(self) -> tuple[tuple[int, Person], ...]:
        """Order of call as (minutes after the start, person): the escalation, or the approvers ten minutes apart.

        Those who must approve are called at once, whenever the escalation has them: nothing goes on without them.
        """
        approvers = self.approvers.in_order_of_call
        first = [member.person for member in approvers if member.must]
        later = [(step.after, step.call) for step in self.escalation] or [
            (MINUTES_APART * index, member.person) for index, member in enumerate(approvers)
        ]
        calls = [*((0, name) for name in first), *((after, name) for after, name in later if name not in first)]
        return tuple((after, self.person(name)) for after, name in calls)
