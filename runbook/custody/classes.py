"""Which accounts are kept exactly alike, and for each such class the ways to its keys: worked out once, true of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from runbook.custody.keys import CustodyClass, Holder, Key, RootPath, Way, devices, opening_groups, stand_ins, twins
from runbook.organisation import (
    Account,
    AccountKind,
    Domain,
    Item,
    Mailbox,
    Organisation,
    RecoveryPhone,
    Role,
    Route,
)

# The paths that the credentials of an account itself leave open. Of one that is sealed shut only recovery is left.
_OWN_PATHS: Mapping[Route, tuple[RootPath, ...]] = {
    Route.SAFE: (RootPath.SIGN_IN, RootPath.RESET, RootPath.RECOVERY),
    Route.SEALED: (RootPath.RECOVERY,),
}


def custody_classes(organisation: Organisation) -> tuple[CustodyClass, ...]:
    """The classes whose root the company itself can reach, in the order of the first account of each.

    Accounts that a reseller keeps, those without a root user that signs in, those of unknown custody and closed ones
    are in no class.
    """
    builder = _ClassBuilder(organisation)
    return tuple(builder.custody_class(accounts, kept) for kept, accounts in _kept_alike(_Asked(organisation)))


class _Asked:
    """An organisation that is asked how its accounts are kept: equal to another with the very same values of that.

    It is asked for every term of office, and those in office decide nothing of it; ten thousand accounts are gone
    through once.
    """

    FIELDS = (
        *("accounts", "items", "people", "contacts", "mailboxes", "recovery_phones"),
        *("domains", "services", "emergency_roles"),
    )

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation  # kept, so that none of these numbers is given to another value meanwhile
        self._values = tuple(id(getattr(organisation, name)) for name in self.FIELDS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)


@lru_cache(maxsize=4)
def _kept_alike(asked: _Asked) -> tuple[tuple[_Kept, tuple[Account, ...]], ...]:
    """The accounts that are in a class, those kept alike together."""
    organisation = asked.organisation
    items_of: dict[str, list[Item]] = {}
    for item in organisation.items:
        for account_id in item.accounts:
            items_of.setdefault(account_id, []).append(item)
    alike: dict[tuple[object, ...], tuple[_Kept, list[Account]]] = {}
    keeping = _Keeping(organisation)
    for account in organisation.accounts:
        if account.route.ours and not account.is_closed:
            kept = keeping.of(account, tuple(items_of.get(account.id, ())))
            alike.setdefault(kept.sign, (kept, []))[1].append(account)
    return tuple((kept, tuple(accounts)) for kept, accounts in alike.values())


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
