"""What is asked about own pieces: all that there is, some taken out to be edited, or what changed upstream since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.arguments import one_of
from runbook.cli.reports import overriding
from runbook.cli.reports.report import Report
from runbook.knowledge.loading import shipped_knowledge
from runbook.overrides import catalogue, eject, own_pieces
from runbook.sheets.templates import Templates

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

ACTIONS = ("list", "eject", "diff")


def answered(action: str, names: Sequence[str], folder: Path, language: Language) -> Report:
    """What came of it; UsageError for an action that is none, errors as from `eject` and `own_pieces`."""
    one_of("|".join(ACTIONS), action, ACTIONS)
    knowledge = shipped_knowledge()
    if action == "eject":
        wanted = overriding.asked_for(names, catalogue(knowledge))
        return overriding.ejected(eject(wanted, folder, knowledge), wanted, language)
    own = tuple(own_pieces(folder, Templates.of(knowledge, folder), knowledge) if folder.exists() else ())
    if action == "list":
        return overriding.listed(catalogue(knowledge), own, names, language)
    return overriding.compared(own, folder, language)
