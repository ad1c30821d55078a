"""What the shell completes: ids of the config, and of what ships. It never says a word and never fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import typer  # noqa: TC002  read by Typer itself, to know what it passes

from runbook.cli.options import DEFAULT_CONFIG
from runbook.errors import RunbookError


def _starting(found: Iterator[tuple[str, str]], typed: str) -> list[tuple[str, str]]:
    return [(word, said) for word, said in found if word.startswith(typed)]


def _config(ctx: typer.Context) -> Path:
    """The config that the line names, or else the one that the command would read."""
    return Path(ctx.params.get("config") or os.environ.get("RUNBOOK_CONFIG") or DEFAULT_CONFIG)


def _in_config(ctx: typer.Context, kind: str) -> Iterator[tuple[str, str]]:
    """Ids of a list of the config with the name of each; nothing if the file cannot be read."""
    from runbook.config.accounts_file import read_accounts  # only when the shell asks
    from runbook.config.events import read_tree
    from runbook.config.references import matching
    from runbook.config.source import load_config

    try:
        source = load_config(_config(ctx))
        trees = [read_tree(source)[0]]
        if kind == "accounts" and source.accounts:
            trees.append(read_accounts(source.accounts)[0])
    except RunbookError:
        return
    found: dict[str, str] = {}  # an account may stand in both files
    for tree in trees:
        names = {where[:2]: name for where, name in matching(tree, f"{kind}.*.name")}
        found |= {value: names.get(where[:2], "") for where, value in matching(tree, f"{kind}.*.id")}
    yield from found.items()


def people(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of people."""
    return _starting(_in_config(ctx, "people"), incomplete)


def places(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of places."""
    return _starting(_in_config(ctx, "places"), incomplete)


def losses(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of what can be down: sites, places, services, items, accounts, and built-in names of services."""
    from runbook.custody import SERVICES  # only when the shell asks

    kinds = ("sites", "places", "services", "items", "accounts")
    named = [entry for kind in kinds for entry in _in_config(ctx, kind)]
    return _starting(iter([*named, *((name, "") for name in SERVICES)]), incomplete)


def roles(incomplete: str) -> list[tuple[str, str]]:
    """Names of the roles."""
    from runbook.organisation import Role  # only when the shell asks

    return _starting(((role.value, "") for role in Role), incomplete)


def accounts(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of accounts."""
    return _starting(_in_config(ctx, "accounts"), incomplete)


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Ids of the rules of check; behind a comma the next one."""
    from runbook.checks import RULES  # only when the shell asks

    before, comma, last = incomplete.rpartition(",")
    return [(f"{before}{comma}{rule.id}", "") for rule in RULES if rule.id.startswith(last)]


def tasks(incomplete: str) -> list[tuple[str, str]]:
    """Ids of the tasks of sheet 01."""
    from runbook.knowledge.loading import shipped_knowledge  # only when the shell asks

    return _starting(((task, "") for task in shipped_knowledge().aws.tasks), incomplete)


def cases(incomplete: str) -> list[tuple[str, str]]:
    """Ids of the kinds of case."""
    from runbook.knowledge.loading import shipped_knowledge  # only when the shell asks

    return _starting(((kind.id, "") for kind in shipped_knowledge().procedure.cases), incomplete)


def entries(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Numbers of the records that no later one corrects, each with its day and sheet."""
    from runbook.records.store_file import read_records_of  # only when the shell asks

    try:
        _, records = read_records_of(_config(ctx))
    except RunbookError:
        return []
    found = ((str(entry.number), f"{entry.day} {entry.subject}") for entry in records.standing)
    return _starting(found, incomplete)
