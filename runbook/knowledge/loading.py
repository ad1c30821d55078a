"""What ships with the product and is the same for every organisation: sheets, steps, AWS facts, languages, fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.knowledge.aws import Aws, load_aws
from runbook.knowledge.handbook import Handbook, load_handbook
from runbook.knowledge.language import Language, available_languages, load_language
from runbook.knowledge.procedure import Procedure, load_procedure
from runbook.knowledge.sheets import Sheet, discover_sheets
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Read once per run from the templates folder."""

    folder: Path
    sheets: tuple[Sheet, ...]
    procedure: Procedure
    aws: Aws
    handbook: Handbook
    languages: tuple[str, ...]

    @property
    def slugs(self) -> Mapping[str, str]:
        """Sheet number to slug; of packets, to their kind."""
        return {sheet.number: sheet.slug for sheet in self.sheets} | {
            kind.number: kind.id for kind in self.procedure.cases
        }

    def language(self, code: str) -> Language:
        """The words of one language."""
        return load_language(self.folder, code)


def shipped_knowledge() -> Knowledge:
    """What this installation ships."""
    return load_knowledge(templates_dir())


def load_knowledge(folder: Path) -> Knowledge:
    """Read the templates folder; ValueError if what we ship is broken."""
    aws = load_aws(folder)
    return Knowledge(
        folder=folder,
        sheets=discover_sheets(folder),
        procedure=load_procedure(folder),
        aws=aws,
        handbook=load_handbook(folder, aws),
        languages=available_languages(folder),
    )
