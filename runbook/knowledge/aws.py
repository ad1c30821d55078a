"""What the runbook knows about AWS, without words: sources, facts, console labels, addresses, tasks, controls.

``templates/aws.yaml`` and ``templates/handbook.yaml`` are read strictly: every statement names a source that exists,
every source has an https address and the day it was checked. The words stand in ``languages/<code>/facts.yaml``.
Both files ship with the product, so a fault in them is a ``ValueError`` naming the entry, never a user's mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, cast, get_args

from runbook.knowledge.strict_yaml import Entry, read_entries
from runbook.organisation import Route

if TYPE_CHECKING:
    from pathlib import Path

Confidence = Literal["H", "M"]
Feature = Literal["sessions", "credentials"]
Checked = Literal["primary", "third-party", "unchecked"]
ItemKind = Literal["fact", "own", "code", "table"]
OWN = "own"
TABLES = frozenset({"tasks", "labels", "compare", "controls", "glossary", "sources"})


class Verdict(StrEnum):
    """What a task needs: a root sign-in, a privileged session, Organizations, IAM, Support, or it does not exist."""

    ROOT = "root"
    CENTRAL = "central"
    ORGANIZATIONS = "organizations"
    IAM = "iam"
    SUPPORT = "support"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """A page that was read, and when."""

    id: str
    url: str
    title: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about AWS. ``routes`` empty means it is printed for every organisation."""

    id: str
    sources: tuple[str, ...]
    checked_on: date
    confidence: Confidence
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class ConsoleLabel:
    """A label of the AWS console by language. ``checked`` says how well its translations are known."""

    id: str
    names: Mapping[str, str]
    checked: Checked
    source: str
    checked_on: date

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
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class RootTask:
    """A task people reach for root for, what it needs per kind of account, and the facts that qualify this."""

    id: str
    management: Verdict
    standalone: Verdict
    member: Verdict
    sources: tuple[str, ...]
    common: bool
    notes: tuple[str, ...]
    feature: Feature
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A concern and its numbers by framework; ``own`` marks a mapping that no source makes."""

    id: str
    numbers: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    own: bool

    def has_any(self, frameworks: Collection[str]) -> bool:
        """Whether it has a number in one of these frameworks."""
        return not self.numbers.keys().isdisjoint(frameworks)


@dataclass(frozen=True, slots=True)
class Aws:
    """All AWS knowledge; mappings keep the order of the file."""

    checked_on: date
    sources: Mapping[str, Source]
    labels: Mapping[str, ConsoleLabel]
    urls: Mapping[str, Address]
    mail_senders: tuple[str, ...]
    tasks: Mapping[str, RootTask]
    facts: Mapping[str, Fact]
    statements: Mapping[str, tuple[str, ...]]
    frameworks: Mapping[str, str]
    controls: Mapping[str, Control]
    glossary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandbookItem:
    """One thing a section shows: a fact, our own paragraph, a code block or a table, by id."""

    kind: ItemKind
    id: str


@dataclass(frozen=True, slots=True)
class HandbookSection:
    """A section of sheet 09."""

    id: str
    shows: tuple[HandbookItem, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text to be typed or pasted, the same in every language."""

    id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparedAspect:
    """A row of the table root user / IAM."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What sheet 09 shows, in order."""

    sections: tuple[HandbookSection, ...]
    compare: tuple[ComparedAspect, ...]
    code: Mapping[str, CodeBlock]

    def sections_for(self, aws: Aws, routes: tuple[Route, ...]) -> tuple[HandbookSection, ...]:
        """The sections without the facts that concern none of these routes."""
        return tuple(
            HandbookSection(section.id, tuple(item for item in section.shows if _concerns(item, aws, routes)))
            for section in self.sections
        )


def load_aws(folder: Path) -> Aws:
    """Read ``aws.yaml`` in the templates folder; ValueError names the entry that is wrong."""
    entries = read_entries(folder / "aws.yaml")
    checked_on = entries.day("checked_on")
    sources = {
        entry.id: Source(entry.id, entry.https("url"), entry.text("title"), entry.day("checked_on", checked_on))
        for entry in entries.mapping("sources")
    }

    def cited(entry: Entry, *, needed: bool = True) -> tuple[str, ...]:
        return entry.choices("sources", sources, needed=needed)

    facts = {
        entry.id: Fact(
            entry.id,
            cited(entry),
            entry.day("checked_on", checked_on),
            cast("Confidence", entry.choice("confidence", get_args(Confidence), "H")),
            tuple(Route(route) for route in entry.choices("routes", tuple(Route), needed=False)),
        )
        for entry in entries.mapping("facts")
    }
    labels = {entry.id: _label(entry, sources, checked_on) for entry in entries.mapping("labels")}
    urls = {
        entry.id: Address(entry.id, entry.https("url"), entry.choice("source", sources))
        for entry in entries.mapping("urls")
    }
    mail_senders = entries.texts("mail_senders")
    tasks = {
        entry.id: RootTask(
            entry.id,
            Verdict(entry.choice("management", tuple(Verdict))),
            Verdict(entry.choice("standalone", tuple(Verdict))),
            Verdict(entry.choice("member", tuple(Verdict))),
            cited(entry),
            entry.flag("common"),
            entry.choices("notes", facts, needed=False),
            cast("Feature", entry.choice("feature", get_args(Feature), "sessions")),
            entry.texts("names", needed=False),
        )
        for entry in entries.mapping("tasks")
    }
    statements = entries.choices_by_id("statements", {*sources, OWN})
    frameworks = entries.texts_by_id("frameworks")
    controls = {entry.id: _control(entry, frameworks, sources) for entry in entries.mapping("controls")}
    glossary = entries.texts("glossary")
    entries.finish()
    return Aws(
        checked_on, sources, labels, urls, mail_senders, tasks, facts, statements, frameworks, controls, glossary
    )


def load_handbook(folder: Path, aws: Aws) -> Handbook:
    """Read ``handbook.yaml`` in the templates folder; ValueError names the entry that is wrong."""
    entries = read_entries(folder / "handbook.yaml")
    code = {
        entry.id: CodeBlock(entry.id, entry.text("language"), entry.text("text")) for entry in entries.mapping("code")
    }
    compare = tuple(
        ComparedAspect(entry.text("id"), entry.choices("sources", aws.sources)) for entry in entries.sequence("compare")
    )
    sections = tuple(
        HandbookSection(entry.text("id"), tuple(_item(entry, shown, aws, code) for shown in entry.texts("shows")))
        for entry in entries.sequence("sections")
    )
    entries.finish()
    return Handbook(sections, compare, code)


def _concerns(item: HandbookItem, aws: Aws, routes: tuple[Route, ...]) -> bool:
    if item.kind != "fact":
        return True
    only = aws.facts[item.id].routes
    return not only or not set(only).isdisjoint(routes)


def _label(entry: Entry, sources: Mapping[str, Source], checked_on: date) -> ConsoleLabel:
    checked = cast("Checked", entry.choice("checked", get_args(Checked)))
    source = entry.choice("source", sources)
    day = entry.day("checked_on", checked_on)
    names = entry.by_language()
    if "en" not in names:
        raise entry.fault("en is missing")
    return ConsoleLabel(entry.id, names, checked, source, day)


def _control(entry: Entry, frameworks: Mapping[str, str], sources: Mapping[str, Source]) -> Control:
    own = entry.flag("own", default=False)
    cited = entry.choices("sources", sources, needed=not own)
    numbers = {framework: entry.texts(framework) for framework in frameworks if framework in entry}
    if not numbers:
        raise entry.fault("has no number in any framework")
    return Control(entry.id, numbers, cited, own)


def _item(entry: Entry, shown: str, aws: Aws, code: Mapping[str, CodeBlock]) -> HandbookItem:
    kind, colon, name = shown.partition(":")
    if not colon:
        kind, name = "fact", shown
    known = {"fact": aws.facts, "own": {name}, "code": code, "table": TABLES}
    if kind not in known or name not in known[kind]:
        raise entry.fault(f"shows the unknown {shown!r}")
    return HandbookItem(cast("ItemKind", kind), name)
