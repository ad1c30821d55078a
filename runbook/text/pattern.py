"""A pattern that is compiled when it is first tried: a run that never meets its head does not pay for it.

The rules for secrets have a hundred patterns of many words; to compile all takes a seventh of `runbook check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """A regular expression with the flags of `re`; re.error, if it is none, when it is first tried."""

    def __init__(self, text: str, flags: int = 0) -> None:
        """As for ``re.compile``."""
        self._text, self._flags = text, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern as `re` has it."""
        return re.compile(self._text, self._flags)

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """The match that begins at a place."""
        return self.compiled.match(text, place)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is the whole text."""
        return self.compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match."""
        return self.compiled.finditer(text)
