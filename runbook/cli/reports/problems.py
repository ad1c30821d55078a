"""A problem as lines with its place, source line and caret, and as a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from runbook.text.characters import visible

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.knowledge.language import Language

_LONGEST_LINE = 120  # columns of a source line
_BEFORE_CARET = 60
_LONGEST_SENTENCE = 800


def problem_lines(problem: Problem, language: Language, mark: str = "") -> Iterator[str]:
    """Place, what (after a mark), the source line with a caret, what to write instead: none longer than a screen."""
    what, remedy = language.problem(problem)
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    head = "  ".join(part for part in (place, problem.where) if part)
    yield _shortened(f"{head}: {mark}{what}" if head else f"{mark}{what}")
    if problem.source:
        number = str(problem.line)
        shown, before, width = _around_caret(problem)
        yield f"  {number} | {shown}"
        yield f"  {' ' * len(number)} | {before}{'^' * width}"
    if remedy:
        yield _shortened(f"  → {remedy}")


def _shortened(sentence: str) -> str:
    """A sentence as a terminal may get it; of a very long one the middle is left out."""
    shown = visible(sentence)
    if len(shown) <= _LONGEST_SENTENCE:
        return shown
    return f"{shown[: _LONGEST_SENTENCE // 2]} … {shown[-_LONGEST_SENTENCE // 2 :]}"


def _around_caret(problem: Problem) -> tuple[str, str, int]:
    """The source line, or as much of it as fits around the caret; the white space before the caret; the caret's width.

    The white space is as wide on a terminal as what stands above it.
    """
    signs = [visible(sign, kept="\t") for sign in problem.source]
    caret = min(max(problem.column - 1, 0), len(signs))
    start, end = 0, len(signs)
    if sum(map(_columns, signs)) > _LONGEST_LINE:
        start = caret - _fitting(signs[caret - 1 :: -1] if caret else (), _BEFORE_CARET)
        end = caret + _fitting(signs[caret:], _LONGEST_LINE - _BEFORE_CARET)
    cut = "…" if start else ""
    shown = f"{cut}{''.join(signs[start:end])}{'…' if end < len(signs) else ''}"
    before = " " * len(cut) + "".join("\t" if sign == "\t" else " " * _columns(sign) for sign in signs[start:caret])
    return shown, before, max(1, sum(map(_columns, signs[caret : min(end, caret + problem.width)])))


def _fitting(signs: Sequence[str], columns: int) -> int:
    """How many of the signs fit into so many columns."""
    return sum(total <= columns for total in accumulate(map(_columns, signs[:columns])))


def _columns(shown: str) -> int:
    """How wide it is on a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in shown)


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
