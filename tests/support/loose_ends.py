"""What is loose on printed pages: a heading at the end, next to nothing on a page, a line of one sign."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

_FOOT, _HEAD = 53.0, 46.0  # points at the ends of a page that hold the foot and the running head
_HEADING = 12.4  # points: the smallest size of a second heading
_POINTS = 0.75  # a CSS pixel, in which the engine states sizes
_FEWEST_LINES = 3
_FORM = 40  # frames that are drawn on a page with room to write in


class Kind(Enum):
    """What is loose."""

    HEADING = "ends with a heading"
    NOTHING = "has next to nothing"
    ONE_SIGN = "a line of one sign"


@dataclass(frozen=True, slots=True)
class Loose:
    """A loose end: on which page, what, and its words."""

    page: str
    kind: Kind
    words: str

    def __str__(self) -> str:
        """All of it in one line."""
        return f"{self.page} {self.kind.value}: {self.words}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: its place in points from the bottom left, its words, its size."""

    left: float
    bottom: float
    right: float
    words: str
    size: float


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines between head and foot, from the top; words of two columns are lines of their own."""
    text, height = page.get_textpage(), page.get_height()
    found: list[Line] = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        if not words or bottom < _FOOT or top > height - _HEAD:
            continue
        at = pdfium.FPDFText_GetCharIndexAtPos(text, left + 2, (bottom + top) / 2, 4, 4)
        size = pdfium.FPDFText_GetFontSize(text, at) * _POINTS if at >= 0 else 0.0
        before = found[-1] if found else None
        if before and abs(before.bottom - bottom) < 4 and -2 <= left - before.right < 10:
            found[-1] = Line(
                before.left, min(bottom, before.bottom), right, before.words + words, max(size, before.size)
            )
        else:
            found.append(Line(left, bottom, right, words, size))
    return sorted(found, key=lambda line: (-line.bottom, line.left))


def loose_ends_of(pdf: Path) -> Iterator[Loose]:
    """Each loose end of a sheet. A last page may be short, and one with a form may have few words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            lines = lines_of(page)
            where = f"{pdf.parent.name}/{pdf.stem} {number}/{len(document)}"
            if lines and lines[-1].size >= _HEADING and number < len(document):
                yield Loose(where, Kind.HEADING, lines[-1].words)
            rows = {round(line.bottom / 6) for line in lines}
            frames = sum(1 for each in page.get_objects() if each.type == pdfium.FPDF_PAGEOBJ_PATH)
            if number > 1 and len(rows) < _FEWEST_LINES and frames < _FORM:
                yield Loose(where, Kind.NOTHING, " / ".join(line.words for line in lines))
            yield from (Loose(where, Kind.ONE_SIGN, f"{above.words} / {line.words}") for above, line in _single(lines))
    finally:
        document.close()


def _single(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines of one Japanese letter below a line of several with the same edge."""
    for line in lines:
        letters = [sign for sign in line.words if unicodedata.category(sign) == "Lo"]
        if len(letters) != 1 or any(sign.isascii() for sign in line.words):
            continue
        above = [
            each
            for each in lines
            if abs(each.left - line.left) < 2 and 0 < each.bottom - line.bottom < 2 * max(line.size, 8)
        ]
        if above and len(above[-1].words) > 2 and above[-1].right > line.right + line.size:
            yield above[-1], line
