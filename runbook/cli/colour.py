"""Colour for a terminal: what kind of line it is. Nothing is said by colour alone, so nothing is lost without it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_RED, _YELLOW, _BLUE, _GREEN, _END = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[32m", "\x1b[0m"
_SEVERITIES = {"error": _RED, "warning": _YELLOW, "info": _BLUE}
_CARET = re.compile(r"^ +\| +\^+$")
_REMEDY = "  → "


def has_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a stream gets colour: a terminal that knows it, and nobody who said NO_COLOR (no-color.org)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM", "dumb") != "dumb"


def painted(line: str, language: Language) -> str:
    """A finished line: carets, what to write instead, and how grave a finding is."""
    if _CARET.match(line):
        return f"{_RED}{line}{_END}"
    if line.startswith(_REMEDY):
        return f"{_GREEN}{line}{_END}"
    for severity, colour in _SEVERITIES.items():
        word = language.words(f"checks.severity.{severity}")
        before, mark, after = line.partition(f": {word} [")
        if mark:
            return f"{before}: {colour}{word}{_END} [{after}"
    return line
