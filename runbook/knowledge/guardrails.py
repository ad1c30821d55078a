"""What `runbook guardrails` writes, without words: ``templates/guardrails.yaml``, read as strictly as ``aws.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from runbook.knowledge.aws import Aws, Source
from runbook.knowledge.strict_yaml import STRICT, ById, Reference, Several, Words, read_strict, refuse_unknown

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ConfigDict


@dataclass(frozen=True, slots=True)
class GuardrailFile:
    """Where a kind of file was read, and what is typed to apply, test and undo it, by one line each."""

    id: str
    sources: Several[str]
    apply: tuple[Words, ...] = ()
    test: tuple[Words, ...] = ()
    undo: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class NotMade:
    """Why a kind of file is not made in a partition, by the name of a sentence, and where that was read."""

    reason: Words
    sources: Several[str]


@dataclass(frozen=True, slots=True)
class GuardrailFacts:
    """Everything of the file. ``regions`` and ``open_actions`` are by partition, ``not_made`` by partition and kind."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    sources: ById[Source]
    detail_types: Several[Words]
    key_prefix: Words
    key_state: Words
    contact_calls: Several[Words]
    finding_types: Several[Words]
    finding_user: Words
    regions: Mapping[str, Several[Words]]
    open_actions: Mapping[str, Several[Words]]
    descriptions: Mapping[str, Words]
    not_made: Mapping[str, NotMade]
    partition_sources: Mapping[str, Several[str]]
    files: ById[GuardrailFile]


def load_guardrails(folder: Path, aws: Aws) -> GuardrailFacts:
    """Read ``guardrails.yaml`` in the templates folder; ValueError names the entry that is wrong."""
    path = folder / "guardrails.yaml"
    facts = read_strict(path, GuardrailFacts)
    refuse_unknown(path, _references(facts, aws))
    return facts


def _references(facts: GuardrailFacts, aws: Aws) -> Iterator[Reference]:
    known = {*aws.sources, *facts.sources}
    for file in facts.files.values():
        yield f"files.{file.id}.sources", file.sources, known
    for name, each in facts.not_made.items():
        yield f"not_made.{name}", each.sources, known
    for partition, sources in facts.partition_sources.items():
        yield f"partition_sources.{partition}", sources, known
