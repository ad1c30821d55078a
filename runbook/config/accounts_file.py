"""Accounts that stand in a file of their own, beside the config: both are read as if they stood in one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.config.events import ACCOUNTS_NODE_LIMIT, read_tree
from runbook.config.fault import Fault
from runbook.config.references import canonical, repeated
from runbook.config.source import Span
from runbook.organisation import Custody

if TYPE_CHECKING:
    from runbook.config.source import ConfigSource
    from runbook.config.tree import Node, Path, Tree
    from runbook.errors import Problem

ACCOUNTS = "accounts"
FIELD = "accounts_file"


def read_accounts(accounts: ConfigSource) -> tuple[Tree, list[Problem]]:
    """The tree of an accounts file, and what is wrong with its form; ConfigError as from `read_tree`."""
    tree, problems = read_tree(accounts, ACCOUNTS_NODE_LIMIT)
    return tree, [*problems, *(fault.located(accounts, tree) for fault in _form_faults(tree))]


def _form_faults(tree: Tree) -> Iterator[Fault]:
    """One list of accounts, each with its id once, and nothing else."""
    if not isinstance(tree.root, dict) or not isinstance(tree.root.get(ACCOUNTS), list):
        yield Fault("accounts-file-form", ())
        return
    for key in tree.root:
        if key != ACCOUNTS:
            yield Fault.of("accounts-file-key", (key,), on_key=True)
    for index, account in enumerate(tree.root[ACCOUNTS]):
        if not isinstance(account, dict) or not isinstance(account.get("id"), str):
            yield Fault("accounts-file-id", (ACCOUNTS, index))
    yield from repeated(tree, ACCOUNTS)


def join(tree: Tree, listed: Tree, lines: int) -> list[Fault]:
    """Put the accounts of an accounts file into the tree of a config, their places after its ``lines``.

    An account that stands in both gets from the file what the config does not say. Gives a fault where both say
    something different, except that nobody knew the custody when the file was written.
    """
    known = tree.root.get(ACCOUNTS) if isinstance(tree.root, dict) else None
    if not isinstance(tree.root, dict) or not isinstance(listed.root, dict):
        return []
    if known is None:
        known = tree.root[ACCOUNTS] = []
        tree.values[ACCOUNTS,] = tree.span((FIELD,))
    if not isinstance(known, list):
        return []
    places = _by_id(known)
    faults: list[Fault] = []
    moved: dict[int, tuple[Path, frozenset[str]]] = {}  # by place in the file: the path in the tree, keys left out
    for index, account in enumerate(listed.root[ACCOUNTS]):
        place = places.get(_id(account) or "")
        if place is None:
            moved[index] = (ACCOUNTS, len(known)), frozenset()
            known.append(account)
        else:
            faults += _contradictions((ACCOUNTS, place), known[place], listed, index)
            moved[index] = (ACCOUNTS, place), frozenset(known[place])
            known[place] |= {key: value for key, value in account.items() if key not in known[place]}
    for spans, into in ((listed.values, tree.values), (listed.keys, tree.keys)):
        for path, span in spans.items():
            if len(path) > 1 and path[0] == ACCOUNTS and isinstance(path[1], int):
                new, left_out = moved[path[1]]
                if not left_out or (len(path) > 2 and path[2] not in left_out):  # noqa: PLR2004  a key of the account
                    into[*new, *path[2:]] = Span(span.line + lines, span.column, span.width)
    return faults


def _contradictions(path: Path, ours: dict[str, Node], listed: Tree, index: int) -> Iterator[Fault]:
    theirs = listed.node((ACCOUNTS, index))
    for key, value in theirs.items() if isinstance(theirs, dict) else ():
        if key == "id" or key not in ours or ours[key] == value:
            continue
        if key != "custody" or value != Custody.UNKNOWN.value:
            line = listed.span((ACCOUNTS, index, key)).line
            yield Fault.of("accounts-file-contradicts", (*path, key), field=key, line=line)


def _by_id(accounts: list[Node]) -> dict[str, int]:
    """Where the first account with an id is."""
    found: dict[str, int] = {}
    for index, account in enumerate(accounts):
        if (name := _id(account)) is not None:
            found.setdefault(name, index)
    return found


def _id(account: Node) -> str | None:
    typed = account.get("id") if isinstance(account, dict) else None
    return canonical(ACCOUNTS, typed) if isinstance(typed, str) else None
