"""Short words drawn as outlines of our own fonts: what is stamped on pages that are laid out already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from runbook.resources import fonts_dir

# The faces of the foot that the words stand in, in their order. The Latin of the second leaves p and g hardly a tail.
_FILES = ("IBMPlexSansCondensed-Bold.ttf", "BIZUDPGothic-Bold.ttf")

# The library has no types; the names say what is meant.
_Font = Any
_Point = tuple[float, float]


def drawn(text: str, left: float, baseline: float, size: float) -> tuple[bytes, float]:
    """Operators of PDF that fill the text from ``left`` on, and its width; all in points."""
    faces = [_face(fonts_dir() / file) for file in _FILES]
    operators: list[str] = []
    across = left
    for character in text:
        face = next((face for face in faces if ord(character) in face.names), None)
        if face is None:  # the whole page says the same in words that are checked
            continue
        name = face.names[ord(character)]
        pen = _outline_pen(face.glyphs, across, baseline, size * face.scale)
        face.glyphs[name].draw(pen)
        operators += pen.operators
        across += face.font["hmtx"][name][0] * size * face.scale
    return "\n".join([*operators, "f"]).encode(), across - left


def width(text: str, size: float) -> float:
    """The width of a text in points."""
    return drawn(text, 0, 0, size)[1]


@dataclass(frozen=True, slots=True)
class _Face:
    """A font that is open: its glyphs, their names by character, and what a unit of it is of the size."""

    font: _Font
    names: dict[int, str]
    glyphs: _Font
    scale: float


@cache
def _face(path: Path) -> _Face:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  heavy for the command line

    font = TTFont(path, lazy=True)
    return _Face(font, font.getBestCmap(), font.getGlyphSet(), 1 / font["head"].unitsPerEm)


def _outline_pen(glyphs: _Font, left: float, baseline: float, scale: float) -> Any:  # noqa: ANN401  no types
    from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]  # noqa: PLC0415  as above

    class OutlinePen(BasePen):  # type: ignore[misc]  # no types
        """Writes the outline of a glyph; the base makes cubic curves of the quadratic ones."""

        def __init__(self) -> None:
            super().__init__(glyphs)
            self.operators: list[str] = []

        def _write(self, operator: str, *points: _Point) -> None:
            self.operators.append(" ".join([*_numbers(points, left, baseline, scale), operator]))

        def _moveTo(self, point: _Point) -> None:  # noqa: N802  the base calls it so
            self._write("m", point)

        def _lineTo(self, point: _Point) -> None:  # noqa: N802  as above
            self._write("l", point)

        def _curveToOne(self, one: _Point, two: _Point, end: _Point) -> None:  # noqa: N802  as above
            self._write("c", one, two, end)

        def _closePath(self) -> None:  # noqa: N802  as above
            self._write("h")

    return OutlinePen()


def _numbers(points: tuple[_Point, ...], left: float, baseline: float, scale: float) -> Iterator[str]:
    for across, up in points:
        yield f"{left + across * scale:.2f}"
        yield f"{baseline + up * scale:.2f}"
