"""What ships with the product and is the same for every organisation: sheets, steps, AWS facts, languages, fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from runbook.knowledge.aws import Aws, load_aws
from runbook.knowledge.commands import Command, load_commands
from runbook.knowledge.handbook import Handbook, load_handbook
from runbook.knowledge.language import Language, available_languages, load_language
from runbook.knowledge.procedure import Procedure
from runbook.knowledge.procedure_file import load_procedure
from runbook.knowledge.sheets import Sheet, discover_sheets
from runbook.knowledge.strict_yaml import refuse_unknown
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, eq=False)  # without slots: it keeps what it has read; one is like no other, so it is a key
class Knowledge:
    """Read once per run from the templates folder."""

    folder: Path
    sheets: tuple[Sheet, ...]
    procedure: Procedure
    aws: Aws
    commands: Mapping[str, Command]
    languages: tuple[str, ...]

    @property
    def slugs(self) -> Mapping[str, str]:
        """Sheet number to slug; of packets, to their kind."""
        return {sheet.number: sheet.slug for sheet in self.sheets} | {
            kind.number: kind.id for kind in self.procedure.cases
        }

    @cached_property
    def handbook(self) -> Handbook:
        """The order of the handbook, read when it is first asked for; ValueError if it is broken."""
        return load_handbook(self.folder, self.aws)

    def language(self, code: str) -> Language:
        """The words of one language."""
        return load_language(self.folder, code)


def shipped_knowledge() -> Knowledge:
    """What this installation ships, read once in a process: it does not change under a running command."""
    return _read_once(templates_dir())


def load_knowledge(folder: Path) -> Knowledge:
    """Read the templates folder; ValueError if what we ship is broken."""
    aws = load_aws(folder)
    procedure = load_procedure(folder)
    commands = load_commands(folder, aws)
    for step in procedure.steps():
        refuse_unknown(folder / "procedure.yaml", [(f"steps.{step.id}.command", _given(step.command), commands)])
    for task in aws.tasks.values():
        for verdict, names in task.commands.items():
            refuse_unknown(folder / "aws.yaml", [(f"tasks.{task.id}.commands.{verdict}", names, commands)])
    return Knowledge(
        folder=folder,
        sheets=discover_sheets(folder),
        procedure=procedure,
        aws=aws,
        commands=commands,
        languages=available_languages(folder),
    )


_read_once = cache(load_knowledge)


def _given(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
