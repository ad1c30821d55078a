"""The papers of a change: the slip for replaced copies and the redline, in every language of the runbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.editions.comparison import Change, Comparison, SheetChange
from runbook.editions.redline import ADDED, DROPPED, Piece, RedLine, redline
from runbook.editions.titles import SheetTitles
from runbook.sheets.notices import Notice, notice_files, render_notice

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View


def reprint_files(comparison: Comparison, views: Sequence[View], templates: Templates) -> Mapping[str, bytes]:
    """``<language>/slip`` and ``<language>/redline`` as Markdown, HTML and PDF; RenderingRefusedError as for sheets."""
    notices = [notice for view in views for notice in reprint_notices(comparison, view, templates)]
    old, new = comparison.old, comparison.new
    texts = (*(old.facts.values() if old else ()), *new.facts.values(), new.reason)
    return notice_files(notices, templates, texts)


def reprint_notices(comparison: Comparison, view: View, templates: Templates) -> tuple[Notice, ...]:
    """The slip in one language, and the redline unless it is the first edition; RenderingRefusedError as for sheets."""
    language = view.language
    names: dict[str, object] = {
        "comparison": comparison,
        "changes": comparison.new.changes.get(language.code, ()),
        "title_of": SheetTitles(language, templates.language_names),
    }
    slip = render_notice("slip", view, templates, **names)
    if comparison.old is None:
        return (slip,)
    sheets = [
        (sheet, _lines(sheet, comparison))
        for sheet in comparison.sheets
        if sheet.change is not Change.UNCHANGED and sheet.name.language == language.code
    ]
    return (slip, render_notice("redline", view, templates, sheets=sheets, sample=_sample(language), **names))


def _lines(sheet: SheetChange, comparison: Comparison) -> tuple[RedLine, ...]:
    if comparison.old is None or sheet.change is not Change.CHANGED:
        return ()
    return redline(comparison.old.words[sheet.name], comparison.new.words[sheet.name])


def _sample(language: Language) -> RedLine:
    """How a change looks, for the explanation above the redline."""
    dropped = Piece(DROPPED, language.words("notices.redline.sample_old") + " ")
    added = Piece(ADDED, language.words("notices.redline.sample_new"))
    return RedLine("p", ((dropped, added),))
