"""What was told so far: one field for each question; None is what nobody was asked, or could not say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from runbook.organisation import Custody

VAULT = "vault"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person with one telephone number."""

    id: str
    name: str
    phone: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of a kind of `places`; two of the same kind and name are one place."""

    kind: str
    name: str

    @property
    def is_digital(self) -> bool:
        """Whether people sign in to it."""
        return self.kind == VAULT


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account as a list has it.

    ``organization`` is the management account of its organization, and ``custody`` how its root is kept, if the list
    says so.
    """

    id: str
    name: str
    email: str
    status: str = "active"
    partition: str = "aws"
    organization: str | None = None
    custody: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedHours:
    """When people may be called; fields as those of `hours` in the config."""

    start: str
    until: str
    days: str


@dataclass(frozen=True, slots=True)
class NamedAlert:
    """Where an alert on a use of root arrives, and the Regions in which it stands."""

    destination: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All answers. A field has the name of its question; of a guard, None is not known and () is that there is none."""

    languages: tuple[str, ...] = ()
    company: str = ""
    time_zone: str = ""
    people: tuple[NamedPerson, ...] = ()
    hours: AgreedHours | None = None
    confirmed: bool = False
    approvers: tuple[str, ...] = ()
    out_of_band: str = ""
    operator: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()
    accounts: tuple[ListedAccount, ...] = ()
    management: str | None = None
    management_custody: str = Custody.UNKNOWN
    member_custody: str = Custody.UNKNOWN
    exceptions: tuple[tuple[str, str], ...] = ()  # account and how its root is kept
    sessions: bool = False
    admin_role: str | None = None
    central_admin: tuple[str, ...] = ()
    password_place: NamedPlace | None = None
    password_openers: tuple[tuple[str, ...], ...] = ()
    spare_keys: tuple[str, ...] | None = None
    vault_admins: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    password_custodian: tuple[str, ...] = ()
    mfa_devices: tuple[str, ...] = ()
    mfa_place: NamedPlace | None = None
    mfa_openers: tuple[tuple[str, ...], ...] = ()
    second_mfa_place: NamedPlace | None = None
    second_mfa_openers: tuple[tuple[str, ...], ...] = ()
    mfa_custodian: tuple[str, ...] = ()
    mailbox_custodian: tuple[str, ...] = ()
    mailbox_group: bool = False
    phone_custodian: tuple[str, ...] = ()
    recovery_phone: str | None = None
    phone_answers: bool = False
    organization_admins: tuple[str, ...] = ()
    mail_admins: tuple[str, ...] = ()
    domain_admins: tuple[str, ...] = ()
    phone_admins: tuple[str, ...] = ()
    identity_admins: tuple[str, ...] | None = None
    pipeline_admins: tuple[str, ...] | None = None
    pipeline_accounts: tuple[str, ...] = ()
    alert: NamedAlert | None = None
    alert_receiver: tuple[str, ...] = ()
    security_contact: str | None = None
    paper_place: NamedPlace | None = None

    def with_answer(self, name: str, value: Any) -> Told:  # noqa: ANN401  the fields are of many types
        """The same with the value of one question."""
        return replace(self, **{name: value})

    def custody_of(self, account: ListedAccount) -> str:
        """How root of an account is kept. GovCloud (US) and China have no root user that signs in."""
        if account.partition != "aws":
            return Custody.NONE
        if account.custody:
            return account.custody
        if account.id == self.management:
            return self.management_custody
        return dict(self.exceptions).get(account.id, self.member_custody)

    def kept_as(self, *custodies: Custody) -> tuple[ListedAccount, ...]:
        """The accounts whose root is kept in one of these ways."""
        return tuple(account for account in self.accounts if self.custody_of(account) in custodies)

    def unsettled(self) -> tuple[ListedAccount, ...]:
        """The accounts of which the list does not say how root is kept."""
        return tuple(account for account in self.accounts if account.partition == "aws" and not account.custody)

    def asked_for_management(self) -> bool:
        """Whether it is to be asked how root of the management account is kept."""
        return any(account.id == self.management for account in self.unsettled())

    def members_asked_for(self) -> tuple[ListedAccount, ...]:
        """All others of which it is to be asked how root is kept."""
        return tuple(account for account in self.unsettled() if account.id != self.management)

    @property
    def has_safe(self) -> bool:
        """Whether password and MFA device of some root lie somewhere."""
        return bool(self.kept_as(Custody.SAFE))

    @property
    def is_ours(self) -> bool:
        """Whether some root is the company's own to reach."""
        return bool(self.kept_as(Custody.SAFE, Custody.SEALED, Custody.REMOVED))

    @staticmethod
    def is_new(place: NamedPlace | None, *earlier: NamedPlace | None) -> bool:
        """Whether a place was named, and was none of those named before: then nobody has said who opens it."""
        return place is not None and place not in earlier

    def openers_of(self, place: NamedPlace) -> tuple[tuple[str, ...], ...]:
        """The groups of people who open a place, as far as they were told."""
        if place == self.password_place:
            return self.password_openers
        if place == self.mfa_place:
            return self.mfa_openers
        return self.second_mfa_openers if place == self.second_mfa_place else ()

    def places(self) -> tuple[NamedPlace, ...]:
        """Every place once, in the order in which they were told."""
        named = (self.password_place, self.mfa_place, self.second_mfa_place, self.paper_place)
        return tuple(dict.fromkeys(place for place in named if place is not None))
