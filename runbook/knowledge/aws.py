"""What the runbook knows about AWS, without words: sources, facts, console labels, addresses, tasks, controls.

``templates/aws.yaml`` is read strictly: every statement names a source that exists, every source has an https address
and the day it was checked. The words stand in ``languages/<code>/facts.yaml``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from runbook.knowledge.strict_yaml import (
    STRICT,
    ById,
    Day,
    Flag,
    Https,
    Id,
    Reference,
    Several,
    Words,
    read_strict,
    refuse_unknown,
)
from runbook.organisation import AccountKind, Route

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ValidationInfo

Confidence = Literal["H", "M"]
Feature = Literal["sessions", "credentials"]
Checked = Literal["primary", "third-party", "unchecked"]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(?:-[A-Za-z]+)?$")]
OWN = "own"


class Verdict(StrEnum):
    """What a task needs: a root sign-in, a privileged session, Organizations, IAM or Support.

    ``never``: AWS has no way to do it to an account of this kind. ``none``: an account of this kind has no such task.
    """

    ROOT = "root"
    CENTRAL = "central"
    ORGANIZATIONS = "organizations"
    IAM = "iam"
    SUPPORT = "support"
    NEVER = "never"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """A page that was read, and when."""

    id: str
    url: Https
    title: Words
    checked_on: Day


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about AWS. ``routes`` empty means it is printed for every organisation."""

    id: str
    sources: Several[str]
    checked_on: Day
    confidence: Confidence = "H"
    routes: Several[Route] = ()


def _with_english(names: Mapping[str, str]) -> Mapping[str, str]:
    if "en" not in names:
        raise ValueError("en is missing")
    return names


@dataclass(frozen=True, slots=True)
class ConsoleLabel:
    """A label of the AWS console by language. ``checked`` says how well its translations are known."""

    id: str
    names: Annotated[Mapping[LanguageCode, Words], AfterValidator(_with_english)]
    checked: Checked
    source: str
    checked_on: Day

    @property
    def english(self) -> str:
        """The label as AWS shows it in English."""
        return self.names["en"]

    @property
    def translations(self) -> tuple[str, ...]:
        """The label in every other language in which it was seen."""
        return tuple(name for language, name in self.names.items() if language != "en")

    def shown_in(self, language: str) -> str:
        """The label in a language, or in English where no translation was seen."""
        return self.names.get(language, self.english)


@dataclass(frozen=True, slots=True)
class Address:
    """An https address printed on sheets."""

    id: str
    url: Https
    source: str


@dataclass(frozen=True, slots=True)
class RootTask:
    """A task people reach for root for, what it needs per kind of account, and the facts that qualify this.

    ``commands`` name what may be typed for it (commands.yaml), in this order, by verdict: what a privileged session
    may do is nothing for a root user who is signed in. ``member_lines`` are the lines of its card (from 0) that only a
    member account has, ``other_lines`` those that only the other kinds have.
    """

    id: str
    management: Verdict
    standalone: Verdict
    member: Verdict
    sources: Several[str]
    common: Flag
    notes: Several[str] = ()
    feature: Feature = "sessions"
    names: Several[Words] = ()
    commands: Mapping[Verdict, Several[str]] = field(default_factory=dict)
    member_lines: Several[int] = ()
    other_lines: Several[int] = ()

    def lines_not_for(self, kind: AccountKind) -> tuple[int, ...]:
        """The lines of its card that are not for a kind of account."""
        return self.other_lines if kind is AccountKind.MEMBER else self.member_lines


@dataclass(frozen=True, slots=True)
class Control:
    """A concern and its numbers by framework; ``own`` marks a mapping that no source makes."""

    id: str
    numbers: Annotated[Mapping[str, Several[Words]], Field(min_length=1)]
    sources: Several[str] = ()
    own: Flag = False

    def has_any(self, frameworks: Collection[str]) -> bool:
        """Whether it has a number in one of these frameworks."""
        return not self.numbers.keys().isdisjoint(frameworks)


def _gathered(name: str, kind: type) -> BeforeValidator:
    """Keys of an entry that are no fields of their own go together into the field of this name."""
    own = {field.name for field in fields(kind)} - {name}

    def gather(entry: object) -> object:
        if not isinstance(entry, Mapping):
            return entry
        rest = {key: value for key, value in entry.items() if key not in own}
        return {key: value for key, value in entry.items() if key in own} | {name: rest}

    return BeforeValidator(gather)


def _sourced(control: Control) -> Control:
    if not (control.sources or control.own):
        raise ValueError("sources is missing, and the mapping is not our own")
    return control


def dated(entries: object, info: ValidationInfo) -> object:
    """An entry without a day was checked on that of the file."""
    if not isinstance(entries, Mapping) or "checked_on" not in info.data:
        return entries
    day = {"checked_on": info.data["checked_on"]}
    return {name: day | entry if isinstance(entry, dict) else entry for name, entry in entries.items()}


@dataclass(frozen=True, slots=True)
class Aws:
    """All AWS knowledge; mappings keep the order of the file."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    checked_on: Day
    sources: Annotated[ById[Source], BeforeValidator(dated)]
    labels: Annotated[ById[Annotated[ConsoleLabel, _gathered("names", ConsoleLabel)]], BeforeValidator(dated)]
    urls: ById[Address]
    mail_senders: Several[Words]
    tasks: ById[RootTask]
    facts: Annotated[ById[Fact], BeforeValidator(dated)]
    statements: Mapping[str, Several[str]]
    frameworks: Mapping[Id, Words]
    controls: ById[Annotated[Control, _gathered("numbers", Control), AfterValidator(_sourced)]]
    glossary: Several[Id]
    old_mail_senders: Several[Words] = ()


def load_aws(folder: Path) -> Aws:
    """Read ``aws.yaml`` in the templates folder; ValueError names the entry that is wrong."""
    path = folder / "aws.yaml"
    aws = read_strict(path, Aws)
    refuse_unknown(path, _references(aws))
    return aws


def _references(aws: Aws) -> Iterator[Reference]:
    for kind, entries in (("facts", aws.facts), ("tasks", aws.tasks), ("controls", aws.controls)):
        for entry in entries.values():
            yield f"{kind}.{entry.id}.sources", entry.sources, aws.sources
    for label in aws.labels.values():
        yield f"labels.{label.id}.source", (label.source,), aws.sources
    for address in aws.urls.values():
        yield f"urls.{address.id}.source", (address.source,), aws.sources
    for task in aws.tasks.values():
        yield f"tasks.{task.id}.notes", task.notes, aws.facts
    for control in aws.controls.values():
        yield f"controls.{control.id}.numbers", control.numbers, aws.frameworks
    for statement, sources in aws.statements.items():
        yield f"statements.{statement}", sources, {*aws.sources, OWN}
