"""The keys of a root user (password, MFA, mailbox, telephone, central session), the ways to each, and the paths in.

A *way* is a group of people who, together, have a key: the group that opens the place where the item lies, or one
person who reads the mailbox. A *path* is a set of keys that is enough to be root (templates/aws.yaml: LOST,
RESET, PRIV, CENT).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from runbook.organisation import (
    Account,
    AccountKind,
    Appointment,
    Item,
    Mailbox,
    Organisation,
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


@dataclass(frozen=True, slots=True)
class Holder:
    """Who can act in a group: the person named, or somebody who stands in for them."""

    person: str
    deputies: tuple[tuple[str, Role], ...] = ()

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
    """Accounts whose root users are kept exactly alike: what is true of one is true of all."""

    route: Route
    kind: AccountKind
    accounts: tuple[Account, ...]
    items: tuple[Item, ...]
    mailbox: Mailbox | None
    phone: RecoveryPhone | None
    paths: tuple[RootPath, ...]
    ways: Mapping[Key, tuple[Way, ...]]

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
    kept_alike: dict[tuple[object, ...], list[Account]] = {}
    signs: dict[tuple[object, ...], tuple[tuple[Item, ...], Mailbox | None, RecoveryPhone | None]] = {}
    for account in organisation.accounts:
        if account.route not in (Route.SAFE, Route.REMOVED) or account.is_closed:
            continue
        items = tuple(items_of.get(account.id, ()))
        mailbox, phone = organisation.mailbox(account), organisation.recovery_phone(account.id)
        sign = (account.route, account.kind, tuple(item.id for item in items), id(mailbox), id(phone))
        kept_alike.setdefault(sign, []).append(account)
        signs[sign] = (items, mailbox, phone)
    builder = _ClassBuilder(organisation)
    return tuple(builder.custody_class(tuple(accounts), *signs[sign]) for sign, accounts in kept_alike.items())


class _ClassBuilder:
    """The ways to the keys, worked out once per organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._places = {place.id: place for place in organisation.places}
        self._stand_ins = stand_ins(organisation)

    def custody_class(
        self,
        accounts: tuple[Account, ...],
        items: tuple[Item, ...],
        mailbox: Mailbox | None,
        phone: RecoveryPhone | None,
    ) -> CustodyClass:
        route, kind = accounts[0].route, accounts[0].kind
        ways = {
            Key.PASSWORD: (*self._lying(items, Key.PASSWORD),),
            Key.MFA: (*self._lying(items, Key.MFA),),
            Key.MAILBOX: (*self._reading(mailbox), *self._lying(items, Key.MAILBOX)),
            Key.PHONE: self._answering(items, phone),
            Key.CENTRAL: self._appointed(Key.CENTRAL, Role.CENTRAL_ADMIN),
            Key.PIN: (*self._lying(items, Key.PIN),),
        }
        return CustodyClass(route, kind, accounts, items, mailbox, phone, self._paths(route, kind), ways)

    def _paths(self, route: Route, kind: AccountKind) -> tuple[RootPath, ...]:
        own = (RootPath.SIGN_IN, RootPath.RESET, RootPath.RECOVERY) if route is Route.SAFE else ()
        central = self._organisation.central_root
        through = kind is AccountKind.MEMBER and central.sessions and (route is Route.REMOVED or central.credentials)
        return (*own, *((RootPath.CENTRAL,) if through else ()))

    def _lying(self, items: Iterable[Item], key: Key) -> Iterator[Way]:
        """Items in places: a key is handed to whoever stands in for its holder, in whatever role."""
        for item in items:
            place = self._places[item.place]
            for group in place.opened_by if item.holds == key.value else ():
                yield Way(key, tuple(Holder(person, self._stand_ins.get(person, ())) for person in group), item, place)

    def _reading(self, mailbox: Mailbox | None) -> tuple[Way, ...]:
        if mailbox is not None and mailbox.readers:
            return tuple(Way(Key.MAILBOX, (Holder(person),)) for person in mailbox.readers)
        return self._appointed(Key.MAILBOX, Role.MAILBOX_CUSTODIAN)

    def _answering(self, items: tuple[Item, ...], phone: RecoveryPhone | None) -> tuple[Way, ...]:
        """Who carries the telephone; where it lies; else its custodians."""
        lying = tuple(self._lying(items, Key.PHONE))
        holders = self._organisation.holders_of(phone) if phone else ()
        carried = tuple(Way(Key.PHONE, (Holder(person),)) for person in holders)
        return (*carried, *lying) or self._appointed(Key.PHONE, Role.PHONE_CUSTODIAN)

    def _appointed(self, key: Key, role: Role) -> tuple[Way, ...]:
        """A role gives its key to the appointee, and to who stands in for them in this role."""
        return tuple(
            Way(key, (Holder(entry.person, ((entry.deputy, role),) if entry.deputy else ()),))
            for entry in self._organisation.holders(role)
        )


def stand_ins(organisation: Organisation) -> Mapping[str, tuple[tuple[str, Role], ...]]:
    """Each person's deputies, with the role in which they stand in (the first, if several)."""
    found: dict[str, dict[str, Role]] = {}
    for role in Role:
        entries: tuple[Appointment, ...] = organisation.holders(role)
        for entry in entries:
            if entry.deputy:
                found.setdefault(entry.person, {}).setdefault(entry.deputy, role)
    return {person: tuple(deputies.items()) for person, deputies in found.items()}
