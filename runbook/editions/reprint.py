"""The papers of a change: the slip for replaced copies and the redline, in every language of the runbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.editions.comparison import Change, Comparison, SheetChange
from runbook.editions.redline import ADDED, DROPPED, Piece, RedLine, redline
from runbook.sheets.notices import Notice, notice_files, print_notice

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.sheets.pages import Stationery
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class SheetTitles:
    """Titles of sheets for a reader of one language: number, title, language of the sheet."""

    language: Language
    language_names: Mapping[str, str]

    def __call__(self, name: str) -> str:
        """The title of "ja/02-approvers"; of a sheet that the templates do not know any more, its file name."""
        code, _, file = name.partition("/")
        number, _, slug = file.partition("-")
        key = f"sheets.{slug}.title"
        title = self.language.words(key) if self.language.has(key) else slug
        return self.language.words("notices.slip.sheet").format(
            number=number, title=title, language=self.language_names.get(code, code)
        )


def reprint_files(comparison: Comparison, views: Sequence[View], stationery: Stationery) -> Mapping[str, bytes]:
    """``<language>/slip`` and ``<language>/redline`` as Markdown, HTML and PDF; RenderingRefusedError as for sheets."""
    notices = [notice for view in views for notice in reprint_notices(comparison, view, stationery)]
    old, new = comparison.old, comparison.new
    texts = (*(old.facts.values() if old else ()), *new.facts.values(), new.reason)
    return notice_files(notices, stationery, texts)


def reprint_notices(comparison: Comparison, view: View, stationery: Stationery) -> tuple[Notice, ...]:
    """The slip in one language, and the redline unless it is the first edition; RenderingRefusedError as for sheets."""
    language = view.language
    names: dict[str, object] = {
        "comparison": comparison,
        "changes": comparison.new.changes.get(language.code, ()),
        "title_of": SheetTitles(language, stationery.language_names),
    }
    slip = print_notice("slip", view, stationery, **names)
    if comparison.old is None:
        return (slip,)
    sheets = [
        (sheet, _lines(sheet, comparison))
        for sheet in comparison.sheets
        if sheet.change is not Change.UNCHANGED and sheet.name.partition("/")[0] == language.code
    ]
    return (slip, print_notice("redline", view, stationery, sheets=sheets, sample=_sample(language), **names))


def _lines(sheet: SheetChange, comparison: Comparison) -> tuple[RedLine, ...]:
    if comparison.old is None or sheet.change is not Change.CHANGED:
        return ()
    return redline(comparison.old.words[sheet.name], comparison.new.words[sheet.name])


def _sample(language: Language) -> RedLine:
    """How a change looks, for the explanation above the redline."""
    dropped = Piece(DROPPED, language.words("notices.redline.sample_old") + " ")
    added = Piece(ADDED, language.words("notices.redline.sample_new"))
    return RedLine("p", ((dropped, added),))
