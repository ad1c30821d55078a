"""From YAML text to a ``Tree``, by parser events.

Nothing is ever constructed, expanded or recursed into: every scalar stays as typed (``0312345670`` is no octal
number), and anchors, aliases, tags, merge keys and second documents are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from runbook.config.source import Span
from runbook.config.syntax import syntax_problem
from runbook.config.tree import Node, Path, Tree, shown
from runbook.errors import ConfigError, Problem

if TYPE_CHECKING:
    from runbook.config.source import ConfigSource

DEPTH_LIMIT = 16
# Five hundred accounts with all fields and two thousand items make about 60 000 nodes.
NODE_LIMIT = 100_000
# Ten thousand accounts with all fields that `runbook import` writes make about 230 000.
ACCOUNTS_NODE_LIMIT = 400_000


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet; its path is None below the second of two equal keys."""

    path: Path | None
    content: dict[str, Any] | list[Any]
    event: NodeEvent
    key: str | None = None
    repeated: bool = False

    def child(self) -> Path | None:
        if self.path is None or self.repeated:
            return None
        return (*self.path, len(self.content) if isinstance(self.content, list) else str(self.key))


def read_tree(source: ConfigSource, limit: int = NODE_LIMIT) -> tuple[Tree, list[Problem]]:
    """The tree of a file and its duplicate keys; ConfigError for what cannot be read any further."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _TreeBuilder(source, limit)
    try:
        for event in yaml.parse(source.text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise ConfigError((*builder.problems, syntax_problem(source, error))) from None
    except yaml.reader.ReaderError:
        raise ConfigError(
            (
                *builder.problems,
                source.problem("yaml-syntax", Span(1, 1), values=(("reason", "character"), ("line", ""))),
            )
        ) from None
    return builder.tree, builder.problems


class _TreeBuilder:
    """Takes parser events one by one."""

    def __init__(self, source: ConfigSource, limit: int) -> None:
        self.source = source
        self.limit = limit
        self.tree = Tree()
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def take(self, event: Event) -> None:
        """One event; ConfigError if it is of a kind that is refused."""
        match event:
            case ScalarEvent():  # most of what there is
                self._check(event)
                self._scalar(event)
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse(event, "yaml-second-document", 3)
                if event.tags:
                    self._refuse(event, "yaml-tag")
            case AliasEvent():
                self._refuse(event, "yaml-alias")
            case MappingStartEvent():
                self._check(event)
                self._open(event, {})
            case SequenceStartEvent():
                self._check(event)
                self._open(event, [])
            case MappingEndEvent() | SequenceEndEvent():
                self.stack.pop()

    def _refuse(self, event: Event, rule: str, width: int = 1) -> NoReturn:
        place = _span(event)
        problem = self.source.problem(rule, Span(place.line, place.column, width))
        raise ConfigError((*self.problems, problem))

    def _check(self, event: ScalarEvent | CollectionStartEvent) -> None:
        self.nodes += 1
        if event.anchor is not None:
            self._refuse(event, "yaml-alias")
        if event.tag is not None:
            self._refuse(event, "yaml-tag")
        if self.nodes > self.limit:
            self._refuse(event, "yaml-too-many")

    def _open(self, event: CollectionStartEvent, content: dict[str, Any] | list[Any]) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            place = _span(event)
            if self.source.lines[place.line - 1][place.column - 2 :].startswith("{{"):
                self._refuse(parent.event, "yaml-braces", 2)
            self._refuse(event, "yaml-key")
        if len(self.stack) >= DEPTH_LIMIT:
            self._refuse(event, "yaml-too-deep")
        path = parent.child() if parent is not None else ()
        self._attach(content, path, _span(event))
        self.stack.append(_Open(path, content, event))

    def _scalar(self, event: ScalarEvent) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            self._key(event, parent, parent.content)
            return
        plain = event.style in (None, "")
        value = None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value
        self._attach(value, parent.child() if parent is not None else (), _span(event))

    def _key(self, event: ScalarEvent, parent: _Open, content: dict[str, Any]) -> None:
        key = event.value
        if key == "<<":
            self._refuse(event, "yaml-merge", 2)
        span = _span(event)
        parent.key, parent.repeated = key, key in content
        path = (*(parent.path or ()), key)
        if parent.repeated and path in self.tree.keys:
            values = (("key", key), ("first", str(self.tree.keys[path].line)))
            self.problems.append(self.source.problem("duplicate-key", span, where=shown(path), values=values))
        elif parent.path is not None:
            self.tree.keys[path] = span

    def _attach(self, value: Node, path: Path | None, span: Span) -> None:
        """Put a value into its parent; the first of two equal keys keeps its value."""
        parent = self.stack[-1] if self.stack else None
        if path is not None:
            self.tree.values[path] = span
        if parent is None:
            self.tree.root = value
        elif isinstance(parent.content, list):
            parent.content.append(value)
        else:
            if not parent.repeated:
                parent.content[str(parent.key)] = value
            parent.key, parent.repeated = None, False


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101  only hand-made events have no marks
    assert end is not None  # noqa: S101
    width = end.column - start.column if end.line == start.line else 1
    return Span(start.line + 1, start.column + 1, max(1, width))
