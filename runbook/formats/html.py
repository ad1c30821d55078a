"""HTML: one self-contained file per sheet, and the bound runbook of each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.sheets.destinations import Destinations, on_its_own_page, on_the_bound_page
from runbook.sheets.forms import form_of, is_form
from runbook.sheets.pages import Page, html_page
from runbook.sheets.screen import on_screen, step_numbers
from runbook.sheets.ways import ways_from_sheet, ways_on_bound_page

if TYPE_CHECKING:
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates


def encode(sets: Sequence[SheetSet[MarkedSheet]], templates: Templates) -> Iterator[tuple[str, bytes]]:
    """``<language>/<nr>-<slug>.html`` for every sheet, and ``<language>/runbook.html``."""
    for one in sets:
        sections = _sections(one)
        for sheet, section in zip(one, sections, strict=True):
            yield f"{sheet.name}.html", _sheet_page(sheet, section, one, templates).encode()
        yield f"{one.language}/runbook.html", _bound_page(one, sections, templates).encode()


def _sections(of: SheetSet[MarkedSheet]) -> list[str]:
    """Every sheet as it stands on a screen, its links not settled yet."""
    sheets = tuple(sheet.sheet for sheet in of)
    lines = {sheet.sheet.name: step_numbers(sheet.section.text) for sheet in of}
    destinations = Destinations(of.view, sheets, lines)
    return [on_screen(sheet.section.text, sheet.sheet, destinations) for sheet in of]


def _sheet_page(sheet: MarkedSheet, section: str, of: SheetSet[MarkedSheet], templates: Templates) -> str:
    ways = ways_from_sheet(sheet, of, templates.language_names)
    form = form_of(sheet, of.view) if is_form(section) else ""
    page = Page(f"{sheet.title} – {of.title}", on_its_own_page(section, sheet.sheet), ways, form=form)
    return html_page(page, of.view, templates)


def _bound_page(of: SheetSet[MarkedSheet], sections: Sequence[str], templates: Templates) -> str:
    sheets = [sheet.sheet for sheet in of]
    body = "\n".join(on_the_bound_page(section, sheets) for section in sections)
    return html_page(Page(of.title, body, ways_on_bound_page(of, templates.language_names)), of.view, templates)
