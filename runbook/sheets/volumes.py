"""The sheets as they are bound: what an emergency needs first, what is looked up after it, the handbook by itself.

In a volume the sheets stand under the questions that one comes with, as on the start page; the register comes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.knowledge.sheets import Sheet
from runbook.sheets.contents import Question, by_question

if TYPE_CHECKING:
    from runbook.sheets.rendering import Rendered
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View

WHOLE = "runbook"
_VOLUMES = {
    "emergency": ("emergency", "sign-in", "lost", "task", "people"),
    "reference": ("reference",),
    "handbook": ("handbook",),
}


@dataclass(frozen=True, slots=True)
class BoundVolume:
    """A volume by the name of its file, with its sheets under their questions."""

    id: str
    questions: tuple[Question, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its sheets, in order."""
        return tuple(sheet for question in self.questions for sheet in question.sheets)

    def title(self, view: View) -> str:
        """What stands on its first page."""
        return view.language.words("sheets.set" if self.id == WHOLE else f"sheets.volumes.{self.id}")


def volumes_of(sheets: Sequence[Sheet]) -> tuple[BoundVolume, ...]:
    """All in one, then each volume that has sheets."""
    questions = tuple(map(_register_last, by_question(sheets)))
    found = (BoundVolume(id_, tuple(q for q in questions if q.id in ids)) for id_, ids in _VOLUMES.items())
    return (BoundVolume(WHOLE, questions), *(volume for volume in found if volume.questions))


def _register_last(question: Question) -> Question:
    return Question(question.id, tuple(sorted(question.sheets, key=lambda sheet: sheet.slug == "register")))


def pages_from(first: int, counts: Mapping[str, int]) -> Mapping[str, int]:
    """The page on which each part begins if each has so many and begins on a front, the first on page ``first``."""
    begins: dict[str, int] = {}
    for name, count in counts.items():
        begins[name] = first
        first += count + count % 2
    return begins


def front_of(volume: BoundVolume, page_of: Mapping[str, int], view: View, templates: Templates) -> Rendered:
    """The contents of a volume as a section; ``page_of`` says on which page a sheet begins, by its name."""
    return templates.renderer.render(
        "page/volume.html.j2",
        "html",
        view,
        title=volume.title(view),
        questions=volume.questions,
        page_of=page_of,
    )
