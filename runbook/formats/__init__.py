"""The formats of the output. A format turns finished sets into files: path in the output folder, and bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.formats import html, markdown, pdf
from runbook.sheets.markdown_pages import INDEX, markdown_index
from runbook.sheets.pages import index_page

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


def text_files(sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates) -> dict[str, bytes]:
    """All files of text by path, and the index of each format that has one."""
    files = {path: content for name in formats if name in TEXTS for path, content in TEXTS[name](sets, templates)}
    if "md" in formats:
        files[INDEX] = markdown_index(sets, templates).encode()
    if "html" in formats:
        files["index.html"] = index_page(sets, formats, templates).encode()
    return files


def paper_files(
    sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates, cache: PaperCache
) -> dict[str, bytes]:
    """All files of paper by path; errors as from the formats."""
    return {
        path: content for name in formats if name in PAPERS for path, content in PAPERS[name](sets, templates, cache)
    }
