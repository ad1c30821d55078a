"""What some standards ask of shared emergency accounts, and what of an auditor's bundle speaks to which control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from runbook.knowledge.aws import Source, dated
from runbook.knowledge.strict_yaml import STRICT, ById, Day, Id, Reference, Several, Words, read_strict, refuse_unknown

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.knowledge.aws import Aws


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a standard asks for: its number there, or one part (from 1) of it; 0 stands for the whole.

    ``shows`` are the kinds of evidence that speak to it, ``like`` controls of ``aws.yaml`` whose rules do.
    """

    id: str
    standard: Words
    numbers: Several[Words]
    shows: Several[Id]
    sources: Several[str]
    like: Several[str] = ()
    part: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class AuditKnowledge:
    """What the bundle is mapped to; ``controls``: by control of ``aws.yaml`` the kinds of evidence that speak to it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    checked_on: Day
    sources: Annotated[ById[Source], BeforeValidator(dated)]
    controls: Mapping[Id, Several[Id]]
    requirements: ById[Requirement]


def load_audit(folder: Path, aws: Aws) -> AuditKnowledge:
    """Read ``audit.yaml`` in the templates folder; ValueError names the entry that is wrong, or a forgotten control."""
    path = folder / "audit.yaml"
    audit = read_strict(path, AuditKnowledge)
    refuse_unknown(path, _references(audit, aws))
    return audit


def _references(audit: AuditKnowledge, aws: Aws) -> Iterator[Reference]:
    yield "controls", audit.controls, aws.controls
    yield "controls (missing)", aws.controls, audit.controls
    for entry in audit.requirements.values():
        yield f"requirements.{entry.id}.sources", entry.sources, audit.sources
        yield f"requirements.{entry.id}.like", entry.like, aws.controls
