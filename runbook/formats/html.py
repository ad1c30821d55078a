"""HTML: one self-contained file per sheet, the bound runbook of each language, and the index of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.sheets.pages import Page, by_language, html_page, set_title

if TYPE_CHECKING:
    from runbook.sheets.pages import PrintedSheet, Stationery


def encode(sheets: Sequence[PrintedSheet], stationery: Stationery, formats: Sequence[str]) -> Mapping[str, bytes]:
    """``<language>/<nr>-<slug>.html``, ``<language>/runbook.html`` and ``index.html``, which leads to ``formats``."""
    files = {f"{sheet.name}.html": _sheet_page(sheet, stationery) for sheet in sheets}
    for code, group in by_language(sheets).items():
        files[f"{code}/runbook.html"] = _bound_page(group, stationery)
    files["index.html"] = _index_page(sheets, stationery, formats)
    return {path: page.encode() for path, page in files.items()}


def _sheet_page(sheet: PrintedSheet, stationery: Stationery) -> str:
    view = sheet.view
    links = [("../index.html", view.language.words("labels.page.home"))]
    links += [
        (f"../{other}/{sheet.sheet.name}.html", stationery.language_names[other])
        for other in view.organisation.languages
        if other != view.language.code
    ]
    page = Page(f"{sheet.title} – {set_title(view)}", sheet.section.text, tuple(links))
    return html_page(page, view, stationery)


def _bound_page(sheets: Sequence[PrintedSheet], stationery: Stationery) -> str:
    view = sheets[0].view
    links = [("../index.html", view.language.words("labels.page.home"))]
    links += [(f"#s{sheet.sheet.number}", sheet.title) for sheet in sheets]
    body = "\n".join(sheet.section.text for sheet in sheets)
    return html_page(Page(set_title(view), body, tuple(links)), view, stationery)


def _index_page(sheets: Sequence[PrintedSheet], stationery: Stationery, formats: Sequence[str]) -> str:
    first = sheets[0].view
    body = "\n".join(
        stationery.renderer.render(
            "page/index.html.j2", "html", group[0].view, sheets=group, formats=list(formats)
        ).text
        for group in by_language(sheets).values()
    )
    return html_page(Page(set_title(first), body), first, stationery)
