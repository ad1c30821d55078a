"""Which characters the shipped fonts can draw; what they cannot is refused before any paper is made.

A missing glyph prints as a crossed box while the text layer of the PDF still holds the right character, so no later
check on text can find it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from runbook.text.characters import without_variation_selectors

if TYPE_CHECKING:
    from pathlib import Path

_NOT_DRAWN = frozenset("\n\r\t ")


@cache
def coverage(fonts: Path) -> frozenset[int]:
    """Code points that at least one shipped font can draw; FileNotFoundError if the folder does not say.

    They stand as ranges in ``coverage.txt`` beside the fonts, because reading them out of 20 MB of fonts takes longer
    than everything else that ``runbook check`` does. A test holds the file to the fonts.
    """
    covered: set[int] = set()
    for line in (fonts / "coverage.txt").read_text("ascii").splitlines():
        first, _, last = line.partition("-")
        covered.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(covered)


def missing_glyphs(text: str, covered: frozenset[int]) -> list[str]:
    """Characters of a text that no font can draw, each once, in order. A variant is drawn as its base glyph."""
    drawn = without_variation_selectors(text)
    return list(dict.fromkeys(c for c in drawn if ord(c) not in covered and c not in _NOT_DRAWN))
