"""Whole HTML pages: page shells and stylesheets around finished sheets, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.sheets.rendering import Renderer, finished
from runbook.sheets.sets import MarkedSheet, SheetSet, set_title

if TYPE_CHECKING:
    from markupsafe import Markup

    from runbook.knowledge.loading import Knowledge
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates and stylesheets, own ones first, and what each language calls itself."""

    renderer: Renderer
    folders: tuple[Path, ...]
    language_names: Mapping[str, str]

    @classmethod
    def of(cls, knowledge: Knowledge, own: Path | None) -> Templates:
        """The shipped templates, with the folder of own ones laid over them."""
        folders = (*([own] if own else ()), knowledge.folder)
        names = {code: knowledge.language(code).words("labels.name") for code in knowledge.languages}
        return cls(Renderer(folders), folders, names)

    def css(self, name: str) -> Markup:
        """A stylesheet of ``templates/page``."""
        path = next(path for folder in self.folders if (path := folder / "page" / name).is_file())
        return finished(path.read_text("utf-8").strip())


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
