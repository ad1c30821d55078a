"""What stands at the head and foot of every card, as text: what is cut out has to leave room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.sheets.view import View

_CODE = "0000-0000-0"


def head_text(view: View, *, with_classification: bool = True) -> str:
    """Company, marks and classification in one row, with room for each frame around a mark.

    A label has no classification: it marks a thing, and is no document.
    """
    organisation, language = view.organisation, view.language
    parts = [organisation.company.name.in_language(language.code)]
    parts += [language.words("labels.page.sample")] if organisation.sample else []
    parts += [language.words("labels.page.one_approver")] if organisation.approvers.one_is_enough else []
    mark = organisation.company.classification
    parts += [mark.in_language(language.code)] if mark and with_classification else []
    return "   ".join(parts)


def foot_text(view: View) -> str:
    """Code, edition or "not issued", day, and whether templates are a company's own; as long as it can be."""
    language = view.language
    issued = max(language.words("labels.page.not_issued"), language.say("cards.foot.edition", number=999), key=len)
    own = [language.words("labels.page.customised")] if view.customised else []
    return " ".join([_CODE, issued, str(view.day), *own])
