"""Writing about sheets and editions: sentences of reports.yaml, with the titles of sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.editions.titles import SheetTitles
    from runbook.knowledge.language import Language

INDENT = "  "
"""What stands before a line that belongs to the one above it."""


@dataclass(frozen=True, slots=True)
class ReportWriter:
    """Writes in the words of a language, with the titles of sheets in it."""

    language: Language
    titles: SheetTitles

    def say(self, key: str, **values: object) -> str:
        """A sentence of reports.yaml."""
        return self.language.say(f"reports.{key}", **values)
