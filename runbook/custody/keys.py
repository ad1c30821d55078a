"""The keys of a root user (password, MFA, mailbox, telephone, central session), the ways to each, and the paths in.

A *way* is a group of people who, together, have a key: the group that opens the place where the item lies, or one
person who reads the mailbox. A *path* is a set of keys that is enough to be root (templates/aws.yaml: LOST,
RESET, PRIV, CENT).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from runbook.organisation import (
    Account,
    AccountKind,
    Appointment,
    Domain,
    Item,
    Mailbox,
    Organisation,
    OwnRole,
    Place,
    RecoveryPhone,
    Role,
    Route,
)


class Key(StrEnum):
    """What one needs to become root. A PIN is in no path: it is not sure that every security key asks for one."""

    PASSWORD = "password"  # noqa: S105  the name of a key, no password
    MFA = "mfa"
    MAILBOX = "mailbox"
    PHONE = "phone"
    CENTRAL = "central"
    PIN = "pin"


class RootPath(StrEnum):
    """A way to sign in as root."""

    SIGN_IN = "sign-in"
    RESET = "reset"
    RECOVERY = "recovery"
    CENTRAL = "central"


# RESET: the mailbox sets a new password, MFA still applies. RECOVERY: the mailbox resets the password and, with a call
# to the registered telephone, replaces MFA. CENTRAL: credentials are removed and recovery allowed centrally; the
# mailbox sets a password and the first sign-in asks for no MFA.
KEYS_OF: Mapping[RootPath, tuple[Key, ...]] = {
    RootPath.SIGN_IN: (Key.PASSWORD, Key.MFA),
    RootPath.RESET: (Key.MAILBOX, Key.MFA),
    RootPath.RECOVERY: (Key.MAILBOX, Key.PHONE),
    RootPath.CENTRAL: (Key.CENTRAL, Key.MAILBOX),
}


# The paths that the credentials of an account itself leave open. Of one that is sealed shut only recovery is left.
_OWN_PATHS: Mapping[Route, tuple[RootPath, ...]] = {
    Route.SAFE: (RootPath.SIGN_IN, RootPath.RESET, RootPath.RECOVERY),
    Route.SEALED: (RootPath.RECOVERY,),
}


# In what somebody stands in for somebody.
Office = Role | OwnRole


@dataclass(frozen=True, slots=True)
class Holder:
    """Who can act in a group: the person named, or somebody who stands in for them."""

    person: str
    deputies: tuple[tuple[str, Office], ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everyone who can act here."""
        return frozenset({self.person, *(deputy for deputy, _ in self.deputies)})


@dataclass(frozen=True, slots=True)
class Way:
    """A group that has a key together: by an item in a place, or in their own hands (both None)."""

    key: Key
    group: tuple[Holder, ...]
    item: Item | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CustodyClass:
    """Accounts whose root users are kept exactly alike: what is true of one is true of all.

    ``ways`` are everything that may give a key; ``delivered`` is who reads the mail where it arrives for certain;
    ``signed_in`` is what a root address depends on that is somebody's own.
    """

    route: Route
    kind: AccountKind
    accounts: tuple[Account, ...]
    items: tuple[Item, ...]
    mailboxes: tuple[Mailbox, ...]
    phones: tuple[RecoveryPhone, ...]
    domains: tuple[Domain, ...]
    paths: tuple[RootPath, ...]
    ways: Mapping[Key, tuple[Way, ...]]
    delivered: tuple[Way, ...]
    signed_in: tuple[str, ...] = ()

    @property
    def mailbox(self) -> Mailbox | None:
        """Where its mail arrives: the first entry that fits."""
        return next(iter(self.mailboxes), None)

    def ways_to(self, key: Key) -> tuple[Way, ...]:
        """The ways to a key; () if nobody of the company has it."""
        return self.ways.get(key, ())

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that matter for this class."""
        needed = {key for path in self.paths for key in KEYS_OF[path]}
        return tuple(key for key in Key if key in needed)


def custody_classes(organisation: Organisation) -> tuple[CustodyClass, ...]:
    """The classes whose root the company itself can reach, in the order of the first account of each.

    Accounts that a reseller keeps, those without a root user that signs in, those of unknown custody and closed ones
    are in no class.
    """
    items_of: dict[str, list[Item]] = {}
    for item in organisation.items:
        for account_id in item.accounts:
            items_of.setdefault(account_id, []).append(item)
    kept_alike: dict[tuple[object, ...], tuple[_Kept, list[Account]]] = {}
    keeping = _Keeping(organisation)
    for account in organisation.accounts:
        if account.route.ours and not account.is_closed:
            kept = keeping.of(account, tuple(items_of.get(account.id, ())))
            kept_alike.setdefault(kept.sign, (kept, []))[1].append(account)
    builder = _ClassBuilder(organisation)
    return tuple(builder.custody_class(tuple(accounts), kept) for kept, accounts in kept_alike.values())


class _Kept(NamedTuple):
    """How a root user is kept and who may act on its account: the same for all accounts of a class.

    A tuple, as each of ten thousand accounts gets one before it is known to which class it belongs.
    """

    route: Route
    kind: AccountKind
    items: tuple[Item, ...]
    mailboxes: tuple[Mailbox, ...]
    phones: tuple[RecoveryPhone, ...]
    owners: tuple[str, ...]
    signed_in: tuple[str, ...]
    domains: tuple[Domain, ...]
    administrators: tuple[str, ...]
    pipelines: tuple[str, ...]
    emergency_roles: tuple[str, ...]

    @property
    def sign(self) -> tuple[object, ...]:
        """Equal for accounts that are kept alike; by number, because an item may list thousands of accounts."""
        return (
            *(
                self.route,
                self.kind,
                self.owners,
                self.signed_in,
                self.administrators,
                self.pipelines,
                self.emergency_roles,
            ),
            tuple(item.id for item in self.items),
            *(tuple(map(id, entries)) for entries in (self.mailboxes, self.phones, self.domains)),
        )


class _Keeping:
    """How each account of an organisation is kept."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._reach = [(service.id, frozenset(service.acts_in)) for service in organisation.services if service.acts_in]
        own = {c.value.lower() for person in organisation.people for c in person.contacts if c.kind == "email"}
        self._owners = {address: organisation.owners_of(address) for address in own}
        self._signed_in: dict[str, tuple[str, ...]] = {}
        for address, needs in (
            *((c.value, c.depends_on) for one in organisation.people for c in one.contacts if c.kind == "email"),
            *((contact.email, contact.depends_on) for contact in organisation.contacts if contact.email),
        ):
            self._signed_in[address.lower()] = (*self._signed_in.get(address.lower(), ()), *needs)

    def of(self, account: Account, items: tuple[Item, ...]) -> _Kept:
        organisation, address = self._organisation, account.root_email or ""
        acts = account.route in (
            Route.SAFE,
            Route.SEALED,
        )  # an administrator changes the registered number, and only there it is a key
        return _Kept(
            account.route,
            account.kind,
            items,
            organisation.all_mailboxes(account),
            organisation.all_recovery_phones(account.id),
            self._owners.get(address.lower(), ()),
            self._signed_in.get(address.lower(), ()),
            tuple(domain for domain in organisation.domains if domain.serves(address)),
            (account.administered_by or ()) if acts else (),
            tuple(service for service, accounts in self._reach if acts and account.id in accounts),
            tuple(role.name for role in organisation.emergency_roles if acts and role.account == account.id),
        )


class _ClassBuilder:
    """The ways to the keys, worked out once per organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._places = {place.id: place for place in organisation.places}
        self._stand_ins = stand_ins(organisation)
        self._devices = devices(organisation)

    def custody_class(self, accounts: tuple[Account, ...], kept: _Kept) -> CustodyClass:
        items = kept.items
        ways = {
            Key.PASSWORD: (*self._lying(items, Key.PASSWORD),),
            Key.MFA: (*self._lying(items, Key.MFA),),
            Key.MAILBOX: (*self._reading(kept), *self._lying(items, Key.MAILBOX)),
            Key.PHONE: self._answering(kept),
            Key.CENTRAL: self._appointed(Key.CENTRAL, Role.CENTRAL_ADMIN),
            Key.PIN: (*self._lying(items, Key.PIN),),
        }
        return CustodyClass(
            kept.route,
            kept.kind,
            accounts,
            items,
            kept.mailboxes,
            kept.phones,
            kept.domains,
            self._paths(kept.route, kept.kind),
            ways,
            (*self._delivered(kept), *self._lying(items, Key.MAILBOX)),
            kept.signed_in,
        )

    def _paths(self, route: Route, kind: AccountKind) -> tuple[RootPath, ...]:
        own = _OWN_PATHS.get(route, ())
        central = self._organisation.central_root
        through = kind is AccountKind.MEMBER and central.sessions and (route is Route.REMOVED or central.credentials)
        return (*own, *((RootPath.CENTRAL,) if through else ()))

    def _lying(self, items: Iterable[Item], key: Key) -> Iterator[Way]:
        """Items in places; whoever has a device has all that any entry says of it, so equal serials are one thing."""
        for item in items:
            for twin in twins(item, self._devices) if key.value in item.keys else ():
                place = self._places[twin.place]
                yield from (Way(key, group, twin, place) for group in opening_groups(place, self._stand_ins))

    def _reading(self, kept: _Kept) -> tuple[Way, ...]:
        """Who reads any of the mailboxes that fit, and whose own address it is; else the custodians."""
        named = (*(reader for box in kept.mailboxes for reader in box.readers), *kept.owners)
        reading = tuple(Way(Key.MAILBOX, (Holder(person),)) for person in dict.fromkeys(named))
        if kept.mailboxes and all(box.readers for box in kept.mailboxes):
            return reading
        return (*reading, *self._appointed(Key.MAILBOX, Role.MAILBOX_CUSTODIAN))

    def _delivered(self, kept: _Kept) -> tuple[Way, ...]:
        """Who reads the first mailbox that fits; that others fit as well gives nobody a mail to count on."""
        readers = kept.mailboxes[0].readers if kept.mailboxes else ()
        reading = tuple(Way(Key.MAILBOX, (Holder(person),)) for person in readers)
        return reading or self._appointed(Key.MAILBOX, Role.MAILBOX_CUSTODIAN)

    def _answering(self, kept: _Kept) -> tuple[Way, ...]:
        """Who carries one of the telephones that fit; where it lies; else its custodians."""
        lying = tuple(self._lying(kept.items, Key.PHONE))
        holders = dict.fromkeys(holder for phone in kept.phones for holder in self._organisation.holders_of(phone))
        carried = tuple(Way(Key.PHONE, (Holder(person),)) for person in holders)
        return (*carried, *lying) or self._appointed(Key.PHONE, Role.PHONE_CUSTODIAN)

    def _appointed(self, key: Key, role: Role) -> tuple[Way, ...]:
        """A role gives its key to the appointee, and to who stands in for them in this role."""
        return tuple(
            Way(key, (Holder(entry.person, ((entry.deputy, role),) if entry.deputy else ()),))
            for entry in self._organisation.holders(role)
        )


def devices(organisation: Organisation) -> Mapping[str, tuple[Item, ...]]:
    """The items with each serial number: one device, however many lines it has."""
    found: dict[str, tuple[Item, ...]] = {}
    for item in organisation.items:
        if item.serial:
            found[item.serial] = (*found.get(item.serial, ()), item)
    return found


def twins(item: Item, known: Mapping[str, tuple[Item, ...]]) -> tuple[Item, ...]:
    """The lines of a device, this one included; ``known`` is what `devices` says."""
    return known.get(item.serial, (item,)) if item.serial else (item,)


def opening_groups(
    place: Place, deputies: Mapping[str, tuple[tuple[str, Office], ...]]
) -> tuple[tuple[Holder, ...], ...]:
    """The groups that open a place; a key is handed to whoever stands in for its holder, in whatever role."""
    return tuple(tuple(Holder(person, deputies.get(person, ())) for person in group) for group in place.opened_by)


def stand_ins(organisation: Organisation) -> Mapping[str, tuple[tuple[str, Office], ...]]:
    """Each person's deputies, with the role in which they stand in (the first, if several); own roles come last."""
    offices: list[tuple[Office, tuple[Appointment, ...]]] = [(role, organisation.holders(role)) for role in Role]
    offices += [(role, role.holders) for role in organisation.own_roles]
    found: dict[str, dict[str, Office]] = {}
    for office, entries in offices:
        for entry in entries:
            if entry.deputy:
                found.setdefault(entry.person, {}).setdefault(entry.deputy, office)
    return {person: tuple(deputies.items()) for person, deputies in found.items()}
