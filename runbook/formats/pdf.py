"""PDF: every sheet on its own, and the bound runbook of each language made of the same pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.paper import Binding, PaperCache, PaperSheet, print_sheets
from runbook.sheets.pages import paper_page

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates


def encode(
    sets: Sequence[SheetSet[MarkedSheet]], templates: Templates, cache: PaperCache
) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.pdf`` and ``<language>/runbook.pdf``; RenderingRefusedError unless all text arrived."""
    papers = print_sheets(
        [
            PaperSheet(str(sheet.name), paper_page(sheet, one.view, templates), sheet.texts)
            for one in sets
            for sheet in one
        ],
        [
            Binding(f"{one.language}/runbook", one.title, one.language, tuple(str(sheet.name) for sheet in one))
            for one in sets
        ],
        cache=cache,
    )
    yield from ((f"{name}.pdf", paper.pdf) for name, paper in papers.items())
