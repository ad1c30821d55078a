"""Markdown: one file per sheet, as GitHub shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.sheets.pages import PrintedSheet, Stationery


def encode(sheets: Sequence[PrintedSheet], stationery: Stationery, formats: Sequence[str]) -> Mapping[str, bytes]:  # noqa: ARG001  same shape for every format
    """``<language>/<nr>-<slug>.md`` for every sheet."""
    return {f"{sheet.name}.md": sheet.markdown.encode() for sheet in sheets}
