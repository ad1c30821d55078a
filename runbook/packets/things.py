"""The things of a case: which items play which part, where they lie, which come first, which stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from runbook.organisation import Item, Organisation, Place, Role


class Part(StrEnum):
    """What a thing is for in a case. A spare is a further MFA device, or what opens it."""

    PASSWORD = "password"  # noqa: S105  the name of a part, no password
    MFA = "mfa"
    PIN = "pin"
    MAILBOX = "mailbox"
    PHONE = "phone"
    KIT = "kit"
    SPARE_MFA = "spare-mfa"
    SPARE_PIN = "spare-pin"


class Handling(StrEnum):
    """How a thing is handled: paper is opened and sealed, a device is used as it is, an entry is read in its vault."""

    PAPER = "paper"
    DEVICE = "device"
    ENTRY = "entry"


CUSTODIANS: Mapping[Part, Role] = {
    Part.PASSWORD: Role.PASSWORD_CUSTODIAN,
    Part.MFA: Role.MFA_CUSTODIAN,
    Part.SPARE_MFA: Role.MFA_CUSTODIAN,
    Part.PIN: Role.MFA_CUSTODIAN,
    Part.SPARE_PIN: Role.MFA_CUSTODIAN,
    Part.MAILBOX: Role.MAILBOX_CUSTODIAN,
    Part.PHONE: Role.PHONE_CUSTODIAN,
}
"""Who handles a thing, by what it is for."""
_PAPER = frozenset({"envelope", "document", "kit", "recovery-codes"})
# Their codes can be read to somebody over the telephone; a security key has to be where one signs in.
_SHOWS_CODES = frozenset({"totp-token", "phone", "tablet", "authenticator-app"})


@dataclass(frozen=True, slots=True)
class Thing:
    """An item in its part. ``travels``: it lies at another site and is carried; ``by_telephone``: it stays there.

    ``serves`` is the id of the device that a PIN unlocks.
    """

    part: Part
    item: Item
    place: Place
    travels: bool = False
    by_telephone: bool = False
    serves: str | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it lies at another site than that where it is used."""
        return self.travels or self.by_telephone

    @property
    def handling(self) -> Handling:
        """How it is handled."""
        if is_vault(self.place):
            return Handling.ENTRY
        return Handling.PAPER if self.item.kind in _PAPER else Handling.DEVICE


def is_vault(place: Place) -> bool:
    """Whether a place is one that people sign in to."""
    return place.kind == "vault" or bool(place.service or place.hosted_in or (place.kind is None and place.depends_on))


def things_of(items: Iterable[Item], organisation: Organisation) -> tuple[Thing, ...]:
    """The things of those items, in the order in which they are needed.

    Work is done where the password lies. The first MFA device is the one that is soonest there: one at the same site,
    then one whose codes can be read over the telephone, then one that is carried; places with opening hours last. Of
    two security keys the one is sooner whose PIN is.
    """
    kept = tuple(items)
    base = _base(kept, organisation)
    password = tuple(_things(Part.PASSWORD, _holding(kept, "password")[:1], organisation, base))
    pins = {device: _pins(device, kept, organisation, base) for device in _mfa(kept, organisation, base)}
    found = [*password]
    for number, device in enumerate(sorted(pins, key=lambda device: _delay(device, pins[device]))):
        first = number == 0
        found.append(device if first else replace(device, part=Part.SPARE_MFA))
        found += [pin if first else replace(pin, part=Part.SPARE_PIN) for pin in pins[device]]
    found += _things(Part.MAILBOX, _holding(kept, "mailbox")[:1], organisation, base)
    found += _things(Part.PHONE, _holding(kept, "phone")[:1], organisation, base)
    found += _kits(found, organisation, base)
    return tuple(found)


def _delay(device: Thing, pins: Iterable[Thing]) -> tuple[bool, bool, bool, int]:
    """What keeps a device away from where it is used, the longest first."""
    parts = (device, *pins)
    shut = any(part.place.hours for part in parts)
    return shut, device.travels, device.by_telephone, sum(part.travels for part in parts)


def _mfa(items: Iterable[Item], organisation: Organisation, base: str | None) -> Iterator[Thing]:
    return _things(Part.MFA, _holding(items, "mfa"), organisation, base)


def _holding(items: Iterable[Item], key: str) -> list[Item]:
    return [item for item in items if key in item.keys]


def _base(items: tuple[Item, ...], organisation: Organisation) -> str | None:
    """The site where work is done: where the password lies, else where the first thing lies; None if nowhere."""
    for item in (*_holding(items, "password"), *items):
        place = organisation.place(item.place)
        if place.site and not is_vault(place):
            return place.site
    return None


def _things(part: Part, items: Iterable[Item], organisation: Organisation, base: str | None) -> Iterator[Thing]:
    for item in items:
        place = organisation.place(item.place)
        away = base is not None and place.site != base and not is_vault(place)
        told = away and part in (Part.MFA, Part.PHONE) and item.kind in _SHOWS_CODES
        yield Thing(part, item, place, travels=away and not told, by_telephone=told)


def _pins(device: Thing, items: tuple[Item, ...], organisation: Organisation, base: str | None) -> list[Thing]:
    """The item with the PIN of a security key: the one that it names, else one that no key names."""
    if device.item.kind != "security-key":
        return []
    claimed: Mapping[str, str] = {item.unlocked_by: item.id for item in items if item.unlocked_by}
    pins = _holding(items, "pin")
    own = [pin for pin in pins if pin.id == device.item.unlocked_by]
    free = [pin for pin in pins if pin.id not in claimed] if device.item.unlocked_by is None else []
    return [replace(thing, serves=device.item.id) for thing in _things(Part.PIN, (own or free)[:1], organisation, base)]


def _kits(found: Iterable[Thing], organisation: Organisation, base: str | None) -> list[Thing]:
    """What the vaults among the places need to open."""
    needed = dict.fromkeys(name for thing in found for name in thing.place.needs if is_vault(thing.place))
    return list(_things(Part.KIT, (organisation.item(name) for name in needed), organisation, base))
