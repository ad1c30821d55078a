"""HTML: one self-contained file per sheet, and the bound runbook of each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.sheets.pages import Page, html_page

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates


def encode(sets: Sequence[SheetSet[MarkedSheet]], templates: Templates) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.html`` for every sheet, and ``<language>/runbook.html``."""
    for one in sets:
        for sheet in one:
            yield f"{sheet.name}.html", _sheet_page(sheet, one, templates).encode()
        yield f"{one.language}/runbook.html", _bound_page(one, templates).encode()


def _sheet_page(sheet: MarkedSheet, of: SheetSet[MarkedSheet], templates: Templates) -> str:
    view = of.view
    links = [("../index.html", view.language.words("labels.page.home"))]
    links += [
        (f"../{other}/{sheet.sheet.name}.html", templates.language_names[other])
        for other in view.organisation.languages
        if other != of.language
    ]
    return html_page(Page(f"{sheet.title} – {of.title}", sheet.section.text, tuple(links)), view, templates)


def _bound_page(sheets: SheetSet[MarkedSheet], templates: Templates) -> str:
    view = sheets.view
    links = [("../index.html", view.language.words("labels.page.home"))]
    links += [(f"#{sheet.sheet.anchor}", sheet.title) for sheet in sheets]
    body = "\n".join(sheet.section.text for sheet in sheets)
    return html_page(Page(sheets.title, body, tuple(links)), view, templates)
