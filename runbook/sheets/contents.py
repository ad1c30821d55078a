"""The order in which a reader at a screen meets the sheets: by the question that they come with, the emergency first.

On paper the sheets stand by number. A sheet that no question names is looked up, so a new sheet is never missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from runbook.knowledge.procedure import ALERT
from runbook.knowledge.sheets import Sheet

_RECOVERY = (
    *("recovery", "lost-mfa", "lost-password", "lost-mailbox", "lost-mailbox-removed", "lost-phone", "refused"),
)
_TASKS = (
    *("own-root", "session", "bring-back", "govcloud", "reseller", "china", "sovereign", "new-experience"),
    *("unknown", "sealed", "checklist"),
)
_QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("emergency", (ALERT, "first-minutes")),
    ("sign-in", ("emergency",)),
    ("lost", _RECOVERY),
    ("task", _TASKS),
    ("people", ("contacts", "approvers", "break-glass")),
    ("reference", ()),
    ("handbook", ("handbook",)),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the sheets that answer it, in the order of the question."""

    id: str
    sheets: tuple[Sheet, ...]

    @property
    def doors(self) -> tuple[tuple[Sheet, ...], ...]:
        """The same, packets of one number together: they differ by the account only."""
        return tuple(tuple(alike) for _, alike in groupby(self.sheets, key=_door))


def _door(sheet: Sheet) -> str:
    return sheet.number if sheet.is_packet else sheet.slug


def by_question(sheets: Sequence[Sheet]) -> tuple[Question, ...]:
    """Every sheet once, under its question; questions that no sheet answers are left out."""
    asked = {kind: id_ for id_, kinds in _QUESTIONS for kind in kinds}
    order = {kind: place for _, kinds in _QUESTIONS for place, kind in enumerate(kinds)}
    found = (
        Question(
            id_,
            tuple(
                sorted(
                    (sheet for sheet in sheets if asked.get(sheet.kind, "reference") == id_),
                    key=lambda sheet: order.get(sheet.kind, 0),
                )
            ),
        )
        for id_, _ in _QUESTIONS
    )
    return tuple(question for question in found if question.sheets)


def emergency(sheets: Sequence[Sheet]) -> Sheet | None:
    """Where the way out begins: the packet of the alert, else the first minutes, if either is among the sheets."""
    found = {sheet.kind: sheet for sheet in sheets}
    return found.get(ALERT) or found.get("first-minutes")
