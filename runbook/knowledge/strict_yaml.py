"""Strict reading of the YAML files that ship with the product: pydantic reads them into frozen values.

Shipped files are ours, so a fault is a ``ValueError`` that names file and entry, not a ``Problem`` for the user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
Reference = tuple[str, Collection[str], Collection[str]]
"""Where something is named, the names, and those that exist."""

STRICT = ConfigDict(extra="forbid")


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _distinct(values: tuple[T, ...]) -> tuple[T, ...]:
    if len(set(values)) != len(values):
        raise ValueError("names something twice")
    return values


def _with_ids(entries: object) -> object:
    if not isinstance(entries, Mapping):
        return entries
    if clash := next((name for name, entry in entries.items() if isinstance(entry, Mapping) and "id" in entry), None):
        msg = f"{clash} has an id beside its key"
        raise ValueError(msg)
    return {name: {**entry, "id": name} if isinstance(entry, Mapping) else entry for name, entry in entries.items()}


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(pattern=r"\S")]
Https = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
Flag = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
Several = Annotated[tuple[T, ...], BeforeValidator(_listed), AfterValidator(_distinct), Field(min_length=1)]
ById = Annotated[Mapping[Id, T], BeforeValidator(_with_ids)]


def read_strict(path: Path, kind: type[T]) -> T:
    """The value in a shipped YAML file; ValueError names file and entry of the first fault."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  heavy for the start of the command line

    from runbook.knowledge.shipped_yaml import values_in  # noqa: PLC0415  as above

    tree = values_in(path)
    try:
        return TypeAdapter(kind).validate_python(tree)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
    given = f" (given: {fault['input']!r})" if isinstance(fault["input"], str | int | float | date) else ""
    reason = fault["msg"].removeprefix("Value error, ")
    raise ValueError(": ".join(filter(None, (path.name, _entry(tree, fault["loc"]), reason + given))))


def refuse_unknown(path: Path, references: Iterable[Reference]) -> None:
    """ValueError with file and entry for the first reference to something that does not exist."""
    for where, names, known in references:
        if unknown := [name for name in names if name not in known]:
            msg = f"{path.name}: {where}: unknown {', '.join(unknown)}"
            raise ValueError(msg)


def _entry(tree: Any, location: tuple[int | str, ...]) -> str:  # noqa: ANN401  YAML of any shape
    """A place of a file as people find it: elements of a list by their ids, where they have one."""
    names = []
    for part in location:
        if isinstance(tree, Mapping):
            tree = tree.get(part)
        else:
            tree = tree[part] if isinstance(tree, list) and isinstance(part, int) else None
        named = isinstance(part, int) and isinstance(tree, Mapping)
        names.append(str(tree.get("id", part)) if named else str(part))
    return ".".join(names)
