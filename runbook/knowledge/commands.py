"""What may be typed on the AWS command line in place of a step, or for a task. See templates/commands.yaml.

The lines are in no language. What the organisation knows is filled in; what a person puts in stands in angle brackets
and stays there. `tests/knowledge/test_command_lines.py` holds every line against what AWS says the operation takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator

from runbook.knowledge.aws import Aws
from runbook.knowledge.strict_yaml import STRICT, ById, Reference, Several, Words, read_strict, refuse_unknown

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ConfigDict

PLACEHOLDERS = frozenset({"account", "role", "role_account"})
"""The account that a packet is about, an emergency role by name, and the account of that role."""

WIDTH = 95
"""Signs in a printed line: as many as fit beside a step on paper, in type that can still be read."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_STARTS = ("# ", "aws ", "read -r AWS_", "export AWS_", "unset AWS_")
_GOES_ON = " \\"


def _line(text: str) -> str:
    """A line of the file as it is; ValueError for what could not be filled in, typed or printed."""
    *before, last = text.split("\n")
    if not text.startswith(_STARTS):
        raise ValueError("is neither a command of aws nor sets or forgets a session, nor a heading")
    if not all(part.endswith(_GOES_ON) for part in before) or last.endswith("\\"):
        raise ValueError("breaks without a backslash, or ends with one")
    if any(len(part) > WIDTH for part in (*before, last)):
        msg = f"is longer than {WIDTH} signs"
        raise ValueError(msg)
    if unknown := sorted({*_BRACES.findall(text)} - PLACEHOLDERS):
        msg = f"unknown placeholder {', '.join(unknown)}"
        raise ValueError(msg)
    if re.search(r"[{}]", _BRACES.sub("", text)):
        raise ValueError("has a brace that belongs to no placeholder")
    return text


@dataclass(frozen=True, slots=True)
class Unverified:
    """Why the service models of AWS do not know a command, and where it was read."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    reason: Words
    source: str


@dataclass(frozen=True, slots=True)
class Command:
    """What to type, one command a line; a long one goes on after a backslash."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    lines: Several[Annotated[str, AfterValidator(_line)]]
    sources: Several[str]
    unverified: Unverified | None = None

    @property
    def placeholders(self) -> frozenset[str]:
        """What the organisation has to fill in."""
        return frozenset(name for line in self.lines for name in _BRACES.findall(line))

    def filled(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The lines with the organisation's own values; KeyError for one that is missing."""
        return tuple(line.format_map(values) for line in self.lines)


def load_commands(folder: Path, aws: Aws) -> Mapping[str, Command]:
    """Read ``commands.yaml`` in the templates folder, in its order; ValueError names the entry that is wrong."""
    path = folder / "commands.yaml"
    commands: Mapping[str, Command] = read_strict(path, ById[Command])  # type: ignore[type-abstract]
    refuse_unknown(path, _references(commands, aws))
    return commands


def _references(commands: Mapping[str, Command], aws: Aws) -> Iterator[Reference]:
    for command in commands.values():
        yield f"{command.id}.sources", command.sources, aws.sources
        if command.unverified:
            yield f"{command.id}.unverified.source", (command.unverified.source,), aws.sources
