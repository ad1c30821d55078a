"""What was told so far: one field for each question; None is what nobody was asked, or could not say."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from runbook.organisation import Custody

VAULT = "vault"
BANK = "bank"
CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person with one telephone number."""

    id: str
    name: str
    phone: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedHours:
    """When people may be called; fields as those of `hours` in the config."""

    start: str
    until: str
    days: str


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of a kind of `places`; two of the same kind and name are one place.

    The name of what somebody carries is theirs. ``hours`` is when it opens and ``openers`` the groups that open it, if
    both were told with its name.
    """

    kind: str
    name: str
    hours: AgreedHours | None = field(default=None, compare=False)
    openers: tuple[tuple[str, ...], ...] = field(default=(), compare=False)

    @property
    def is_digital(self) -> bool:
        """Whether people sign in to it."""
        return self.kind == VAULT

    @property
    def keeps_hours(self) -> bool:
        """Whether nobody opens it at night."""
        return self.kind == BANK

    @property
    def is_carried(self) -> bool:
        """Whether somebody has with them what lies there."""
        return self.kind == CARRIED

    @property
    def has_lock(self) -> bool:
        """Whether somebody could have a spare key of it."""
        return not (self.is_digital or self.is_carried)


@dataclass(frozen=True, slots=True)
class NamedDevice:
    """An MFA device of a kind of `items`, and the words that said where it lies, if any did."""

    kind: str
    where: str = ""


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
class NamedAlert:
    """Where an alert on a use of root arrives, and the Regions in which it stands."""

    destination: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSessions:
    """Whether privileged sessions in members are switched on, and by which role they are opened."""

    are_on: bool
    role: str | None = None


@dataclass(frozen=True, slots=True)
class NamedPhone:
    """The registered telephone: its number, and what works on it."""

    number: str
    sms: bool
    voice: bool


@dataclass(frozen=True, slots=True)
class NamedVendor:
    """A firm that is called, with its number, if that is known."""

    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class EmergencyUsers:
    """Who gets in with the emergency user and how; nobody if its password and MFA device lie with those of root."""

    people: tuple[str, ...] = ()
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers. A field has the name of its question; of a guard, None is not known and () is that there is none.

    ``today`` is the day of the conversation, and ``confirmed`` True if the numbers were dialled on that day.
    """

    today: date | None = None
    languages: tuple[str, ...] = ()
    company: str = ""
    time_zone: str = ""
    people: tuple[NamedPerson, ...] = ()
    hours: AgreedHours | None = None
    confirmed: bool | date = False
    approvers: tuple[str, ...] = ()
    out_of_band: str = ""
    operator: tuple[str, ...] = ()
    witness: tuple[str, ...] = ()
    accounts: tuple[ListedAccount, ...] = ()
    management: str | None = None
    management_custody: str = Custody.UNKNOWN
    member_custody: str = Custody.UNKNOWN
    exceptions: tuple[tuple[str, str], ...] = ()  # account and how its root is kept
    sessions: NamedSessions | None = NamedSessions(are_on=False)
    central_admin: tuple[str, ...] = ()
    emergency: str | None = None
    emergency_users: EmergencyUsers | None = None
    password_place: NamedPlace | None = None
    password_openers: tuple[tuple[str, ...], ...] = ()
    seals: tuple[str, ...] | None = None
    mfa_devices: tuple[NamedDevice, ...] = ()
    mfa_place: NamedPlace | None = None
    mfa_openers: tuple[tuple[str, ...], ...] = ()
    second_mfa_place: NamedPlace | None = None
    second_mfa_openers: tuple[tuple[str, ...], ...] = ()
    bank_hours: AgreedHours | None = None
    spare_keys: tuple[str, ...] | None = None
    password_custodian: tuple[str, ...] = ()
    mfa_custodian: tuple[str, ...] = ()
    mailbox_custodian: tuple[str, ...] = ()
    mailbox_group: bool | None = False
    phone_custodian: tuple[str, ...] = ()
    recovery_phone: NamedPhone | None = None
    guards: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what guards keys, and who administers it
    pipeline_accounts: tuple[str, ...] = ()
    registrar: NamedVendor | None = None
    alert: NamedAlert | None = None
    alert_receiver: tuple[str, ...] = ()
    administration_alerts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what guards keys, and whom alerts reach
    security_contact: str | None = None
    workstation: str | None = None
    paper_place: NamedPlace | None = None

    def with_answer(self, name: str, value: Any) -> Answers:  # noqa: ANN401  the fields are of many types
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
    def has_phone(self) -> bool:
        """Whether AWS calls a telephone when some root comes back."""
        return bool(self.kept_as(Custody.SAFE, Custody.SEALED))

    @property
    def is_ours(self) -> bool:
        """Whether some root is the company's own to reach."""
        return bool(self.kept_as(Custody.SAFE, Custody.SEALED, Custody.REMOVED))

    def nobody_opens(self, place: NamedPlace | None) -> bool:
        """Whether a place was named, and nobody has said who opens it."""
        return place is not None and not self.openers_of(place)

    def openers_of(self, place: NamedPlace) -> tuple[tuple[str, ...], ...]:
        """The groups of people who open a place, as far as they were told."""
        with_it = (each.openers for each in self._named() if each == place and each.openers)
        if told_with_it := next(with_it, ()):
            return told_with_it
        if place == self.password_place:
            return self.password_openers
        if place == self.mfa_place:
            return self.mfa_openers
        return self.second_mfa_openers if place == self.second_mfa_place else ()

    def hours_of(self, place: NamedPlace) -> AgreedHours | None:
        """When a place opens; None if at any hour, or if nobody said."""
        with_it = (each.hours for each in self._named() if each == place and each.hours)
        return next(with_it, self.bank_hours if place.keeps_hours else None)

    def admins_of(self, guard: str) -> tuple[str, ...] | None:
        """Who administers what guards keys; None is not known, () that there is no such thing."""
        return dict(self.guards).get(guard)

    def places(self) -> tuple[NamedPlace, ...]:
        """Every place once, in the order in which they were told."""
        return tuple(dict.fromkeys(self._named()))

    def _named(self) -> tuple[NamedPlace, ...]:
        """Each place as often as it was named."""
        named = (self.password_place, self.mfa_place, self.second_mfa_place, self.paper_place)
        return tuple(place for place in named if place is not None)
