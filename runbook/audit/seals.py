"""What was done with every seal: which number was on what, since when, by which record it went, and where it is now.

Three say something: editions (the config of their day), records, and the config as it is. A number that went without a
record is told as just that. What a record says holds until a later record or edition says more; against it, the config
alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.editions.fact_paths import path_of

if TYPE_CHECKING:
    from runbook.audit.deeds import Deed
    from runbook.editions import Register
    from runbook.organisation import Organisation


class Teller(StrEnum):
    """Who says that a number is on an item."""

    EDITION = "edition"
    RECORD = "record"
    CONFIG = "config"


class Fate(StrEnum):
    """How it stands with a seal on the last day.

    On its item; replaced by a record; gone, and no record says how; in the config, while the last record has another.
    """

    ON = "on"
    REPLACED = "replaced"
    UNRECORDED = "unrecorded"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class SealReport:
    """Something that was said about an item on a day: its seal, "" for none; ``number`` is that of entry or edition."""

    day: date
    teller: Teller
    number: int
    seal: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal number on an item: told first by ``since``, then by others up to ``until``, which tells of another.

    ``until`` is None while it is on. ``is_confirmed``: the config of today has it; ``is_disputed``: that alone, and
    a record says otherwise. ``read`` is the last record, or check, that tells the same number again.
    """

    item: str
    seal: str
    since: SealReport
    until: SealReport | None = None
    is_confirmed: bool = False
    is_disputed: bool = False
    read: SealReport | None = None

    @property
    def fate(self) -> Fate:
        """How it stands with it."""
        if self.is_disputed:
            return Fate.DISPUTED
        if self.until is None:
            return Fate.ON
        return Fate.REPLACED if self.until.teller is Teller.RECORD else Fate.UNRECORDED


def seals(
    register: Register, deeds: Sequence[Deed], organisation: Organisation, last: date, today: date
) -> tuple[Seal, ...]:
    """The seals of every item up to a day, item by item, oldest first.

    The config speaks for today: about an earlier day only where nobody else says anything.
    """
    told: dict[str, list[SealReport]] = {}
    for item, each in _told(register, deeds, last):
        told.setdefault(item, []).append(each)
    now = {item.id: item.seal or "" for item in organisation.items}
    items = dict.fromkeys([*now, *sorted(told)])
    found: list[Seal] = []
    for item in items:
        of_item = told.get(item, [])
        config = SealReport(last, Teller.CONFIG, 0, now.get(item, "")) if last >= today or not of_item else None
        found += _of_item(item, of_item, now.get(item, ""), config)
    return tuple(found)


def _of_item(item: str, told: list[SealReport], now: str, config: SealReport | None) -> Iterator[Seal]:
    """The seals that were on an item, one after the other. An edition that tells what was so before a record is late.

    ``now`` is what the config says, ``config`` the same where it speaks for the last day.
    """
    current: Seal | None = None
    gone: set[str] = set()
    for each in _in_order(told):
        if each.seal == (current.seal if current else ""):
            if current and each.teller is Teller.RECORD:
                current = replace(current, read=each)
            continue
        if each.teller is Teller.EDITION and each.seal in gone:
            continue  # the config of that day had not been edited yet
        if current:
            yield replace(current, until=each)
            gone.add(current.seal)
        current = Seal(item, each.seal, each) if each.seal else None
    if config and now and now != (current.seal if current else "") and now not in gone:
        if current and any(each.teller is Teller.RECORD for each in told):
            yield Seal(item, now, config, is_disputed=True)
        else:
            if current:
                yield replace(current, until=config)
            current = Seal(item, now, config)
    if current:
        yield replace(current, is_confirmed=current.seal == now)


def _in_order(told: Sequence[SealReport]) -> Sequence[SealReport]:
    """By day. An edition of the same day that has the number of a record was issued after it, another one before."""
    recorded = {(each.day, each.seal) for each in told if each.teller is Teller.RECORD}

    def order(each: SealReport) -> tuple[date, int, int]:
        if each.teller is Teller.RECORD:
            return each.day, 1, each.number
        return each.day, 2 if (each.day, each.seal) in recorded else 0, each.number

    return sorted(told, key=order)


def _told(register: Register, deeds: Sequence[Deed], last: date) -> Iterator[tuple[str, SealReport]]:
    known: set[str] = set()
    for edition in register.issued:
        if edition.effective > last:
            continue
        stated = {path[1]: value for key, value in edition.facts.items() if (path := _seal_at(key))}
        known |= stated.keys()
        for item in sorted(known):
            yield item, SealReport(edition.effective, Teller.EDITION, edition.number, stated.get(item, ""))
    for deed in deeds:
        if deed.counts and deed.day <= last:
            for item, number in deed.seals.items():
                yield item, SealReport(deed.day, Teller.RECORD, deed.number, number)


def _seal_at(key: str) -> tuple[str, ...]:
    """The path of a fact that is a seal on an item, else nothing."""
    path = path_of(key)
    return path if len(path) == 3 and path[0] == "items" and path[2] == "seal" else ()  # noqa: PLR2004  items/<id>/seal
