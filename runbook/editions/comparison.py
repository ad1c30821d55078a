"""Two editions side by side: which sheets changed, and which paper copies to fetch, destroy and lay in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

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
class Errand:
    """Copies of one sheet in one place: the numbers (first, last) to take out and destroy, and those to put in."""

    place: str
    name: SheetName
    old: IssuedSheet | None
    new: IssuedSheet | None
    out: tuple[int, int] | None
    put: tuple[int, int] | None

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
        """How many pages these copies have, both sides of the paper counted."""
        return self.prints * (self.new.pages if self.new else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in ``new``; ``old`` is None for the first edition."""

    old: IssuedEdition | None
    new: IssuedEdition
    sheets: tuple[SheetChange, ...]
    errands: tuple[Errand, ...]

    @property
    def is_same(self) -> bool:
        """Whether no sheet changed."""
        return all(sheet.change is Change.UNCHANGED for sheet in self.sheets)

    def having(self, change: Change) -> tuple[SheetChange, ...]:
        """The sheets to which this happened."""
        return tuple(sheet for sheet in self.sheets if sheet.change == change)

    def places(self) -> tuple[str, ...]:
        """Places where something is to be done, each once."""
        return tuple(dict.fromkeys(errand.place for errand in self.errands))

    def errands_in(self, place: str) -> tuple[Errand, ...]:
        """What is to be done in a place."""
        return tuple(errand for errand in self.errands if errand.place == place)

    @property
    def pages(self) -> int:
        """Pages to print in all."""
        return sum(errand.pages for errand in self.errands)

    @property
    def destroyed(self) -> int:
        """Copies to destroy in all."""
        return sum(errand.destroys for errand in self.errands)

    def place_name(self, place: str, language: str) -> str:
        """The name of a place, also of one that is not in the new edition any more."""
        editions = (self.new, *([self.old] if self.old else ()))
        names: Mapping[str, str] = next(edition.places[place] for edition in editions if place in edition.places)
        return names.get(language) or next(iter(names.values()))


def compare(old: IssuedEdition | None, new: IssuedEdition) -> Comparison:
    """The differences from ``old`` to ``new``."""
    before = old.sheets if old else {}
    names = sorted({*before, *new.sheets}, key=lambda name: (_order(name.language, new), str(name)))
    sheets = tuple(SheetChange(name, before.get(name), new.sheets.get(name)) for name in names)
    return Comparison(old, new, sheets, tuple(_errands(old, new, sheets)))


def _order(language: str, edition: IssuedEdition) -> int:
    """Sheets stand in the order of the new edition: language by language as in the config."""
    languages = list(dict.fromkeys(name.language for name in edition.sheets))
    return languages.index(language) if language in languages else len(languages)


def _errands(old: IssuedEdition | None, new: IssuedEdition, sheets: tuple[SheetChange, ...]) -> Iterator[Errand]:
    places = dict.fromkeys([*new.places, *(old.places if old else ())])
    for place in places:
        for sheet in sheets:
            had = _count(old, sheet.name, place) if sheet.old else 0
            has = _count(new, sheet.name, place) if sheet.new else 0
            kept = min(had, has) if sheet.change is Change.UNCHANGED else 0
            out = (kept + 1, had) if had > kept else None
            put = (kept + 1, has) if has > kept else None
            if out or put:
                yield Errand(place, sheet.name, sheet.old, sheet.new, out, put)


def _count(edition: IssuedEdition | None, name: SheetName, place: str) -> int:
    return edition.copies_of(name).get(place, 0) if edition else 0
