"""Strict reading of the YAML files that ship with the product: a key that nobody asks for is a fault.

Shipped files are ours, so a fault is a ``ValueError`` that names file and entry, not a ``Problem`` for the user.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_LANGUAGE_CODE = re.compile(r"[a-z]{2}(?:-[A-Za-z]+)?")


class Entry:
    """One mapping of a file. Reading a key makes it known; ``finish`` refuses the keys that were never read."""

    def __init__(self, where: str, tree: object, entry_id: str = "") -> None:
        """``where`` names file and entry in every fault."""
        self.where = where
        self.id = entry_id
        if not isinstance(tree, Mapping):
            raise self.fault("is not a mapping")
        self._tree: Mapping[Any, Any] = tree
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self._tree

    def fault(self, reason: str) -> ValueError:
        """The error to raise: where, and why."""
        return ValueError(f"{self.where}: {reason}")

    def finish(self) -> None:
        """Refuse keys that were never read."""
        if unknown := [str(key) for key in self._tree if key not in self._read]:
            raise self.fault(f"unknown {', '.join(unknown)}")

    def mapping(self, key: str) -> Iterator[Entry]:
        """The entries below ``key`` by id, each finished when the next is asked for."""
        below = Entry(f"{self.where}: {key}", self._value(key))
        for entry_id, tree in below._tree.items():
            if not isinstance(entry_id, str) or not _ID.fullmatch(entry_id):
                raise below.fault(f"{entry_id!r} is no id")
            entry = Entry(f"{self.where}: {key}.{entry_id}", tree, entry_id)
            yield entry
            entry.finish()

    def sequence(self, key: str) -> Iterator[Entry]:
        """The entries of the list below ``key``, each finished when the next is asked for."""
        trees = self._value(key)
        if not isinstance(trees, list):
            raise self.fault(f"{key} is not a list")
        for index, tree in enumerate(trees):
            name = tree["id"] if isinstance(tree, Mapping) and "id" in tree else index
            entry = Entry(f"{self.where}: {key}.{name}", tree)
            yield entry
            entry.finish()

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} is not a text")
        return value

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """A text, or a list of different texts; none at all only where the key is absent and not needed."""
        if key not in self._tree and not needed:
            return ()
        value = self._value(key)
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(text, str) and text.strip() for text in values):
            raise self.fault(f"{key} is not a text or a list of texts")
        if len(set(values)) != len(values):
            raise self.fault(f"{key} names something twice")
        return tuple(values)

    def texts_by_id(self, key: str) -> Mapping[str, str]:
        """A mapping of ids to texts."""
        below = Entry(f"{self.where}: {key}", self._value(key))
        return {str(name): below.text(name) for name in below._tree}

    def choices_by_id(self, key: str, allowed: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """A mapping of ids to some of ``allowed``."""
        below = Entry(f"{self.where}: {key}", self._value(key))
        return {str(name): below.choices(name, allowed) for name in below._tree}

    def https(self, key: str) -> str:
        """An https address."""
        value = self.text(key)
        if not value.startswith("https://"):
            raise self.fault(f"{key} is not an https address")
        return value

    def day(self, key: str, default: date | None = None) -> date:
        """A day, or the default where the key is absent."""
        if key not in self._tree and default is not None:
            return default
        value = self._value(key)
        if type(value) is not date:
            raise self.fault(f"{key} is not a date")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false, or the default where the key is absent."""
        if key not in self._tree and default is not None:
            return default
        value = self._value(key)
        if not isinstance(value, bool):
            raise self.fault(f"{key} is not true or false")
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of ``allowed``, or the default where the key is absent."""
        if key not in self._tree and default is not None:
            return default
        value = self.text(key)
        if value not in allowed:
            raise self.fault(f"{key}: unknown {value}")
        return value

    def choices(self, key: str, allowed: Collection[str], *, needed: bool = True) -> tuple[str, ...]:
        """Some of ``allowed``; none at all only where the key is absent and not needed."""
        values = self.texts(key, needed=needed)
        if unknown := [value for value in values if value not in allowed]:
            raise self.fault(f"{key}: unknown {', '.join(unknown)}")
        return values

    def by_language(self) -> Mapping[str, str]:
        """The texts under language codes ("en", "ja")."""
        codes = [key for key in self._tree if isinstance(key, str) and _LANGUAGE_CODE.fullmatch(key)]
        return {code: self.text(code) for code in codes}

    def _value(self, key: str) -> object:
        self._read.add(key)
        if key not in self._tree:
            raise self.fault(f"{key} is missing")
        return self._tree[key]


def read_entries(path: Path) -> Entry:
    """The top of a shipped YAML file; ValueError if it is not a mapping."""
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    return Entry(path.name, yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
