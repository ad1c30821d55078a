"""Editing an accounts file without touching what people wrote: single values and whole lines, in the text itself.

A YAML writer would lose comments, quotes and the order of keys. Here every edit replaces one value, adds one key beside
another, or adds one line; `edited` reads the result back and refuses it if it says anything else than was meant.
"""

from __future__ import annotations

import copy
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from runbook.config.accounts_file import ACCOUNTS
from runbook.config.events import ACCOUNTS_NODE_LIMIT, read_tree
from runbook.config.text_editing import TextEditor, composed_nodes, edited_source
from runbook.config.tree import Tree
from runbook.errors import ConfigError, Problem
from runbook.intake.entry import KEYS, Entry

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/+@-]*(?: [A-Za-z0-9][A-Za-z0-9._/+@-]*)*")
_NO_TEXT = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)  # what YAML takes for something else
_OF_OUR_OWN = frozenset({"verified_on", "root_access_key"})  # neither text nor quoted


def edited(text: str, new: Mapping[str, Entry], edits: Mapping[int, Entry], file: str) -> str:
    """An accounts file with accounts added by id, and values of others set; by their place in the list.

    ConfigError if that cannot be done without changing anything else.
    """
    if not new and not edits:
        return text
    before, _ = read_tree(edited_source(text, file), ACCOUNTS_NODE_LIMIT)
    after = _Editor(text).edited(new, edits)
    try:
        found: object = read_tree(edited_source(after, file), ACCOUNTS_NODE_LIMIT)[0].root
    except ConfigError:
        found = None
    if found != _meant(before, new, edits):
        raise ConfigError((Problem("accounts-file-style", file=file),))
    return after


def begun(header: str, new: Mapping[str, Entry]) -> str:
    """A new accounts file under a comment."""
    lines = [*(f"# {line}" for line in header.splitlines()), f"{ACCOUNTS}:"]
    return "\n".join([*lines, *(f"  - {_flow(entry)}" for _, entry in sorted(new.items()))]) + "\n"


def _meant(before: Tree, new: Mapping[str, Entry], edits: Mapping[int, Entry]) -> Any:  # noqa: ANN401  a tree
    """What the tree of the file shall be."""
    root: Any = copy.deepcopy(before.root)
    accounts = root[ACCOUNTS]
    for index, entry in edits.items():
        for key, value in entry.items():
            if isinstance(value, Mapping):
                accounts[index][key] = {**(accounts[index].get(key) or {}), **value}
            else:
                accounts[index][key] = value
    row = _Row(str(account["id"]) for account in accounts)
    following: dict[int, list[Any]] = {}
    for name, entry in sorted(new.items()):
        following.setdefault(row.before(name), []).append(_plain(entry))
    root[ACCOUNTS] = [
        account
        for index in range(-1, len(accounts))
        for account in (*accounts[max(index, 0) : index + 1], *following.get(index, ()))
    ]
    return root


def _plain(entry: Entry) -> dict[str, Any]:
    return {key: dict(value) if isinstance(value, Mapping) else value for key, value in entry.items()}


class _Row:
    """The accounts of a file in their places, for asking where a new one belongs."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.places = {re.sub("[ -]", "", name): place for place, name in enumerate(ids)}
        self.sorted = sorted(self.places)

    def before(self, name: str) -> int:
        """The place of the account with the next lower id; -1 if there is none."""
        lower = bisect_left(self.sorted, name)
        return self.places[self.sorted[lower - 1]] if lower else -1


def _flow(entry: Entry | Mapping[str, str]) -> str:
    pairs = (f"{key}: {_written(key, value)}" for key, value in entry.items())
    return f"{{{', '.join(pairs)}}}"


def _written(key: str, value: str | Mapping[str, str]) -> str:
    """A value as YAML: plain where nobody can take it for something else."""
    if isinstance(value, Mapping):
        return _flow(value)
    if key in _OF_OUR_OWN or (_PLAIN.fullmatch(value) and not _NO_TEXT.fullmatch(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


class _Editor(TextEditor):
    """Edits of one text, gathered and then made at once."""

    def edited(self, new: Mapping[str, Entry], edits: Mapping[int, Entry]) -> str:
        """The text with accounts added, and values of others set."""
        root = composed_nodes(self.text)
        assert isinstance(root, MappingNode)  # noqa: S101  `read_accounts` has seen its list
        head, accounts = next((key, node) for key, node in root.value if key.value == ACCOUNTS)
        for index, entry in edits.items():
            self.set(accounts.value[index], entry)
        self.add(head, accounts, new)
        return self.result()

    def set(self, mapping: MappingNode, entry: Entry | Mapping[str, str]) -> None:
        """Set keys of a mapping."""
        known = {key.value: node for key, node in mapping.value}
        for key, value in entry.items():
            node = known.get(key)
            if node is None:
                self.add_key(mapping, key, f"{key}: {_written(key, value)}")
            elif isinstance(node, MappingNode) and node.value and isinstance(value, Mapping):
                self.set(node, value)
            else:
                start, end = node.start_mark.index, node.end_mark.index
                self.edits.append((start, end, " " * (start == end) + _written(key, value)))

    def add_key(self, mapping: MappingNode, key: str, text: str) -> None:
        """Add a key after the last one of those that come before it."""
        before = KEYS[: KEYS.index(key)]
        last = max((index for index, (known, _) in enumerate(mapping.value) if known.value in before), default=0)
        self.add_after(mapping, last, text)

    def add(self, head: Node, accounts: SequenceNode, new: Mapping[str, Entry]) -> None:
        """Add accounts, each after that with the next lower id."""
        ids = [next(node.value for key, node in account.value if key.value == "id") for account in accounts.value]
        if new and not ids:  # `accounts: []`
            indent = " " * (head.start_mark.column + 2)
            lines = "".join(f"{self.line_break}{indent}- {_flow(entry)}" for _, entry in sorted(new.items()))
            self.edits.append((accounts.start_mark.index, accounts.end_mark.index, lines))
            return
        indent, row = " " * accounts.start_mark.column, _Row(ids)
        for name, entry in sorted(new.items()):
            place = row.before(name)
            if accounts.flow_style:
                at = accounts.value[place].end_mark.index if place >= 0 else accounts.value[0].start_mark.index
                self.edits.append((at, at, f", {_flow(entry)}" if place >= 0 else f"{_flow(entry)}, "))
            else:
                at = self.end_of_line(self.end_of(accounts.value[place]) if place >= 0 else head.end_mark.index)
                if place >= 0:
                    at = self.past_remarks(at, len(indent))
                self.edits.append((at, at, f"{self.line_break}{indent}- {_flow(entry)}"))

    def past_remarks(self, at: int, indent: int) -> int:
        """The end of the remarks that follow an account and are further in than its dash: they belong to it."""
        while match := re.compile(r"(?:\r\n|\r|\n)( +)#[^\r\n]*").match(self.text, at):
            if len(match[1]) <= indent:
                break
            at = match.end()
        return at
