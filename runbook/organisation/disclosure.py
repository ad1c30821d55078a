"""Who may read what: every field that holds words is marked once, where it is defined, for readers of roles only.

The marks say what a role-only edition prints instead, and what must be found in no byte of it. A field that can hold
words and has no mark is refused by a test, so a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, get_type_hints


class Kind(StrEnum):
    """What a value is to a reader who may know roles only."""

    PUBLIC = "public"
    """Said anyway: the company's name, ids of accounts, choices out of a few words."""
    REFERENCE = "reference"
    """An id that joins parts of the file and is never printed."""
    OPEN = "open"
    """Printed as it is; words of the company, so they may not hold what is marked."""
    PERSONAL = "personal"
    RESTRICTED = "restricted"


class Refers(StrEnum):
    """What a value names that has another name in a role-only edition."""

    PEOPLE = "people"
    """People who are not told by their role: who opens, reads, administers."""
    OPENERS = "openers"
    """Groups of people: who, together, is enough."""
    HOLDER = "holder"
    """One person, who is told by the first role that they hold."""
    APPOINTED = "appointed"
    """The person of an appointment, told by the role of it."""
    ITEMS = "items"
    """Numbers of items."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The mark of a field. ``word`` (below ``labels.withheld``) stands for a value; without one it is left out."""

    kind: Kind
    word: str = ""
    refers: Refers | None = None

    @property
    def is_marked(self) -> bool:
        """Whether a role-only edition may not hold the value."""
        return self.kind in (Kind.PERSONAL, Kind.RESTRICTED)


PUBLIC = Disclosure(Kind.PUBLIC)
REFERENCE = Disclosure(Kind.REFERENCE)
OPEN = Disclosure(Kind.OPEN)
PEOPLE = Disclosure(Kind.REFERENCE, refers=Refers.PEOPLE)
OPENERS = Disclosure(Kind.REFERENCE, refers=Refers.OPENERS)
HOLDER = Disclosure(Kind.REFERENCE, refers=Refers.HOLDER)
APPOINTED = Disclosure(Kind.REFERENCE, refers=Refers.APPOINTED)
ITEMS = Disclosure(Kind.REFERENCE, refers=Refers.ITEMS)


def is_personal(word: str = "") -> Disclosure:
    """Of a human being."""
    return Disclosure(Kind.PERSONAL, word)


def is_restricted(word: str = "") -> Disclosure:
    """Of use to whoever wants to be root: where things lie, what guards them; and free words that may name it."""
    return Disclosure(Kind.RESTRICTED, word)


ITEM_NUMBER = Disclosure(Kind.RESTRICTED, refers=Refers.ITEMS)


_KNOWN: dict[type[Any], Mapping[str, Disclosure]] = {}


def disclosures(of: type[Any]) -> Mapping[str, Disclosure]:
    """The marks of a class's fields by name; a field without one is not there."""
    if of not in _KNOWN:
        _KNOWN[of] = _disclosures(of)
    return _KNOWN[of]


def _disclosures(of: type[Any]) -> Mapping[str, Disclosure]:
    hints = get_type_hints(of, include_extras=True)
    found = {}
    for field in fields(of):
        marks = [mark for mark in getattr(hints[field.name], "__metadata__", ()) if isinstance(mark, Disclosure)]
        if marks:
            (found[field.name],) = marks
    return found


Path = tuple[str | int, ...]


def parts(value: object, path: Path = (), mark: Disclosure = PUBLIC) -> Iterator[tuple[Path, Disclosure, object]]:
    """Every single value of a part of the model, with the path that it has in the file and the mark of its field.

    A value that is no text, such as hours, is one as a whole.
    """
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from parts(child, (*path, str(key)), mark)
    elif isinstance(value, tuple):
        for number, child in enumerate(value):
            yield from parts(child, (*path, number), mark)
    elif (marks := _marks_in(value)) and not mark.is_marked:
        for field in fields(value):  # type: ignore[arg-type]
            name = "from" if field.name == "start" else field.name
            yield from parts(getattr(value, field.name), (*path, name), marks.get(field.name, PUBLIC))
    elif value is not None:
        yield path, mark, value


def _marks_in(value: object) -> Mapping[str, Disclosure]:
    """The marks of the fields of a part of the model; none of a value that has no parts with words of their own."""
    of: type[Any] = type(value)
    return disclosures(of) if is_dataclass(of) else {}
