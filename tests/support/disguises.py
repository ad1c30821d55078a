"""The same company with another value wherever one is marked: readers of roles only must not see the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from runbook.organisation import Organisation
from runbook.organisation.disclosure import PUBLIC, disclosures
from runbook.organisation.localized import Text

_NAMED_ELSEWHERE = frozenset({"Service"})  # its id stands in depends_on, among built-in names


def disguised(organisation: Organisation) -> Organisation:
    """Every marked text with something behind it, and every reference to one with the same."""
    changed: Organisation = _disguised(organisation)
    return changed


def _disguised(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_disguised, value))
    if isinstance(value, Mapping):
        return {key: _disguised(each) for key, each in value.items()}
    if not is_dataclass(value) or isinstance(value, type | Text):
        return value
    marks = disclosures(type(value))
    changed = {}
    for field in fields(value):
        mark, child = marks.get(field.name, PUBLIC), getattr(value, field.name)
        is_name = mark.is_marked or mark.refers is not None
        if field.name == "id" and type(value).__name__ in _NAMED_ELSEWHERE:
            is_name = False
        changed[field.name] = _other(child) if is_name else _disguised(child)
    return replace(value, **changed)


def _other(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, tuple):
        return tuple(map(_other, value))
    if isinstance(value, Text):
        words = value.words
        return Text(f"{words}7" if isinstance(words, str) else tuple((code, f"{said}7") for code, said in words))
    return f"{value}7" if isinstance(value, str) else value
