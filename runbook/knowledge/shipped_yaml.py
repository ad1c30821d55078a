"""The YAML files that ship with the product, from parser events: in half the time that PyYAML's own trees take.

They use neither anchors nor tags nor merge keys, so an event is a value as it stands. A scalar that PyYAML would read
as anything but text is given to PyYAML, so both always read the same.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def texts_in(path: Path) -> object:
    """The tree of a file in which every value is a text; None if it is empty, ValueError for what it may not use."""
    return _Reader(path, typed=False).tree()


def values_in(path: Path) -> object:
    """The same with numbers, days and switches as such."""
    return _Reader(path, typed=True).tree()


class _Reader:
    """Takes the events of one file."""

    def __init__(self, path: Path, *, typed: bool) -> None:
        self.path, self.typed = path, typed
        self.take = _LOADER(path.read_text("utf-8")).get_event

    def tree(self) -> object:
        self.take()  # the stream begins
        return None if type(self.take()) is StreamEndEvent else self.node(self.take())

    def node(self, event: Any) -> object:  # noqa: ANN401  events have no common type with these fields
        kind = type(event)
        if kind is AliasEvent or event.anchor or event.tag:
            msg = f"{self.path.name}: line {event.start_mark.line + 1}: an anchor, alias or tag"
            raise ValueError(msg)
        if kind is ScalarEvent:
            return _value(event.value) if self.typed and event.implicit[0] else event.value
        take, node = self.take, self.node
        if kind is MappingStartEvent:
            mapping = {}
            while type(event := take()) is not MappingEndEvent:
                key = node(event)
                mapping[key] = node(take())
            return mapping
        elements = []
        while type(event := take()) is not SequenceEndEvent:
            elements.append(node(event))
        return elements


def _value(plain: str) -> object:
    """What PyYAML reads a scalar without quotes as."""
    patterns = _LOADER.yaml_implicit_resolvers.get(plain[:1], ())
    return _read(plain) if any(pattern.match(plain) for _, pattern in patterns) else plain


@cache
def _read(plain: str) -> object:
    return yaml.load(plain, Loader=_LOADER)  # noqa: S506  a safe loader
