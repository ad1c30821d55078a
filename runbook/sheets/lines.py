"""The words of a finished sheet without markup: what its code is the fingerprint of, and what editions are compared by.

Taken from the sheet's HTML. The foot of the page and whatever carries ``data-edition`` (dates of issue, revisions, tool
version) are no words of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runbook.sheets.markup import Tag, read_markup

_KINDS = {"h1": "h1", "h2": "h2", "h3": "h3", "li": "li", "pre": "pre", "header": "head"}
_BLOCKS = frozenset({*_KINDS, "p", "div", "section", "ul", "table", "thead", "tbody", "tr"})
_VOID = frozenset({"br", "col", "meta", "link", "img"})
_SILENT = frozenset({"svg", "style", "title"})
_CELLS = frozenset({"td", "th"})
ROW = "tr"
PARAGRAPH = "p"


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a sheet: a heading, a paragraph, or the cells of a table row."""

    kind: str
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join(cell for cell in self.cells if cell)

    def written(self) -> str:
        """The line as one text; ``read_line`` reads it."""
        return f"{self.kind} " + "\t".join(self.cells)


def read_line(written: str) -> Line:
    """The line that was ``written``."""
    kind, _, cells = written.partition(" ")
    return Line(kind, tuple(cells.split("\t")))


def wording(html: str) -> tuple[Line, ...]:
    """The words of a sheet from its finished HTML, block by block."""
    reader = _LineReader()
    read_markup(html, reader)
    reader.end_line()
    return tuple(reader.lines)


def words_of(lines: Sequence[Line]) -> str:
    """The words alone, as the code sees them."""
    return "\n".join(line.words for line in lines)


class _LineReader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open: list[str] = []
        self._silent_from: int | None = None
        self._kind = PARAGRAPH
        self._cells: list[str] | None = None
        self._text: list[str] = []

    def start(self, tag: Tag) -> None:
        """An element starts."""
        name = tag.name
        if name in _VOID:
            self._text.append(" ")
            return
        self._open.append(name)
        if self._silent_from is not None:
            return
        if name in _SILENT or "data-edition" in tag.attributes or "sheet-foot" in tag.classes:
            self._silent_from = len(self._open)
        elif name == ROW:
            self.end_line()
            self._kind, self._cells = ROW, []
        elif name in _CELLS:
            self._text.clear()
        elif name in _BLOCKS:
            self._block(_KINDS.get(name))

    def end(self, name: str) -> None:
        """An element ends."""
        while self._open and self._open.pop() != name:  # what HTML lets one leave open
            pass
        if self._silent_from is not None:
            if len(self._open) < self._silent_from:
                self._silent_from = None
        elif name in _CELLS and self._cells is not None:
            self._cells.append(self._taken())
        elif name in _BLOCKS:
            self._block(None)

    def words(self, text: str) -> None:
        """Words between two tags."""
        if self._silent_from is None:
            self._text.append(text)

    def end_line(self) -> None:
        """Finish the line that is being read."""
        cells = tuple(self._cells) if self._cells is not None else (self._taken(),)
        if any(cells):
            self.lines.append(Line(self._kind, cells))
        self._kind, self._cells = PARAGRAPH, None

    def _block(self, kind: str | None) -> None:
        """A block begins or ends: a new line, unless it stands in a cell of a table or in the running head."""
        inside = self._kind == "head" and kind is None and "header" in self._open
        if (self._cells is not None and ROW in self._open) or inside:
            self._text.append(" ")
            return
        self.end_line()
        self._kind = kind or PARAGRAPH

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        return text
