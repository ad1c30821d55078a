"""The formats of the output. A format turns finished sets into files: path in the output folder, and bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.formats import html, markdown, pdf

if TYPE_CHECKING:
    from runbook.paper import PaperCache
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates

Encode = Callable[["Sequence[SheetSet[MarkedSheet]]", "Templates"], "Iterator[tuple[str, bytes]]"]
Print = Callable[["Sequence[SheetSet[MarkedSheet]]", "Templates", "PaperCache"], "Iterator[tuple[str, bytes]]"]

# Texts pass the gate before any paper is made of them.
TEXTS: Mapping[str, Encode] = {"md": markdown.encode, "html": html.encode}
PAPERS: Mapping[str, Print] = {"pdf": pdf.encode}
FORMATS = (*TEXTS, *PAPERS)
