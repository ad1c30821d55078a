"""What sheet 09 shows, in which order: ``templates/handbook.yaml``, read as strictly as ``aws.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict

from runbook.knowledge.aws import Aws
from runbook.knowledge.strict_yaml import STRICT, ById, Id, Reference, Several, Words, read_strict, refuse_unknown
from runbook.organisation import Route

if TYPE_CHECKING:
    from pathlib import Path

ItemKind = Literal["fact", "own", "code", "table"]
TABLES = frozenset({"tasks", "labels", "compare", "controls", "glossary", "sources"})


@dataclass(frozen=True, slots=True)
class HandbookItem:
    """One thing a section shows: a fact, our own paragraph, a code block or a table, by id."""

    kind: ItemKind
    id: Id


def _shown(text: object) -> object:
    """What ``code:sign-in`` shows; without a kind it is a fact."""
    if not isinstance(text, str):
        return text
    kind, colon, name = text.partition(":")
    return {"kind": kind, "id": name} if colon else {"kind": "fact", "id": text}


@dataclass(frozen=True, slots=True)
class HandbookSection:
    """A section of sheet 09."""

    id: Id
    shows: Several[Annotated[HandbookItem, BeforeValidator(_shown)]]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text to be typed or pasted, the same in every language."""

    id: str
    language: Words
    text: Words


@dataclass(frozen=True, slots=True)
class ComparedAspect:
    """A row of the table root user / IAM."""

    id: Id
    sources: Several[str]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What sheet 09 shows, in order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    sections: tuple[HandbookSection, ...]
    compare: tuple[ComparedAspect, ...]
    code: ById[CodeBlock]

    def sections_for(self, aws: Aws, routes: tuple[Route, ...]) -> tuple[HandbookSection, ...]:
        """The sections without the facts that concern none of these routes."""
        return tuple(
            replace(section, shows=tuple(item for item in section.shows if _concerns(item, aws, routes)))
            for section in self.sections
        )


def load_handbook(folder: Path, aws: Aws) -> Handbook:
    """Read ``handbook.yaml`` in the templates folder; ValueError names the entry that is wrong."""
    path = folder / "handbook.yaml"
    handbook = read_strict(path, Handbook)
    refuse_unknown(path, _references(handbook, aws))
    return handbook


def _references(handbook: Handbook, aws: Aws) -> Iterator[Reference]:
    for aspect in handbook.compare:
        yield f"compare.{aspect.id}.sources", aspect.sources, aws.sources
    known: Mapping[ItemKind, frozenset[str]] = {
        "fact": frozenset(aws.facts),
        "code": frozenset(handbook.code),
        "table": TABLES,
    }
    for section in handbook.sections:
        for item in section.shows:
            if item.kind in known:
                yield f"sections.{section.id}.shows.{item.kind}", (item.id,), known[item.kind]


def _concerns(item: HandbookItem, aws: Aws, routes: tuple[Route, ...]) -> bool:
    if item.kind != "fact":
        return True
    only = aws.facts[item.id].routes
    return not only or not set(only).isdisjoint(routes)
