"""Editing a YAML file without touching what people wrote: single values and keys, in the text itself.

A YAML writer would lose comments, quotes and the order of keys. Whoever edits reads the result back and refuses it if
it says anything else than was meant.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from runbook.config.events import ACCOUNTS_NODE_LIMIT, read_tree
from runbook.config.source import LINE_BREAK, ConfigSource
from runbook.errors import ConfigError, Problem
from runbook.text.yaml_flow import flow

if TYPE_CHECKING:
    from runbook.config.tree import Path

_QUOTES = ("'", '"')


def composed_nodes(text: str) -> Node | None:
    """The nodes of a text that has been read before, with the places where they begin and end."""
    root: Node | None = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return root


class TextEditor:
    """Edits of one text, gathered and then made at once."""

    def __init__(self, text: str) -> None:
        """Of a text whose kind of line break new lines get, too."""
        self.text = text
        self.edits: list[tuple[int, int, str]] = []
        self.line_break = (LINE_BREAK.search(text) or ["\n"])[0]

    def result(self) -> str:
        """The text with all edits."""
        pieces, at = [], 0
        for start, end, text in sorted(self.edits, key=lambda edit: edit[0]):
            pieces += [self.text[at:start], text]
            at = end
        return "".join([*pieces, self.text[at:]])

    def add_after(self, mapping: MappingNode, index: int, text: str) -> None:
        """Add a key with its value after the one at a place of a mapping that has any."""
        name, node = mapping.value[index]
        if mapping.flow_style:
            at = self.end_of(node)
            self.edits.append((at, at, f", {text}"))
        else:
            at = self.end_of_line(self.end_of(node))
            self.edits.append((at, at, f"{self.line_break}{' ' * name.start_mark.column}{text}"))

    def end_of(self, node: Node) -> int:
        """Where the last sign of a node stands; the mark of a block is where the next one begins."""
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            index: int = node.end_mark.index
            return index
        last = node.value[-1]
        return self.end_of(last[1] if isinstance(last, tuple) else last)

    def end_of_line(self, at: int) -> int:
        """Where the line ends in which something ends."""
        if at and self.text[at - 1] in "\r\n":  # a text of several lines: its mark is at the start of the next one
            return at - 1 - (self.text[at - 2 : at] == "\r\n")
        found = LINE_BREAK.search(self.text, at)
        return found.start() if found else len(self.text)


class _ScalarEditor(TextEditor):
    def set_at(self, root: Node | None, path: Path, value: str) -> None:
        """Write a value at a path: over the one that stands there, or as a new key of the mapping that holds it."""
        mapping, key = _node_at(root, path[:-1]), path[-1]
        if not isinstance(mapping, MappingNode) or not isinstance(key, str) or not mapping.value:
            raise KeyError(path)
        known = next((node for name, node in mapping.value if name.value == key), None)
        if known is None:
            self.add_after(mapping, len(mapping.value) - 1, f"{key}: {flow(value)}")
        elif isinstance(known, ScalarNode) and known.style in (None, "", *_QUOTES):
            start, end = known.start_mark.index, known.end_mark.index
            written = f"{known.style}{value}{known.style}" if known.style in _QUOTES else flow(value)
            self.edits.append((start, end, " " * (start == end) + written))
        else:
            raise KeyError(path)


def with_values(text: str, values: Mapping[Path, str], file: str) -> str:
    """A text with values at some paths, and nothing else changed; ConfigError if that cannot be done."""
    editor = _ScalarEditor(text)
    before, _ = read_tree(edited_source(text, file), ACCOUNTS_NODE_LIMIT)
    try:
        root = composed_nodes(text)
        for path, value in values.items():
            editor.set_at(root, path, value)
        after = editor.result()
        found: object = read_tree(edited_source(after, file), ACCOUNTS_NODE_LIMIT)[0].root
    except (ConfigError, KeyError):
        found = after = None
    if after is None or found != _meant(before.root, values):
        raise ConfigError((Problem("config-style", file=file),))
    return after


def _node_at(root: Node | None, path: Path) -> Node | None:
    """The node at a path; KeyError if there is none."""
    node = root
    for part in path:
        if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, MappingNode):
            node = next((value for name, value in node.value if name.value == part), None)
        else:
            raise KeyError(part)
    return node


def _meant(root: Any, values: Mapping[Path, str]) -> Any:  # noqa: ANN401  a tree
    """What the tree of the text shall be."""
    meant = copy.deepcopy(root)
    for path, value in values.items():
        node = meant
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value
    return meant


def edited_source(text: str, file: str) -> ConfigSource:
    """A text that is being edited, as if it had been read from a file; it has no fingerprint yet."""
    return ConfigSource(file, "", text, tuple(LINE_BREAK.split(text)))
