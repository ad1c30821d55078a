"""A problem as lines with its place, source line and caret, and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.knowledge.language import Language


def problem_lines(problem: Problem, language: Language, mark: str = "") -> Iterator[str]:
    """Place, what (after a mark), the source line with a caret, what to write instead."""
    what, remedy = language.problem(problem)
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    head = "  ".join(part for part in (place, problem.where) if part)
    yield f"{head}: {mark}{what}" if head else f"{mark}{what}"
    if problem.source:
        number = str(problem.line)
        yield f"  {number} | {problem.source}"
        before = "".join(_room(character) for character in problem.source[: problem.column - 1])
        yield f"  {' ' * len(number)} | {before}{'^' * max(1, problem.width)}"
    if remedy:
        yield f"  → {remedy}"


def _room(character: str) -> str:
    """White space as wide as ``character`` on a terminal, so that the caret stands under its place."""
    if character == "\t":
        return "\t"
    return "  " if east_asian_width(character) in "WF" else " "


def problem_record(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem for machines; like the text, it never holds a secret."""
    what, remedy = language.problem(problem)
    return {
        "rule": problem.rule,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.where,
        "what": what,
        "remedy": remedy,
    }
