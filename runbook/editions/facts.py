"""An organisation as flat facts: a stable path to a printable value. What editions remember and are compared by.

A path is made of field names and identities ("people/sato/contacts/1/value"), not of places in a list: a person who is
added moves nobody else. Where the order itself means something it is a fact of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from runbook.audience import Audience
from runbook.editions.fact_paths import GROUP_SEPARATOR, LIST_SEPARATOR, ORDER, SEPARATOR, Path
from runbook.organisation import (
    Absence,
    AcceptedRisk,
    AccountStatus,
    AdministrationAlert,
    Appointment,
    Approver,
    Contact,
    Copies,
    Domain,
    EmergencyRole,
    Mailbox,
    Organisation,
    RecoveryPhone,
    Seals,
    TaskApprovals,
)
from runbook.organisation.interval import Interval
from runbook.organisation.localized import Text

# Later fields, with the value that is no fact: an edition of before would differ from every one after it.
_UNSAID: Mapping[str, object] = {"status": AccountStatus.ACTIVE, "must": False, "audience": Audience.FULL}


def facts(organisation: Organisation) -> Mapping[str, str]:
    """Every value of the organisation by path, in the order of the model; absent values have no fact."""
    return {SEPARATOR.join(map(_escaped, path)): value for path, value in _walk((), organisation, organisation)}


def _escaped(part: str) -> str:
    return part.replace("%", "%25").replace(SEPARATOR, "%2F")


def _walk(path: Path, value: object, whole: Organisation) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Text):
        yield from (((*path, code), value.in_language(code)) for code in whole.languages)
    elif isinstance(value, RecoveryPhone):
        # The number registered with AWS stands on no list, so neither in the register nor on a redline.
        yield (*path, "number"), _last_digits(value)
        yield from _fields(path, replace(value, number=""), whole)
    elif is_dataclass(value) and not isinstance(value, Interval):
        yield from _fields(path, value, whole)
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


def _fields(path: Path, value: Any, whole: Organisation) -> Iterator[tuple[Path, str]]:  # noqa: ANN401  a dataclass
    for field in fields(value):
        child = getattr(value, field.name)
        if child != "" and (field.name not in _UNSAID or child != _UNSAID[field.name]):
            yield from _walk((*path, field.name), child, whole)


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


def _last_digits(phone: RecoveryPhone) -> str:
    return f"…{phone.ending}"


def _unsaid(copies: Copies) -> str:
    """The audience of copies, if it is not that of all copies of before."""
    return "" if copies.audience is Audience.FULL else str(copies.audience)


# What an element of a list is known by; one with an id by that, and by its number where nothing tells it from others.
_KNOWN_BY: Mapping[type, Callable[[Any], str]] = {
    Appointment: lambda entry: str(entry.person),
    Approver: lambda entry: str(entry.person),
    TaskApprovals: lambda entry: "+".join(entry.tasks),
    Copies: lambda entry: "@".join((entry.sheet, entry.place, "+".join(entry.languages), _unsaid(entry))).rstrip("@"),
    Absence: lambda entry: str(entry.start),
    EmergencyRole: lambda entry: str(entry.name),
    Domain: lambda entry: str(entry.name),
    AdministrationAlert: lambda entry: " ".join(entry.on),
    Mailbox: lambda entry: str(entry.address),
    RecoveryPhone: _last_digits,
    Seals: lambda entry: str(entry.first),
    AcceptedRisk: lambda entry: f"{entry.rule}@{entry.about}" if entry.about else str(entry.rule),
}


def _identity(element: object, number: int, whole: Organisation) -> str:
    if type(element) in _KNOWN_BY:
        return _KNOWN_BY[type(element)](element)
    if isinstance(element, Contact) and element.id is None:
        return element.name.in_language(whole.languages[0])
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
