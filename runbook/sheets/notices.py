"""Papers beside the runbook: the slip for replaced copies, the redline, a leaver's list.

They may name people who have left, so they are never part of the output folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.gate import check_files
from runbook.sheets.pages import Page, html_page, on_paper
from runbook.sheets.rendering import Rendered, finished
from runbook.sheets.screen import named_cells
from runbook.sheets.sets import set_title

if TYPE_CHECKING:
    from runbook.sheets.templates import Templates
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


def render_notice(slug: str, view: View, templates: Templates, **names: object) -> Notice:
    """The notice of ``templates/notices/<slug>.j2``, which sees ``names``; RenderingRefusedError if it is broken."""
    rendered = {}
    for notation, ending in (("markdown", "md"), ("html", "html")):
        body = templates.renderer.render(f"notices/{slug}.j2", notation, view, **names)
        shell = f"page/notice.{ending}.j2"
        whole = templates.renderer.render(shell, notation, view, slug=slug, body=finished(body.text))
        rendered[notation] = Rendered(whole.text, tuple(dict.fromkeys(whole.printed + body.printed)))
    return Notice(view, slug, rendered["markdown"].text, rendered["html"])


def notice_files(notices: Sequence[Notice], templates: Templates, allowed: Sequence[str]) -> Mapping[str, bytes]:
    """Markdown, HTML and PDF of each notice by path; gated as sheets are. ``allowed``: the organisation's own texts."""
    files: dict[str, bytes] = {}
    for notice in notices:
        files[f"{notice.name}.md"] = notice.markdown.encode()
        files[f"{notice.name}.html"] = _screen_page(notice, templates).encode()
    check_files(files, allowed)
    papers = print_sheets(
        [
            PaperSheet(
                notice.name,
                on_paper(notice.title, notice.section.text, notice.view, templates),
                notice.section.printed,
            )
            for notice in notices
        ]
    )
    return files | {f"{name}.pdf": paper.pdf for name, paper in papers.items()}


def _screen_page(notice: Notice, templates: Templates) -> str:
    return html_page(Page(notice.title, named_cells(notice.section.text)), notice.view, templates)
