"""A command is its options, one call into the project, and one report: no path is told in the terminal's room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.organisations import ROOT

COMMANDS = sorted(path for path in (ROOT / "runbook" / "cli" / "commands").glob("*.py") if path.name != "__init__.py")
MOST_IMPORTS, MOST_STATEMENTS = 5, 6
FLOW = ast.If | ast.For | ast.While | ast.Try | ast.FunctionDef | ast.Return | ast.Raise


def breaches(module: ast.Module) -> Iterator[str]:
    """What a module of a command has that the shape of a command has no place for."""
    command = next(each for each in module.body if isinstance(each, ast.FunctionDef))
    about, *rest = command.body
    if not isinstance(about, ast.Expr) or len(rest) != 1 or not isinstance(rest[0], ast.With):
        yield "more than help and one session"
        return
    imports = [each for each in rest[0].body if isinstance(each, ast.Import | ast.ImportFrom)]
    if len(imports) > MOST_IMPORTS:
        yield "imports"
    if len(rest[0].body) - len(imports) > MOST_STATEMENTS:
        yield "statements"
    if any(isinstance(node, FLOW) for each in rest[0].body for node in ast.walk(each)):
        yield "a path of its own"


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_is_its_options_one_call_and_one_report(path: Path) -> None:
    assert list(breaches(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    ("body", "breach"),
    [
        ("run()", "more than help and one session"),
        ("with session() as console:\n        if quiet: run()", "a path of its own"),
        ("with session() as console:\n        def once() -> None: run()", "a path of its own"),
        (f"with session() as console:\n        {'; '.join(['run()'] * 7)}", "statements"),
        (f"with session() as console:\n        {'; '.join(['from a import b'] * 6)}", "imports"),
    ],
)
def test_another_shape_is_noticed(body: str, breach: str) -> None:
    module = ast.parse(f'def command() -> None:\n    """Help."""\n    {body}\n')
    assert list(breaches(module)) == [breach]
