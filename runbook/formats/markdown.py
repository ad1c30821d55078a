"""Markdown: one file per sheet, as GitHub shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates


def encode(sets: Sequence[SheetSet[MarkedSheet]], _: Templates) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.md`` for every sheet."""
    yield from ((f"{sheet.name}.md", sheet.markdown.encode()) for one in sets for sheet in one)
