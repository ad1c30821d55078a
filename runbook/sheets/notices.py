"""Papers beside the runbook: the slip for replaced copies, the redline, a leaver's list.

They may name people who have left, so they are never part of the output folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.gate import check_text, refuse_if_any
from runbook.sheets.pages import Page, html_page, set_title
from runbook.sheets.rendering import Rendered, finished

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.sheets.pages import Stationery
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in one language, ready for every format."""

    view: View
    slug: str
    markdown: str
    section: Rendered

    @property
    def name(self) -> str:
        """Path in its folder, without ending: "ja/slip"."""
        return f"{self.view.language.code}/{self.slug}"

    @property
    def title(self) -> str:
        """Its title and whose runbook it belongs to."""
        return f"{self.view.language.words(f'notices.{self.slug}.title')} – {set_title(self.view)}"


def print_notice(slug: str, view: View, stationery: Stationery, **names: object) -> Notice:
    """The notice of ``templates/notices/<slug>.j2``, which sees ``names``; RenderingRefusedError if it is broken."""
    rendered = {}
    for notation, ending in (("markdown", "md"), ("html", "html")):
        body = stationery.renderer.render(f"notices/{slug}.j2", notation, view, **names)
        shell = f"page/notice.{ending}.j2"
        whole = stationery.renderer.render(shell, notation, view, slug=slug, body=finished(body.text))
        rendered[notation] = Rendered(whole.text, tuple(dict.fromkeys(whole.printed + body.printed)))
    return Notice(view, slug, rendered["markdown"].text, rendered["html"])


def notice_files(notices: Sequence[Notice], stationery: Stationery, allowed: Sequence[str]) -> Mapping[str, bytes]:
    """Markdown, HTML and PDF of each notice by path; gated as sheets are. ``allowed``: the organisation's own texts."""
    files: dict[str, bytes] = {}
    for notice in notices:
        files[f"{notice.name}.md"] = notice.markdown.encode()
        files[f"{notice.name}.html"] = _page(notice, stationery, "screen.css").encode()
    refuse_if_any(_doubts(files, allowed))
    papers = print_sheets(
        [PaperSheet(notice.name, _page(notice, stationery, "paper.css"), notice.section.printed) for notice in notices]
    )
    return files | {f"{name}.pdf": paper.pdf for name, paper in papers.items()}


def _page(notice: Notice, stationery: Stationery, style: str) -> str:
    paper = notice.view.organisation.paper if style == "paper.css" else ""
    page = Page(notice.title, notice.section.text, styles=("base.css", style), page_size=paper)
    return html_page(page, notice.view, stationery)


def _doubts(files: Mapping[str, bytes], allowed: Sequence[str]) -> Iterator[Problem]:
    for path, content in files.items():
        yield from check_text(path, content.decode(), allowed)
