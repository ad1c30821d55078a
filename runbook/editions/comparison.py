"""Two editions side by side: which sheets changed, and which paper copies to fetch, destroy and lay in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from runbook.audience import Audience
from runbook.editions import IssuedEdition, IssuedSheet
from runbook.knowledge.sheets import SheetName


class Change(StrEnum):
    """What happened to a sheet from one edition to the next."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SheetChange:
    """A sheet in both editions."""

    name: SheetName
    old: IssuedSheet | None
    new: IssuedSheet | None

    @property
    def change(self) -> Change:
        """What happened to it. A code that is the same means that the words are."""
        if self.old is None:
            return Change.NEW
        if self.new is None:
            return Change.GONE
        return Change.UNCHANGED if self.old.code == self.new.code else Change.CHANGED


@dataclass(frozen=True, slots=True)
class Replacement:
    """Copies of one sheet in one place: the numbers (first, last) to take out and destroy, and those to put in."""

    place: str
    name: SheetName
    old: IssuedSheet | None
    new: IssuedSheet | None
    out: tuple[int, int] | None
    put: tuple[int, int] | None
    audience: Audience = Audience.FULL

    @property
    def prints(self) -> int:
        """How many copies to print."""
        return self.put[1] - self.put[0] + 1 if self.put else 0

    @property
    def destroys(self) -> int:
        """How many copies to destroy."""
        return self.out[1] - self.out[0] + 1 if self.out else 0

    @property
    def pages(self) -> int:
        """How many pages these copies have, both sides of the paper counted; 0 of role-only ones: nobody knows."""
        return self.prints * (self.new.pages if self.new else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in ``new``; ``old`` is None for the first edition."""

    old: IssuedEdition | None
    new: IssuedEdition
    sheets: tuple[SheetChange, ...]
    replacements: tuple[Replacement, ...]

    @property
    def is_same(self) -> bool:
        """Whether no sheet changed."""
        return all(sheet.change is Change.UNCHANGED for sheet in self.sheets)

    def having(self, change: Change) -> tuple[SheetChange, ...]:
        """The sheets to which this happened."""
        return tuple(sheet for sheet in self.sheets if sheet.change == change)

    def places(self) -> tuple[str, ...]:
        """Places where something is to be done, each once."""
        return tuple(dict.fromkeys(replacement.place for replacement in self.replacements))

    def replacements_in(self, place: str) -> tuple[Replacement, ...]:
        """What is to be done in a place."""
        return tuple(replacement for replacement in self.replacements if replacement.place == place)

    @property
    def pages(self) -> int:
        """Pages to print in all."""
        return sum(replacement.pages for replacement in self.replacements)

    @property
    def destroyed(self) -> int:
        """Copies to destroy in all."""
        return sum(replacement.destroys for replacement in self.replacements)

    def place_name(self, place: str, language: str) -> str:
        """The name of a place, also of one that is not in the new edition any more; its id if neither knows it."""
        editions = (self.new, *([self.old] if self.old else ()))
        names: Mapping[str, str] = next((each.places[place] for each in editions if place in each.places), {})
        return names.get(language) or next(iter(names.values()), place)


There = Mapping[tuple[str, SheetName], Mapping[int, str]]
"""By place and sheet the code of each copy of which somebody said that it lies there; "" of one that was taken out."""


@dataclass(frozen=True, slots=True)
class _KnownCopies:
    """What lies in the places: of which somebody said so, the sheets of codes that may lie there, for whom they are."""

    there: There
    papers: Mapping[str, IssuedSheet]
    audience: Audience = Audience.FULL


def compare(
    old: IssuedEdition | None,
    new: IssuedEdition,
    *,
    there: There | None = None,
    issued: Mapping[str, IssuedSheet] | None = None,
) -> Comparison:
    """The differences from ``old`` to ``new``.

    What lies in the places is what ``there`` knows, and else what the old edition asks for; ``issued`` has the sheets
    of codes that may still lie there, older than both.
    """
    before = old.sheets if old else {}
    names = sorted({*before, *new.sheets}, key=lambda name: (_order(name.language, new), str(name)))
    sheets = tuple(SheetChange(name, before.get(name), new.sheets.get(name)) for name in names)
    known, papers = dict(there or {}), dict(issued or {})
    gone = sorted({name for _, name in known} - {*names}, key=str)
    papers |= {sheet.old.code: sheet.old for sheet in sheets if sheet.old}
    replacements = _replacements(
        old, new, (*sheets, *(SheetChange(name, None, None) for name in gone)), _KnownCopies(known, papers)
    )
    return Comparison(old, new, sheets, (*replacements, *_replacements_for_roles_only(old, new)))


def _replacements_for_roles_only(old: IssuedEdition | None, new: IssuedEdition) -> Iterator[Replacement]:
    """The copies of sheets for readers of roles only; what lies there is what the old edition asks for."""
    before, after = old.role_only if old else {}, new.role_only
    names = sorted({*before, *after}, key=lambda name: (_order(name.language, new), str(name)))
    sheets = tuple(SheetChange(name, before.get(name), after.get(name)) for name in names)
    papers = {sheet.old.code: sheet.old for sheet in sheets if sheet.old}
    yield from _replacements(old, new, sheets, _KnownCopies({}, papers, Audience.ROLE_ONLY))


def _order(language: str, edition: IssuedEdition) -> int:
    """Sheets stand in the order of the new edition: language by language as in the config."""
    languages = list(dict.fromkeys(name.language for name in edition.sheets))
    return languages.index(language) if language in languages else len(languages)


def _replacements(
    old: IssuedEdition | None,
    new: IssuedEdition,
    sheets: tuple[SheetChange, ...],
    lies: _KnownCopies,
) -> Iterator[Replacement]:
    there, papers, audience = lies.there, lies.papers, lies.audience
    places = dict.fromkeys([*new.places, *(old.places if old else ()), *(place for place, _ in there)])
    for place in places:
        for sheet in sheets:
            lying = (
                dict.fromkeys(range(1, _count(old, sheet.name, place, audience) + 1), sheet.old.code)
                if sheet.old
                else {}
            )
            lying |= there.get((place, sheet.name), {})
            wanted = range(1, _count(new, sheet.name, place, audience) + 1) if sheet.new else range(0)
            code = sheet.new.code if sheet.new else ""
            stale = [
                number for number in sorted(lying) if lying[number] and (number not in wanted or lying[number] != code)
            ]
            lacking = [number for number in wanted if lying.get(number) != code]
            outs = [(papers[of], run) for of, run in _runs((lying[number], number) for number in stale)]
            puts = [run for _, run in _runs(("", number) for number in lacking)]
            for out, put in zip_longest(outs, puts):
                taken, numbers = out or (sheet.old, None)
                yield Replacement(place, sheet.name, taken, sheet.new, numbers, put, audience)


def _runs(numbered: Iterable[tuple[str, int]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Numbers without a gap that have the same code: first and last."""
    run: tuple[str, int, int] | None = None
    for code, number in numbered:
        if run is not None and (code, number) == (run[0], run[2] + 1):
            run = (code, run[1], number)
            continue
        if run is not None:
            yield run[0], (run[1], run[2])
        run = (code, number, number)
    if run is not None:
        yield run[0], (run[1], run[2])


def _count(edition: IssuedEdition | None, name: SheetName, place: str, audience: Audience) -> int:
    return edition.copies_of(name, audience).get(place, 0) if edition else 0
