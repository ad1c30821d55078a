"""An organisation as flat facts: a stable path to a printable value. What editions remember and are compared by.

A path is made of field names and identities ("people/sato/contacts/1/value"), not of places in a list: a person who is
added moves nobody else. Where the order itself means something it is a fact of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from runbook.organisation import Absence, Appointment, Contact, Copies, EmergencyRole, Organisation
from runbook.text import Text

SEPARATOR = "/"
ORDER = "order"
LIST_SEPARATOR = ", "
GROUP_SEPARATOR = " | "
Path = tuple[str, ...]


def facts(organisation: Organisation) -> Mapping[str, str]:
    """Every value of the organisation by path, in the order of the model; absent values have no fact."""
    return {SEPARATOR.join(map(_escaped, path)): value for path, value in _walk((), organisation, organisation)}


def path_of(key: str) -> Path:
    """The parts of a fact's key."""
    return tuple(part.replace("%2F", SEPARATOR).replace("%25", "%") for part in key.split(SEPARATOR))


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace(SEPARATOR, "%2F")


def _walk(path: Path, value: object, whole: Organisation) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Text):
        yield from (((*path, code), value.in_language(code)) for code in whole.languages)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk((*path, field.name), getattr(value, field.name), whole)
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _walk((*path, _printed(key)), child, whole)
    elif isinstance(value, tuple) and any(map(is_dataclass, value)):
        yield from _elements(path, value, whole)
    elif isinstance(value, tuple):
        if value:
            yield path, _printed_list(value)
    elif value is not None:
        yield path, _printed(value)


def _elements(path: Path, values: tuple[object, ...], whole: Organisation) -> Iterator[tuple[Path, str]]:
    names: dict[str, object] = {}
    for number, element in enumerate(values, 1):
        name = _identity(element, number, whole)
        while name in names:
            name += "'"
        names[name] = element
    if isinstance(values[0], Appointment):
        yield (*path, ORDER), LIST_SEPARATOR.join(names)
    for name, element in names.items():
        yield from _walk((*path, name), element, whole)


def _identity(element: object, number: int, whole: Organisation) -> str:
    """What an element of a list is known by; its number only where nothing else tells one from another."""
    match element:
        case Appointment():
            return element.person
        case Copies():
            return f"{element.sheet}@{element.place}"
        case Absence():
            return str(element.start)
        case EmergencyRole():
            return element.name
        case Contact(id=None):
            return element.name.in_language(whole.languages[0])
        case _:
            return str(getattr(element, "id", number))


def _printed_list(values: Sequence[object]) -> str:
    """Groups of people as "a, b | c"; anything else as "a, b"."""
    if any(isinstance(value, tuple) for value in values):
        return GROUP_SEPARATOR.join(
            LIST_SEPARATOR.join(map(str, group)) for group in values if isinstance(group, tuple)
        )
    return LIST_SEPARATOR.join(map(_printed, values))


def _printed(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
