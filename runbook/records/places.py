"""Copies in their places: what the edition in force asks for, and what somebody has said lies there.

The register says what was issued; only a placement says that it was laid in. A copy of which nobody said anything is
never said to be there, nor to be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.organisation.deadlines import copies_due, is_over
from runbook.records.facts import copies_known

if TYPE_CHECKING:
    from runbook.editions import IssuedEdition, IssuedSheet, Register
    from runbook.editions.comparison import There
    from runbook.knowledge.sheets import SheetName
    from runbook.organisation import Organisation
    from runbook.records.store import Known, Records
    from runbook.records.taking import Desk


class Standing(StrEnum):
    """How a copy stands, gravest first.

    An old paper lies there; none lies there; nobody ever said; there is one too many; it was said so long ago; good.
    """

    STALE = "stale"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    SURPLUS = "surplus"
    OLD = "old"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies of a sheet in a place that stand alike, by their numbers.

    ``code`` is that of the paper that lies there as far as is known, ``wanted`` that of the edition in force; "": none.
    ``since`` is the day on which somebody said so, by the entry ``entry``; None if nobody did. ``due`` is the last day
    on which that counts.
    """

    place: str
    name: SheetName
    numbers: tuple[int, ...]
    standing: Standing
    code: str
    wanted: str
    since: date | None = None
    entry: int | None = None
    due: date | None = None


def there(records: Records, today: date) -> There:
    """The copies of which somebody told up to a day."""
    found = copies_known(records, today)
    return {key: {number: known.value for number, known in copies.items()} for key, copies in found.items()}


def papers_of(register: Register) -> Mapping[str, IssuedSheet]:
    """Every sheet that was ever issued, by its code."""
    return {sheet.code: sheet for edition in register.issued for sheet in edition.sheets.values()}


def copies_standing(whole: Organisation, register: Register, records: Records, today: date) -> tuple[Copies, ...]:
    """Every copy that ought to lie somewhere on a day, or is said to, gravest first within each place."""
    edition = register.in_force(today)
    if edition is None:
        return ()
    known = copies_known(records, today)
    places = dict.fromkeys([*edition.places, *(place for place, _ in known)])
    order = list(Standing)
    return tuple(
        copies
        for place in places
        for copies in sorted(
            _in_place(place, edition, known, whole, today),
            key=lambda each: (order.index(each.standing), str(each.name)),
        )
    )


@dataclass(frozen=True, slots=True)
class Placements:
    """How all copies stand on a day; ``edition`` is the number of the one in force, if any."""

    whole: Organisation
    copies: tuple[Copies, ...]
    edition: int | None
    today: date

    @classmethod
    def of(cls, desk: Desk) -> Placements:
        """How they stand today by what lies on a desk."""
        edition = desk.register.in_force(desk.today)
        copies = copies_standing(desk.whole, desk.register, desk.before, desk.today)
        return cls(desk.whole, copies, edition.number if edition else None, desk.today)


def _in_place(
    place: str,
    edition: IssuedEdition,
    known: Mapping[tuple[str, SheetName], Mapping[int, Known]],
    whole: Organisation,
    today: date,
) -> Iterator[Copies]:
    names = dict.fromkeys([*edition.sheets, *(name for there, name in known if there == place)])
    for name in names:
        issued = edition.sheets.get(name)
        count = edition.copies_of(name).get(place, 0) if issued else 0
        told = known.get((place, name), {})
        alike: dict[Copies, list[int]] = {}
        for number in sorted({*range(1, count + 1), *told}):
            wanted = issued.code if issued is not None and number <= count else ""
            one = _judged(Copies(place, name, (), Standing.GOOD, "", wanted), told.get(number), whole, today)
            if one is not None:
                alike.setdefault(one, []).append(number)
        for one, numbers in alike.items():
            yield Copies(place, name, tuple(numbers), one.standing, one.code, one.wanted, one.since, one.entry, one.due)


def _judged(copy: Copies, known: Known | None, whole: Organisation, today: date) -> Copies | None:
    """How one copy stands; None if there is none, and none ought to be."""
    if known is None:
        return Copies(copy.place, copy.name, (), Standing.UNCONFIRMED, "", copy.wanted) if copy.wanted else None
    code, since = known.value, known.entry.day
    due = copies_due(since, whole.rotation)
    if not copy.wanted:
        standing = Standing.SURPLUS
    elif not code:
        standing = Standing.MISSING
    elif code != copy.wanted:
        standing = Standing.STALE
    else:
        standing = Standing.OLD if is_over(due, today) else Standing.GOOD
    if not code and not copy.wanted:
        return None
    return Copies(copy.place, copy.name, (), standing, code, copy.wanted, since, known.entry.number, due)
