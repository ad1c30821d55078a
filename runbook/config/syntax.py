"""YAML that cannot be parsed: the cause in the writer's terms, not the parser's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runbook.config.source import Span

if TYPE_CHECKING:
    from yaml.error import Mark, MarkedYAMLError

    from runbook.config.source import ConfigSource
    from runbook.errors import Problem

FULL_WIDTH_COLON = re.compile(r"^\s*(?:- +)?[\w.-]+(：|:\u3000)")
_BRACES = re.compile(r"(?:^|[:\-,\[]\s+)(\{[{%#])")
_TAB = re.compile(r"^ *(\t)")


def full_width_separator(text: str) -> bool:
    """Whether a text is a key and value written with a full-width colon or space: 名前：山田."""
    return FULL_WIDTH_COLON.match(text) is not None


def syntax_problem(source: ConfigSource, error: MarkedYAMLError) -> Problem:
    """The problem behind a parser error: the first line near it with a known slip, else the parser's own place."""
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
