"""Values that become words only when a reader's language is known: names of people and places, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal

from runbook.text.account_ids import shown_account_id

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.organisation import Contact, Organisation, OwnRole, Person, Place, Site
    from runbook.organisation.localized import Text


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a person, place, site, account, service, contact or role of the company's own."""

    kind: Literal["person", "place", "site", "account", "service", "contact", "role"]
    id: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word that other texts use too, by its whole key: labels.roles.witness."""

    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of checks.yaml."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, key: str, /, **values: Value) -> Phrase:
        """A phrase with its values."""
        return cls(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values: joined by "and", as pairs, as sentences, or by commas."""

    values: tuple[Value, ...]
    join: Literal["and", "pairs", "sentences", "commas"] = "and"


Value = str | Name | Word | Phrase | Listed


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says values in a language, by the names of an organisation."""

    language: Language
    organisation: Organisation
    on_paper: bool = False
    """Whether account ids stand in groups of four, as on every sheet; elsewhere they are as the config has them."""

    def say(self, value: Value) -> str:
        """The words of a value."""
        if isinstance(value, str):
            return value
        if isinstance(value, Name):
            return self._name(value)
        if isinstance(value, Word):
            return self.language.words(value.key)
        if isinstance(value, Listed):
            pattern = self.language.words(f"checks.joins.{value.join}")
            said = [self.say(entry) for entry in value.values]
            return reduce(lambda before, after: pattern.format(before=before, after=after), said) if said else ""
        return self.phrase(value.key, value.values)

    def person(self, person: str) -> str:
        """The name of a person."""
        return self.say(Name("person", person))

    def commas(self, words: Iterable[str]) -> str:
        """Words in a row."""
        return self.say(Listed(tuple(words), "commas"))

    def phrase(self, key: str, values: Iterable[tuple[str, Value]] = ()) -> str:
        """A phrase of checks.yaml with its values."""
        return self.language.say(f"checks.phrases.{key}", **{name: self.say(value) for name, value in values})

    def _name(self, name: Name) -> str:
        if name.kind == "account":
            account = self.organisation.account(name.id)
            shown = shown_account_id(name.id) if self.on_paper else name.id
            if account is None:
                return shown
            return self.language.say("labels.formats.with_aside", text=self.text(account.name), aside=shown)
        organisation = self.organisation
        if name.kind == "service":
            service = organisation.service(name.id)
            return self.text(service.name) if service and service.name else name.id
        named: Mapping[str, Sequence[Person | Place | Site | Contact | OwnRole]] = {
            "person": organisation.people,
            "place": organisation.places,
            "site": organisation.sites,
            "contact": organisation.contacts,
            "role": organisation.own_roles,
        }
        entries = named[name.kind]
        return next((self.text(entry.name) for entry in entries if entry.id == name.id), name.id)

    def text(self, text: Text) -> str:
        """In the reader's language, else in the company's first: a name is better than none."""
        code = self.language.code if not text.missing((self.language.code,)) else self.organisation.languages[0]
        return text.in_language(code)


def people(ids: Iterable[str], join: Literal["and", "commas"] = "and") -> Listed:
    """The names of people."""
    return Listed(tuple(Name("person", person) for person in ids), join)
