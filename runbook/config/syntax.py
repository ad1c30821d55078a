"""YAML that cannot be parsed: the cause in the writer's terms, not the parser's."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from runbook.config.mended import mended_line
from runbook.config.source import Span

if TYPE_CHECKING:
    from yaml.error import Mark, MarkedYAMLError

    from runbook.config.source import ConfigSource
    from runbook.errors import Problem

FULL_WIDTH_COLON = re.compile(r"^\s*(?:- +)?[\w.-]+(：|:\u3000)")
_BRACES = re.compile(r"(?:^|[:\-,\[]\s+)(\{[{%#])")
_NEAR = 6  # lines from where the parser began with what it could not end
_TAB = re.compile(r"^ *(\t)")


def full_width_separator(text: str) -> bool:
    """Whether a text is a key and value written with a full-width colon or space: 名前：山田."""
    return FULL_WIDTH_COLON.match(text) is not None


def syntax_problem(source: ConfigSource, error: MarkedYAMLError) -> Problem:
    """The problem behind a parser error, with the line to write if one slip explains it and the line may be shown."""
    problem = _cause(source, error)
    if problem.rule in ("yaml-alias", "yaml-braces"):  # meant as it is written, and not possible here
        return problem
    plain = replace(problem, values=(*problem.values, ("line", "")))
    start, end = _place(source, error.context_mark or error.problem_mark).line, _place(source, error.problem_mark).line
    near = (problem.line, end, max(1, end - 1), start, *range(start, min(end, start + _NEAR)))
    found = mended_line(source.lines, dict.fromkeys(near), end)
    if found is None:
        return plain
    number, line = found
    at = Span(number, len(line) - len(line.lstrip()) + 1)
    if number == problem.line:
        at = Span(number, problem.column, problem.width)
    shown = source.problem(problem.rule, at, values=(*problem.values, ("line", line)))
    return shown if shown.source and ("line", line) in shown.values else plain


def _cause(source: ConfigSource, error: MarkedYAMLError) -> Problem:
    """The first line near the error with a known slip, else the parser's own place."""
    end = _place(source, error.problem_mark or error.context_mark)
    start = _place(source, error.context_mark or error.problem_mark)
    reason = error.problem or ""
    for number in dict.fromkeys((end.line, max(1, end.line - 1), *range(start.line, end.line + 1))):
        for rule, pattern in (("yaml-tab", _TAB), ("yaml-full-width", FULL_WIDTH_COLON), ("yaml-braces", _BRACES)):
            if match := pattern.search(source.lines[number - 1]):
                return source.problem(rule, Span(number, match.start(1) + 1, len(match[1])))
    if error.context in ("while scanning an alias", "while scanning an anchor"):
        return source.problem("yaml-alias", start)
    if "cannot start any token" in reason:
        return source.problem("yaml-quote", end)
    if "end of stream" in reason or "expected <document start>" in reason:
        return source.problem("yaml-unclosed", start)
    return source.problem("yaml-syntax", end, values=(("reason", reason),))


def _place(source: ConfigSource, mark: Mark | None) -> Span:
    """The place of a parser's mark, within the file."""
    if mark is None:
        return Span(1, 1)
    return Span(min(mark.line + 1, len(source.lines)), mark.column + 1)
