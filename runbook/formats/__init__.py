"""The formats of the output. A format turns printed sheets into files: path in the output folder to bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.formats import html, markdown, pdf

if TYPE_CHECKING:
    from runbook.sheets.pages import PrintedSheet, Stationery

Encode = Callable[["Sequence[PrintedSheet]", "Stationery", "Sequence[str]"], Mapping[str, bytes]]

FORMATS: Mapping[str, Encode] = {"md": markdown.encode, "html": html.encode, "pdf": pdf.encode}
