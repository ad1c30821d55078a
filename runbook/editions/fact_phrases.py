"""How facts are told in a language: names for ids, words for fields, people together, telephones, terms.

The facts may come from a register that an older version wrote, so nothing is taken for granted: what has no word in the
language is shown by its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.editions.fact_paths import GROUP_SEPARATOR, LIST_SEPARATOR, Path

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

# Lists whose elements are told by name, in the order in which they are told.
LISTS = (
    *("people", "places", "items", "accounts", "sites", "contacts", "emergency_roles"),
    *("services", "domains", "own_roles"),
)
_PEOPLE_FIELDS = frozenset({"person", "deputy", "accepted_by"})
_PEOPLE_LISTS = frozenset({"readers", "held_by", "administered_by", "keys_kept_by", "used_by", "reaches"})
_PLACES = {"place": "places", "site": "sites"}
# What is said of a contact beside its number, when it is other than before.
_CONTACT_DETAILS = ("personal", "confirmed_on", "depends_on")

Side = Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class FactPhrases:
    """Two organisations as facts, and the language in which their differences are told."""

    before: Side
    after: Side
    language: Language

    @property
    def sides(self) -> tuple[Side, Side]:
        """Before and after."""
        return self.before, self.after

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path of either side, in their order."""
        return tuple({**self.before, **self.after})

    def differs(self, path: Path) -> bool:
        """Whether a fact is new, gone or other."""
        return self.before.get(path) != self.after.get(path)

    def say(self, key: str, **values: object) -> str:
        """A sentence of changes.yaml."""
        return self.language.words(f"changes.{key}").format_map(values)

    def called(self, key: str, otherwise: str) -> str:
        """The words for a key; ``otherwise`` if the language has none."""
        return self.language.words(key) if self.language.has(key) else otherwise

    @property
    def nothing(self) -> str:
        """What stands for a value that is not there."""
        return self.say("nothing")

    def together(self, parts: Sequence[str]) -> str:
        """Parts of a list, one after the other."""
        return self.language.words("labels.formats.list_separator").join(parts)

    def section(self, name: str) -> str:
        """What a part of the config is called."""
        return self.called(f"changes.sections.{name}", name)

    def field(self, name: str) -> str:
        """What a field is called; an id is shown as it is."""
        return self.called(f"changes.fields.{name}", name)

    def name(self, at: Path) -> str:
        """The printed name of an element, in this language if there is one; else its id."""
        name = self._named(at, "")
        if not name:
            return at[1]
        if at[0] != "accounts":
            return name
        return self.language.say("labels.formats.with_aside", text=name, aside=at[1])

    def _named(self, at: Path, otherwise: str) -> str:
        for side in (self.after, self.before):
            for code in (self.language.code, *self._languages):
                if name := side.get((*at, "name", code)) or side.get((*at, "name")):
                    return name
        return otherwise

    def person(self, person: str) -> str:
        """The name of a person."""
        return self.name(("people", person))

    def people(self, people: Sequence[str]) -> str:
        """The names of people."""
        return self.together([self.person(person) for person in people])

    def groups(self, groups: str) -> str:
        """Groups of people who do something together: "A with B, or C"."""
        if not groups:
            return self.nothing
        together = [
            self.say("with").join(self.person(person) for person in group.split(LIST_SEPARATOR))
            for group in groups.split(GROUP_SEPARATOR)
        ]
        return self.say("or").join(together)

    def term(self, at: Path) -> str:
        """From when, and until when if that is known, an appointment lasts."""
        start, until = (self.after.get((*at, field)) for field in ("start", "until"))
        return self.say("from_until", start=start, until=until) if until else self.say("from", start=start)

    def contacts(self, side: Side, at: Path) -> str:
        """All ways to reach a person; what else is known of one only where that is other than before."""
        numbers = dict.fromkeys(path[3] for path in side if path[:3] == at)
        shown = [self._contact(side, (*at, number)) for number in numbers]
        return self.together(shown) if shown else self.nothing

    def _contact(self, side: Side, at: Path) -> str:
        kind = self.called(f"labels.contact_kinds.{side.get((*at, 'kind'), '')}", "")
        details = [
            f"({self.field(name)} {self.value(side, (*at, name))})"
            for name in _CONTACT_DETAILS
            if self.differs((*at, name)) and (*at, name) in side
        ]
        return " ".join(part for part in (kind, side.get((*at, "value")), *details) if part)

    def subject(self, path: Path) -> Path:
        """What a fact is about: a text in several languages is one thing."""
        return path[:-1] if path[-1] in self._languages else path

    def described(self, at: Path) -> str:
        """A path in words: "Person Hanako Sato, title"."""
        section, rest = self.section(at[0]), at[1:]
        if rest and at[0] in LISTS:
            section, rest = self.say("element", section=section, name=self.name(at[:2])), at[2:]
        elif rest and at[0] == "rotation":
            own = at[:3] if at[1] == "own" and len(at) > len(("rotation", "own")) else None
            task = self._named(own, own[2]) if own else self.called(f"labels.tasks.{at[1]}", at[1])
            section, rest = self.say("element", section=section, name=task), at[3:] if own else at[2:]
        return self.together([section, *(self.field(part) for part in rest)])

    def plain(self, at: Path) -> str:
        """The sentence for a difference that is told by what stands there now and before."""
        # A text that changed in other languages only is shown in one of them.
        texts = [path for code in self._languages if self.differs(path := (*at, code))]
        shown = texts[0] if texts and (*at, self.language.code) not in texts else at
        old, new = (self.value(side, shown) for side in self.sides)
        return self.say("plain", what=self.described(at), old=old, new=new)

    def value(self, side: Side, at: Path) -> str:
        """What stands at a path, as it is printed."""
        texts = [side[path] for code in (self.language.code, *self._languages) if (path := (*at, code)) in side]
        value = side.get(at) or next(iter(texts), None)
        if value is None:
            return self.nothing
        if at[-1] in _PEOPLE_FIELDS:
            return self.person(value)
        if at[-1] in _PEOPLE_LISTS:
            return self.people(value.split(LIST_SEPARATOR))
        if at[-1] in _PLACES:
            return self.name((_PLACES[at[-1]], value))
        return self.say(value) if value in {"yes", "no"} else value

    @property
    def _languages(self) -> tuple[str, ...]:
        spoken = (side.get(("languages",), "") for side in (self.after, self.before))
        return tuple(dict.fromkeys(code for codes in spoken for code in codes.split(LIST_SEPARATOR) if code))
