"""How much fits on a card of fixed size: text measured in lines, and a card's parts laid on one card after the other.

Measured with a margin. That nothing leaves its card is seen once more on the laid-out paper (``data-frame``).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

_WIDE = frozenset("WFA")  # East Asian width: kanji, kana and what is as wide as they are
_NARROW = 0.62  # of the type size: the widest of our Latin letters on average, capitals counted in


class Piece(Protocol):
    """A part of a card that stays whole."""

    @property
    def lines(self) -> int:
        """How many lines it takes."""


P = TypeVar("P", bound=Piece)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes that are ``width`` type sizes wide; at least one."""
    wide = sum(1.0 if unicodedata.east_asian_width(sign) in _WIDE else _NARROW for sign in text)
    return max(1, math.ceil(wide / width))


def laid_out(pieces: Iterable[P], room: int) -> tuple[tuple[P, ...], ...]:
    """The pieces in order on cards of ``room`` lines; one that is larger than a card has a card of its own."""
    cards: list[list[P]] = [[]]
    for piece in pieces:
        if cards[-1] and _filled(cards[-1]) + piece.lines > room:
            cards.append([])
        cards[-1].append(piece)
    return tuple(tuple(card) for card in cards if card)


def _filled(card: Sequence[Piece]) -> int:
    return sum(piece.lines for piece in card)
