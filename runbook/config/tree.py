"""From YAML text to a tree of mappings, lists and texts, each with its line and column.

Read from parser events, so nothing is ever constructed, expanded or recursed into: every scalar stays as typed
(``0312345670`` is no octal number), and anchors, aliases, tags, merge keys and second documents are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from runbook.config.syntax import syntax_problem
from runbook.errors import ConfigError, Problem

if TYPE_CHECKING:
    from runbook.config.source import ConfigSource

DEPTH_LIMIT = 16
# Five hundred accounts with all fields and two thousand items make about 60 000 nodes.
NODE_LIMIT = 100_000

Path = tuple[str | int, ...]
Node = dict[str, Any] | list[Any] | str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Where a key or value stands: line and column from 1, and its width on that line."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed (after YAML's own escapes), and where it stands."""

    path: Path
    value: str
    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """The content of the file and the place of every key and value."""

    root: Node = None
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def node(self, path: Path) -> Node:
        """What stands at a path; KeyError or IndexError if nothing does."""
        node: Any = self.root
        for part in path:
            if isinstance(node, str) or node is None:
                raise KeyError(part)
            node = node[part]
        return node  # type: ignore[no-any-return]

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place of a value (or of its key); of the nearest parent when it does not stand in the file."""
        if key and path in self.keys:
            return self.keys[path]
        while path not in self.values:
            if not path:
                return Span(1, 1)
            path = path[:-1]
        return self.values[path]

    def scalars(self) -> Iterator[Scalar]:
        """Every text in the file, in its order."""
        for path, span in self.values.items():
            value = self.node(path)
            if isinstance(value, str):
                yield Scalar(path, value, span.line, span.column)


def shown(path: Path) -> str:
    """A path as people write it: approvers.members[2].person."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet; its path is None below the second of two equal keys."""

    path: Path | None
    content: dict[str, Any] | list[Any]
    event: Any
    key: str | None = None
    repeated: bool = False

    def child(self) -> Path | None:
        if self.path is None or self.repeated:
            return None
        return (*self.path, len(self.content) if isinstance(self.content, list) else str(self.key))


def read_tree(source: ConfigSource) -> tuple[Tree, list[Problem]]:
    """The tree of a file and its duplicate keys; ConfigError for what cannot be read any further."""
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(source)
    try:
        for event in yaml.parse(source.text, Loader=loader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        raise ConfigError((*reader.problems, syntax_problem(source, error))) from None
    except yaml.reader.ReaderError:
        raise ConfigError(
            (*reader.problems, source.problem("yaml-syntax", 1, 1, values=(("reason", "character"),)))
        ) from None
    return reader.tree, reader.problems


class _Reader:
    """Takes parser events one by one."""

    def __init__(self, source: ConfigSource) -> None:
        self.source = source
        self.tree = Tree()
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def take(self, event: Any) -> None:
        """One event; ConfigError if it is of a kind that is refused."""
        match type(event).__name__:
            case "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    self._refuse(event, "yaml-second-document", 3)
                if event.tags:
                    self._refuse(event, "yaml-tag")
            case "AliasEvent":
                self._refuse(event, "yaml-alias")
            case "ScalarEvent":
                self._check(event)
                self._scalar(event)
            case "MappingStartEvent" | "SequenceStartEvent" as name:
                self._check(event)
                self._open(event, {} if name == "MappingStartEvent" else [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self.stack.pop()

    def _refuse(self, event: Any, rule: str, width: int = 1) -> None:
        mark = event.start_mark
        problem = self.source.problem(rule, mark.line + 1, mark.column + 1, width=width)
        raise ConfigError((*self.problems, problem))

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor is not None:
            self._refuse(event, "yaml-alias")
        if event.tag is not None:
            self._refuse(event, "yaml-tag")
        if self.nodes > NODE_LIMIT:
            self._refuse(event, "yaml-too-many")

    def _open(self, event: Any, content: dict[str, Any] | list[Any]) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            mark = event.start_mark
            line = self.source.lines[mark.line] if mark.line < len(self.source.lines) else ""
            if line[max(0, mark.column - 1) :].startswith("{{"):
                self._refuse(parent.event, "yaml-braces", 2)
            self._refuse(event, "yaml-key")
        if len(self.stack) >= DEPTH_LIMIT:
            self._refuse(event, "yaml-too-deep")
        path = parent.child() if parent is not None else ()
        self._attach(content, path, _span(event))
        self.stack.append(_Open(path, content, event))

    def _scalar(self, event: Any) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.content, dict) and parent.key is None:
            self._key(event, parent, parent.content)
            return
        plain = event.style in (None, "")
        value = None if plain and event.value in ("", "~", "null", "Null", "NULL") else event.value
        self._attach(value, parent.child() if parent is not None else (), _span(event))

    def _key(self, event: Any, parent: _Open, content: dict[str, Any]) -> None:
        key = event.value
        if key == "<<":
            self._refuse(event, "yaml-merge", 2)
        span = _span(event)
        parent.key, parent.repeated = key, key in content
        path = (*(parent.path or ()), key)
        if parent.repeated and path in self.tree.keys:
            values = (("key", key), ("first", str(self.tree.keys[path].line)))
            where = shown(path)
            self.problems.append(
                self.source.problem(
                    "duplicate-key", span.line, span.column, where=where, values=values, width=span.width
                )
            )
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


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Span(start.line + 1, start.column + 1, max(1, width))
