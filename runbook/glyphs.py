"""Which characters the shipped fonts can draw; what they cannot is refused before any paper is made.

A missing glyph prints as a crossed box while the text layer of the PDF still holds the right character, so no later
check on text can find it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from runbook.characters import without_variation_selectors

if TYPE_CHECKING:
    from pathlib import Path

_NOT_DRAWN = frozenset("\n\r\t ")


@cache
def coverage(fonts: Path) -> frozenset[int]:
    """Code points that at least one TrueType font in the folder can draw; FileNotFoundError if it holds none."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  heavy for the start

    covered: set[int] = set()
    files = sorted(fonts.glob("*.ttf"))
    if not files:
        raise FileNotFoundError(fonts)
    for path in files:
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    return frozenset(covered)


def missing_glyphs(text: str, covered: frozenset[int]) -> list[str]:
    """Characters of a text that no font can draw, each once, in order. A variant is drawn as its base glyph."""
    drawn = without_variation_selectors(text)
    return list(dict.fromkeys(c for c in drawn if ord(c) not in covered and c not in _NOT_DRAWN))
