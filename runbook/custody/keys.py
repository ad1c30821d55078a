"""The keys of a root user (password, MFA, mailbox, telephone, central session), the ways to each, and the paths in.

A *way* is a group of people who, together, have a key: the group that opens the place where the item lies, or one
person who reads the mailbox. A *path* is a set of keys that is enough to be root (templates/aws.yaml: LOST,
RESET, PRIV, CENT).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
