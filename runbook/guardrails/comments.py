"""Sentences as lines of a comment, in whatever the file is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from runbook.text.characters import visible

WIDTH = 110
"""Columns of a line; a word that is longer stands whole on a line of its own."""

# A word, with what must not be parted from it: Latin letters stay together, other signs may each begin a line.
_OPENING, _CLOSING = r"[（「『【]", r"[、。，）」』】：；？！…ー・]"
_PARTS = re.compile(rf"{_OPENING}*(?:[!-~]+|[^\s]){_CLOSING}*|\s+")


def comment(sentence: str, mark: str, bullet: str = "") -> Iterator[str]:
    """The lines of a sentence behind ``mark`` ("#", "--"); before the first stands ``bullet``, before others blanks.

    Whatever stands in the sentence, no line lacks the mark: a line break in it is a blank.
    """
    line = f"{mark} {bullet}"
    start = f"{mark} {' ' * len(bullet)}"
    for part in _PARTS.findall(visible(sentence, kept="\t\n\r")):
        blank = part.isspace()
        if _columns(line) + _columns(part) > WIDTH and not blank and line.strip() != f"{mark} {bullet}".strip():
            yield line.rstrip()
            line = start
        line += " " if blank and not line.endswith(" ") else "" if blank else part
    yield line.rstrip()


def command_lines(command: str, mark: str, indent: str = "") -> Iterator[str]:
    """A command in a comment, never broken: it is copied."""
    yield f"{mark} {indent}{visible(command)}"


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
