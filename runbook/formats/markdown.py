"""Markdown: one file per sheet, as GitHub, MkDocs and Zensical show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.sheets.markdown_pages import linked_sheets

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates


def encode(sets: Sequence[SheetSet[MarkedSheet]], _: Templates) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.md`` for every sheet."""
    for one in sets:
        for sheet, text in linked_sheets(one):
            yield f"{one.language}/{sheet.name}.md", text.encode()
