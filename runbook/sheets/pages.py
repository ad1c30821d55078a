"""Whole HTML pages: page shells and stylesheets around finished sheets, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.sheets.rendering import finished
from runbook.sheets.sets import MarkedSheet, SheetSet, set_title

if TYPE_CHECKING:
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML file to be: finished sections, links above them, and the stylesheets it carries."""

    title: str
    body: str
    links: tuple[tuple[str, str], ...] = ()
    styles: tuple[str, ...] = ("base.css", "screen.css")
    page_size: str = ""


def html_page(page: Page, view: View, templates: Templates) -> str:
    """The file, self-contained."""
    styles = [templates.css(name) for name in page.styles]
    if page.page_size:
        styles.append(
            finished(f"@page {{ size: {page.page_size}; }} @page wide {{ size: {page.page_size} landscape; }}")
        )
    return templates.renderer.render(
        "page/page.html.j2",
        "html",
        view,
        title=page.title,
        body=finished(page.body),
        css=styles,
        links=page.links,
    ).text


def paper_page(sheet: MarkedSheet, view: View, templates: Templates) -> str:
    """The HTML of one sheet for the PDF engine."""
    page = Page(
        title=f"{sheet.title} – {set_title(view)}",
        body=sheet.section.text,
        styles=("base.css", "paper.css"),
        page_size=view.organisation.paper,
    )
    return html_page(page, view, templates)


def index_page(sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates) -> str:
    """The page that leads to every sheet in every language and format."""
    first = sets[0]
    body = "\n".join(
        templates.renderer.render("page/index.html.j2", "html", one.view, sheets=one.sheets, formats=list(formats)).text
        for one in sets
    )
    return html_page(Page(first.title, body), first.view, templates)
