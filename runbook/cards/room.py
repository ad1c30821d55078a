"""How much fits on a card of fixed size: text measured before it is laid out, and parts laid on card after card.

Measured with a margin. That nothing leaves its card is seen once more on the laid-out paper (``data-frame``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol, TypeVar

_WORDS = re.compile(r"[\u2e80-\uffef]\s*|[^\s\u2e80-\uffef]+\s*")  # lines of kanji and kana break anywhere
_WIDE = frozenset("WFA")  # East Asian width: kanji, kana and what is as wide as they are
# In type sizes, as our font has them on average: a space, a digit or capital, any other letter or sign.
_SPACE, _TALL, _SMALL = 0.35, 0.7, 0.58


class Piece(Protocol):
    """A part of a card that stays whole."""

    @property
    def height(self) -> float:
        """In points."""


P = TypeVar("P", bound=Piece)


def ems(text: str) -> float:
    """How wide a text is, in type sizes."""
    return sum(map(_em, text))


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes that are ``width`` type sizes wide, at least one; words are broken if they must."""
    lines, used = 1, 0.0
    for word in _WORDS.findall(text):
        whole = ems(word.rstrip())
        if used and used + whole > width:
            lines, used = lines + 1, 0.0
        while whole > width:
            lines, whole = lines + 1, whole - width
        used += whole + ems(word) - ems(word.rstrip())
    return lines


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 1.0
    if sign.isspace():
        return _SPACE
    return _TALL if sign.isdigit() or sign.isupper() else _SMALL


def laid_out(pieces: Iterable[P], room: float) -> tuple[tuple[P, ...], ...]:
    """The pieces in order on cards with ``room`` points; one that is higher than a card has a card of its own."""
    cards: list[list[P]] = []
    left = 0.0
    for piece in pieces:
        if not cards or piece.height > left:
            cards.append([])
            left = room
        cards[-1].append(piece)
        left -= piece.height
    return tuple(map(tuple, cards))
