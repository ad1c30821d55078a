"""The content of a config as a tree of mappings, lists and texts, each with its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from runbook.config.source import Span
from runbook.text.secret_values import may_be_secret

Path = tuple[str | int, ...]
Node = dict[str, Any] | list[Any] | str | None


class Scalar(NamedTuple):
    """A value as typed (after YAML's own escapes), and where it stands. A tuple for the same reason as ``Span``."""

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

    def get(self, path: Path) -> Node:
        """What stands at a path, None if nothing does."""
        try:
            return self.node(path)
        except (KeyError, IndexError, TypeError):
            return None

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
        above: Path | None = None
        holder: Any = None
        for path, span in self.values.items():
            if not path:
                value = self.root
            else:
                if path[:-1] != above:  # texts of one mapping follow each other
                    above = path[:-1]
                    holder = self.node(above)
                value = holder[path[-1]]
            if isinstance(value, str):
                yield Scalar(path, value, span.line, span.column)


def shown(path: Path) -> str:
    """A path as people write it: approvers.members[2].person; a key that may be a secret as a dot dot dot."""
    names = ("…" if isinstance(part, str) and may_be_secret(part) else part for part in path)
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in names)
    return text.removeprefix(".")
