"""PDF: every sheet on its own, and the bound runbook of each language made of the same pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.paper import Binding, PaperSheet, print_sheets
from runbook.sheets.pages import by_language, paper_page, set_title

if TYPE_CHECKING:
    from runbook.sheets.pages import PrintedSheet, Stationery


def encode(sheets: Sequence[PrintedSheet], stationery: Stationery, formats: Sequence[str]) -> Mapping[str, bytes]:  # noqa: ARG001  same shape for every format
    """``<language>/<nr>-<slug>.pdf`` and ``<language>/runbook.pdf``; RenderingRefusedError unless all text arrived."""
    papers = print_sheets(
        [PaperSheet(sheet.name, paper_page(sheet, stationery), sheet.texts) for sheet in sheets],
        [
            Binding(f"{code}/runbook", set_title(group[0].view), code, tuple(sheet.name for sheet in group))
            for code, group in by_language(sheets).items()
        ],
    )
    return {f"{name}.pdf": paper.pdf for name, paper in papers.items()}
