"""YAML that cannot be parsed: the cause in the writer's terms, not the parser's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runbook.config.source import ConfigSource
    from runbook.errors import Problem

FULL_WIDTH_COLON = re.compile(r"^\s*(?:- +)?[\w.-]+(：|:\u3000)")
_BRACES = re.compile(r"(?:^|[:\-,\[]\s+)(\{[{%#])")
_TAB = re.compile(r"^ *(\t)")


def full_width_separator(text: str) -> bool:
    """Whether a text is a key and value written with a full-width colon or space: 名前：山田."""
    return FULL_WIDTH_COLON.match(text) is not None


def syntax_problem(source: ConfigSource, error: Any) -> Problem:
    """The problem behind a parser error: the first line near it with a known slip, else the parser's own place."""
    mark = error.problem_mark or error.context_mark
    first = (error.context_mark or mark).line
    line, column = mark.line, mark.column
    for number in dict.fromkeys((line, line - 1, *range(first, line + 1))):
        if not 0 <= number < len(source.lines):
            continue
        for rule, pattern in (("yaml-tab", _TAB), ("yaml-full-width", FULL_WIDTH_COLON), ("yaml-braces", _BRACES)):
            if match := pattern.search(source.lines[number]):
                start, end = match.span(1)
                return source.problem(rule, number + 1, start + 1, width=end - start)
    if error.context in ("while scanning an alias", "while scanning an anchor"):
        return source.problem("yaml-alias", first + 1, error.context_mark.column + 1)
    shown_line = min(line + 1, max(1, len(source.lines)))
    if "cannot start any token" in error.problem:
        return source.problem("yaml-quote", shown_line, column + 1)
    if "end of stream" in error.problem or "expected <document start>" in error.problem:
        return source.problem("yaml-unclosed", first + 1, (error.context_mark or mark).column + 1)
    return source.problem("yaml-syntax", shown_line, column + 1, values=(("reason", error.problem),))
