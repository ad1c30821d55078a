"""Whole HTML pages: page shells and stylesheets around finished sheets, for the screen and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from runbook.organisation.numbers import telephone_address
from runbook.sheets.contents import by_question
from runbook.sheets.forms import as_script
from runbook.sheets.line_ends import kept_together
from runbook.sheets.look import FORM, form_script, our_script
from runbook.sheets.policy import content_policy
from runbook.sheets.rendering import finished
from runbook.sheets.screen import headings, named_cells, steps
from runbook.sheets.sets import MarkedSheet, SheetSet, set_title
from runbook.sheets.ways import Ways, ways_on_start_page

if TYPE_CHECKING:
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View

_ACCENT = ".cover-company { border-bottom: 0.9mm solid COLOUR; } .sheet-head { border-bottom-color: COLOUR; }"
_STYLE = re.compile(r' style="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML file to be: finished sections, what stands around them on a screen, the stylesheets it carries.

    ``search_list`` is the finished list of all that the search finds, on the page where it finds everything; ``form``
    is what `form_of` tells the script of a sheet that is filled in.
    """

    title: str
    body: str
    ways: Ways | None = None
    styles: tuple[str, ...] = ()
    page_size: str = ""
    accent: str = ""
    search_list: str = ""
    form: str = ""


def html_page(page: Page, view: View, templates: Templates) -> str:
    """The file, self-contained. Without stylesheets of its own it wears those of the screen."""
    worn = page.styles or (*templates.screen_styles, *([FORM] if page.form else []))
    styles = [templates.css(name) for name in worn]
    if page.page_size:
        styles.append(
            finished(f"@page {{ size: {page.page_size}; }} @page wide {{ size: {page.page_size} landscape; }}")
        )
    if page.accent:
        styles.append(finished(_ACCENT.replace("COLOUR", page.accent)))
    scripts = [*([our_script()] if page.ways else []), *([form_script()] if page.form else [])]
    attributes = map(unescape, _STYLE.findall(page.body))
    return templates.renderer.render(
        "page/page.html.j2",
        "html",
        view,
        title=page.title,
        body=finished(page.body),
        css=styles,
        ways=page.ways,
        scripts=[finished(script) for script in scripts],
        search_list=finished(page.search_list),
        form=finished(page.form),
        policy=content_policy(styles, attributes, scripts),
    ).text


def paper_page(sheet: MarkedSheet, view: View, templates: Templates) -> str:
    """The HTML of one sheet for the PDF engine."""
    return on_paper(f"{sheet.title} – {set_title(view)}", sheet.section.text, view, templates)


def on_paper(title: str, body: str, view: View, templates: Templates) -> str:
    """The HTML of a finished section for the PDF engine."""
    page = Page(
        title,
        kept_together(body),
        styles=("base.css", "paper.css", "cover.css"),
        page_size=view.organisation.paper,
        accent=view.organisation.look.accent or "",
    )
    return html_page(page, view, templates)


def index_page(sets: Sequence[SheetSet[MarkedSheet]], formats: Sequence[str], templates: Templates) -> str:
    """The start page: from it one reaches every sheet in every language and format, and finds every step."""
    first = sets[0]
    body = "\n".join(named_cells(_start(one, formats, templates)) for one in sets)
    ways = ways_on_start_page(sets, templates.language_names)
    page = Page(first.title, body, ways, search_list=_search_list(sets))
    return html_page(page, first.view, templates)


def _start(one: SheetSet[MarkedSheet], formats: Sequence[str], templates: Templates) -> str:
    return templates.renderer.render(
        "page/index.html.j2",
        "html",
        one.view,
        sheets=one.sheets,
        questions=by_question([sheet.sheet for sheet in one]),
        formats=list(formats),
        telephone_address=telephone_address,
    ).text


def _search_list(sets: Sequence[SheetSet[MarkedSheet]]) -> str:
    """What the script searches: for each sheet its page, its title, and places with their words; no markup in it."""
    listed = [[f"{sheet.name}.html", sheet.sheet.anchor, sheet.title, *_places(sheet)] for one in sets for sheet in one]
    return as_script(listed)


def _places(sheet: MarkedSheet) -> Iterator[list[str]]:
    """The number of each heading and step, then its words in pieces."""
    yield from ([number, words] for number, words in headings(sheet.section.text))
    yield from ([number, *words] for number, words in steps(sheet.section.text))
