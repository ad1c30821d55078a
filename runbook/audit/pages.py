"""The pages of a bundle: index and timeline, as HTML and on paper, for the audience that the naming is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.audit.picture import picture_of
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.gate import check_files
from runbook.sheets.pages import Page, html_page
from runbook.sheets.rendering import Rendered, finished
from runbook.sheets.screen import named_cells

if TYPE_CHECKING:
    from runbook.audit.index_words import IndexWords
    from runbook.paper import PaperCache
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View

_STYLES = ("base.css", "paper.css")
_LINK_INSIDE = re.compile(r'<a href="(?![a-z]+:)[^"]*">(.*?)</a>', re.DOTALL)
"""A link to another file of the bundle: paper leads nowhere, and bears only the words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finished page in one language, ready for screen and paper; ``name`` is its path without ending: "ja/index"."""

    name: str
    title: str
    section: Rendered
    view: View


@dataclass(frozen=True, slots=True)
class Press:
    """What pages are made with: the templates, the organisation's own texts, earlier prints."""

    templates: Templates
    allowed: Sequence[str]
    cache: PaperCache

    def timeline(self, wording: IndexWords, view: View) -> Shown:
        """The timeline; RenderingRefusedError if its template is broken."""
        return self._page("timeline", wording, view, picture=picture_of(wording))

    def index(self, wording: IndexWords, view: View, files: Mapping[str, str]) -> Shown:
        """The index of these files, with their SHA-256 by path; RenderingRefusedError as above."""
        return self._page("index", wording, view, sections=wording.index(files))

    def printed(self, pages: Sequence[Shown]) -> Mapping[str, bytes]:
        """HTML and PDF of each by path; gated and read back as sheets are."""
        files = {f"{page.name}.html": self._screen(page).encode() for page in pages}
        check_files(files, self.allowed)
        sheets = [PaperSheet(page.name, self._paper(page), page.section.printed) for page in pages]
        papers = print_sheets(sheets, cache=self.cache)
        return files | {f"{name}.pdf": paper.pdf for name, paper in papers.items()}

    def _page(self, name: str, wording: IndexWords, view: View, **names: object) -> Shown:
        title, period = wording.say(f"{name}_title"), wording.facts.period
        audience = wording.say(f"audiences.{wording.naming.audience}")
        foot = wording.say("foot", first=period.first, last=period.last, audience=audience, tool=TOOL)
        body = self.templates.renderer.render(f"audit/{name}.j2", "html", view, **names)
        whole = self.templates.renderer.render(
            "audit/page.j2", "html", view, title=title, foot=foot, body=finished(body.text)
        )
        printed = tuple(dict.fromkeys(whole.printed + body.printed))
        company = view.organisation.company.name.in_language(view.language.code)
        return Shown(f"{view.language.code}/{name}", f"{title} – {company}", Rendered(whole.text, printed), view)

    def _screen(self, page: Shown) -> str:
        return html_page(Page(page.title, named_cells(page.section.text)), page.view, self.templates)

    def _paper(self, page: Shown) -> str:
        size = page.view.organisation.paper
        body = _LINK_INSIDE.sub(r"\1", page.section.text)
        return html_page(Page(page.title, body, styles=_STYLES, page_size=size), page.view, self.templates)
