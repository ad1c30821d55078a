"""A rule for secrets: what it looks at, and the judge who says whether that is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from runbook.text.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Rule:
    """A form that secrets have. ``name`` is the rule of the message.

    The pattern is tried where one of the ``heads`` (lower case) begins, or everywhere if it has none. A hit counts if
    ``is_secret`` says so.
    """

    name: str
    pattern: Pattern
    is_secret: Callable[[re.Match[str]], bool] = bool
    heads: tuple[str, ...] = ()

    def matches(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """Every place of a text that is one; ``lower`` is the text in lower case, as long as the text."""
        return self._at_heads(text, lower) if self.heads else filter(self.is_secret, self.pattern.finditer(text))

    def _at_heads(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """A hit is not looked into again, so that a long row of the same kind takes no square of its length."""
        for head in self.heads:
            place = lower.find(head)
            while place >= 0:
                after = place + 1
                if (match := self.pattern.match(text, place)) and self.is_secret(match):
                    yield match
                    after = max(after, match.end())
                place = lower.find(head, after)
