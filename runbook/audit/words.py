"""What all pages of a bundle are worded with: sections and tables, sentences, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from runbook.audit.facts import AuditFacts
    from runbook.audit.naming import Naming
    from runbook.knowledge.language import Language


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another file of the bundle, from the page of a language."""

    words: str
    href: str


Cell = str | Link | tuple[str, ...]
"""What stands in a cell: words, a link, or words on several lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; ``widths`` are percent. ``kind`` is the class of the table."""

    kind: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: sentences, points, a table; any of them may be none."""

    title: str
    intro: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Words:
    """Says parts of a bundle in a language."""

    naming: Naming
    language: Language

    @property
    def facts(self) -> AuditFacts:
        """What is said."""
        return self.naming.facts

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of audit.yaml."""
        return self.language.say(f"audit.{key}", **values)

    def section(self, name: str, table: Table, **values: object) -> Section:
        """A section with a table, or with the sentence that there is nothing for it."""
        if not table.rows:
            return Section(self.say(f"sections.{name}"), (self.say(f"empty.{name}"),))
        intro = (self.say(f"leads.{name}", **values),) if self.language.has(f"audit.leads.{name}") else ()
        return Section(self.say(f"sections.{name}"), intro, (), table)

    def heads(self, *names: str) -> tuple[str, ...]:
        """The heads of a table."""
        return tuple(self.say(f"heads.{name}") for name in names)

    def joined(self, parts: Sequence[str]) -> str:
        """Words in a row."""
        return self.language.words("labels.formats.list_separator").join(parts)

    def person(self, person: str, day: date, role: str) -> str:
        """A person in a role; with all roles of the day if that was none of them."""
        return self.naming.said(person, day, self.language, role)

    @property
    def nothing(self) -> str:
        """What stands in a cell of which there is nothing to say."""
        return self.language.words("labels.formats.none")
