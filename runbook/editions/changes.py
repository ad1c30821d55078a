"""What changed in an organisation between two editions, in sentences for those who approve it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.editions.facts import GROUP_SEPARATOR, LIST_SEPARATOR, ORDER, Path, path_of

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_PEOPLE_FIELDS = frozenset({"person", "deputy", "call", "accepted_by"})
_PEOPLE_LISTS = frozenset({"readers", "held_by"})
# Lists whose elements are told by name, in the order in which they are told.
_LISTS = ("places", "items", "accounts", "sites", "contacts", "emergency_roles")


def changes(before: Mapping[str, str], after: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """Sentences for all that differs between two organisations (`facts`), what matters most first; () if nothing.

    The facts may come from a register that an older version wrote, so no fact is taken for granted.
    """
    different = {path_of(key) for key in {**before, **after} if before.get(key) != after.get(key)}
    return tuple(_Teller(_tree(before), _tree(after), different, language).tell())


def _tree(flat: Mapping[str, str]) -> dict[Path, str]:
    return {path_of(key): value for key, value in flat.items()}


@dataclass(slots=True)
class _Teller:
    """Tells differences one kind after the other; what is told is taken off the list, the rest is told plainly."""

    before: Mapping[Path, str]
    after: Mapping[Path, str]
    left: set[Path]
    language: Language

    def tell(self) -> Iterator[str]:
        yield from self._required()
        yield from self._appointments(("approvers", "members"), self._words("approver"))
        for role in dict.fromkeys(path[1] for path in (*self.before, *self.after) if path[0] == "roles"):
            yield from self._appointments(("roles", role), self.language.words(f"labels.roles.{role}"))
        yield from self._order_of_call()
        yield from self._people()
        for kind in _LISTS:
            yield from self._elements(kind)
        yield from self._copies()
        yield from self._rest()

    def _required(self) -> Iterator[str]:
        path = ("approvers", "required")
        if path in self.left:
            old, new = (side.get(path, self._nothing) for side in self._sides)
            yield self._say("required", old=old, new=new)
            self.left.discard(path)

    def _appointments(self, at: Path, role: str) -> Iterator[str]:
        """Who came, went, or took somebody's place; then terms, deputies and order of those who stay."""
        old, new = self._ordered(self.before, at), self._ordered(self.after, at)
        gone = [person for person in old if person not in new]
        come = [person for person in new if person not in old]
        for person in gone:
            number = old.index(person)
            follower = new[number] if number < len(new) and new[number] in come else None
            if follower:
                come.remove(follower)
                about = {"old": self._person(person), "new": self._person(follower), "term": self._term(at, follower)}
                yield self._say("replaced", role=role, number=number + 1, **about)
            else:
                yield self._say("no_longer", role=role, name=self._person(person))
        for person in come:
            about = {"name": self._person(person), "term": self._term(at, person)}
            yield self._say("added", role=role, number=new.index(person) + 1, **about)
        for person in new:
            if person in old:
                yield from self._appointment((*at, person), role)
        stayed = [person for person in old if person in new]
        if stayed != [person for person in new if person in old]:
            yield self._say("order", role=role, names=self._names(new))
        self.left.discard((*at, ORDER))
        for person in {*old, *new}:
            if person not in old or person not in new:
                self._told((*at, person))

    def _appointment(self, at: Path, role: str) -> Iterator[str]:
        name = self._person(at[-1])
        if {(*at, "start"), (*at, "until")} & self.left:
            yield self._say("term", role=role, name=name, term=self._term(at[:-1], at[-1]))
            self.left -= {(*at, "start"), (*at, "until")}
        deputy = (*at, "deputy")
        if deputy in self.left:
            old, new = (self._person(side[deputy]) if deputy in side else self._nothing for side in self._sides)
            yield self._say("deputy", role=role, name=name, old=old, new=new)
            self.left.discard(deputy)

    def _order_of_call(self) -> Iterator[str]:
        if any(path[0] == "escalation" for path in self.left):
            numbers = dict.fromkeys(path[1] for path in self.after if path[0] == "escalation")
            calls = [
                self._say(
                    "call",
                    name=self._person(self.after.get(("escalation", number, "call"), self._nothing)),
                    minutes=self.after.get(("escalation", number, "after"), self._nothing),
                )
                for number in numbers
            ]
            yield self._say("calls", calls=self._join(calls) if calls else self._nothing)
            self._told(("escalation",))

    def _people(self) -> Iterator[str]:
        yield from self._come_and_gone("people")
        for person in self._both("people"):
            at = ("people", person)
            contacts = (*at, "contacts")
            if any(path[:3] == contacts for path in self.left):
                old, new = (self._contacts(side, contacts) for side in self._sides)
                yield self._say("contacts", name=self._person(person), old=old, new=new)
                self._told(contacts)
            yield from self._plain(at)

    def _elements(self, kind: str) -> Iterator[str]:
        yield from self._come_and_gone(kind)
        for element in self._both(kind):
            at = (kind, element)
            opened = (*at, "opened_by")
            if opened in self.left:
                old, new = (self._groups(side.get(opened, "")) for side in self._sides)
                yield self._say("opened_by", place=self._name(at), old=old, new=new)
                self._told(opened)
            yield from self._plain(at)

    def _copies(self) -> Iterator[str]:
        entries = dict.fromkeys(path[:2] for path in (*self.before, *self.after) if path[0] == "copies")
        for entry in entries:
            count = (*entry, "count")
            if any(path[:2] == entry for path in self.left):
                sheet, _, place = entry[1].partition("@")
                old, new = (side.get(count, "0") for side in self._sides)
                name = self._words("all_sheets") if sheet == "*" else sheet
                yield self._say("copies", sheet=name, place=self._name(("places", place)), old=old, new=new)
                self._told(entry)

    def _rest(self) -> Iterator[str]:
        for path in [path for path in {**self.before, **self.after} if path in self.left]:
            yield from self._plain(path)

    def _come_and_gone(self, kind: str) -> Iterator[str]:
        old, new = (self._identities(side, kind) for side in self._sides)
        section = self._words(f"sections.{kind}")
        for key, names in (("gone", [n for n in old if n not in new]), ("new", [n for n in new if n not in old])):
            for name in names:
                yield self._say(key, section=section, name=self._name((kind, name)))
                self._told((kind, name))

    def _plain(self, at: Path) -> Iterator[str]:
        """Every difference at and below a path, one sentence each; a text in two languages is one difference."""
        for path in [path for path in {**self.before, **self.after} if path[: len(at)] == at and path in self.left]:
            if path not in self.left:
                continue
            is_text = path[-1] in self._languages
            field = path[:-1] if is_text else path
            own = (*field, self.language.code)
            # A text that changed in other languages only is shown in one of them.
            shown = path if is_text and own not in self.left else field
            old, new = (self._shown(side, shown) for side in self._sides)
            self._told(field)
            yield self._say("plain", what=self._described(field), old=old, new=new)

    def _described(self, path: Path) -> str:
        """A path in words: "Person Hanako Sato, title"."""
        section = self._words(f"sections.{path[0]}")
        rest = list(path[1:])
        names = [section]
        if path[0] in {*_LISTS, "people"}:
            names = [self._say("element", section=section, name=self._name(path[:2]))]
            rest = rest[1:]
        elif path[0] == "rotation":
            names = [self._say("element", section=section, name=self.language.words(f"labels.tasks.{path[1]}"))]
            rest = rest[1:]
        return self._join([*names, *(self._field(part) for part in rest)])

    def _field(self, part: str) -> str:
        key = f"changes.fields.{part}"
        return self.language.words(key) if self.language.has(key) else part

    def _shown(self, side: Mapping[Path, str], field: Path) -> str:
        code = self.language.code
        texts = [
            side[path] for path in ((*field, code), *((*field, other) for other in self._languages)) if path in side
        ]
        value = side.get(field) or next(iter(texts), None)
        if value is None:
            return self._nothing
        if field[-1] in _PEOPLE_FIELDS:
            return self._person(value)
        if field[-1] in _PEOPLE_LISTS:
            return self._names(value.split(LIST_SEPARATOR))
        if field[-1] in {"place", "site"}:
            return self._name((f"{field[-1]}s", value))
        return {"yes": self._words("yes"), "no": self._words("no")}.get(value, value)

    def _name(self, at: Path) -> str:
        """The printed name of an element, in this language if there is one; else its id."""
        for side in (self.after, self.before):
            for code in (self.language.code, *self._languages):
                if name := side.get((*at, "name", code)) or side.get((*at, "name")):
                    return f"{name} ({at[1]})" if at[0] == "accounts" else name
        return at[1]

    def _person(self, person: str) -> str:
        return self._name(("people", person))

    def _names(self, people: Sequence[str]) -> str:
        return self._join([self._person(person) for person in people])

    def _groups(self, groups: str) -> str:
        if not groups:
            return self._nothing
        together = [
            self._words("with").join(self._person(person) for person in group.split(LIST_SEPARATOR))
            for group in groups.split(GROUP_SEPARATOR)
        ]
        return self._words("or").join(together)

    def _contacts(self, side: Mapping[Path, str], at: Path) -> str:
        numbers = dict.fromkeys(path[3] for path in side if path[:3] == at)
        shown = [self._contact(side, (*at, number)) for number in numbers]
        return self._join(shown) if shown else self._nothing

    def _contact(self, side: Mapping[Path, str], at: Path) -> str:
        kind = f"labels.contact_kinds.{side.get((*at, 'kind'), '')}"
        shown = self.language.words(kind) if self.language.has(kind) else ""
        extra = [
            f"{self._field(name)} {self._shown(side, (*at, name))}"
            for name in ("personal", "confirmed_on", "depends_on")
            if (*at, name) in self.left and (*at, name) in side
        ]
        return " ".join(
            part for part in (shown, side.get((*at, "value"), ""), *(f"({text})" for text in extra)) if part
        )

    def _term(self, at: Path, person: str) -> str:
        start, until = (self.after.get((*at, person, field)) for field in ("start", "until"))
        return self._say("from_until", start=start, until=until) if until else self._say("from", start=start)

    def _ordered(self, side: Mapping[Path, str], at: Path) -> list[str]:
        order = side.get((*at, ORDER))
        return order.split(LIST_SEPARATOR) if order else []

    def _identities(self, side: Mapping[Path, str], kind: str) -> list[str]:
        return list(dict.fromkeys(path[1] for path in side if path[0] == kind and len(path) > 1))

    def _both(self, kind: str) -> list[str]:
        old, new = (self._identities(side, kind) for side in self._sides)
        return [name for name in new if name in old]

    def _told(self, at: Path) -> None:
        self.left -= {path for path in self.left if path[: len(at)] == at}

    @property
    def _sides(self) -> tuple[Mapping[Path, str], Mapping[Path, str]]:
        return self.before, self.after

    @property
    def _languages(self) -> tuple[str, ...]:
        spoken = (side.get(("languages",), "") for side in (self.after, self.before))
        return tuple(dict.fromkeys(code for codes in spoken for code in codes.split(LIST_SEPARATOR) if code))

    @property
    def _nothing(self) -> str:
        return self._words("nothing")

    def _join(self, parts: Sequence[str]) -> str:
        return self.language.words("labels.formats.list_separator").join(parts)

    def _words(self, key: str) -> str:
        return self.language.words(f"changes.{key}")

    def _say(self, key: str, **values: object) -> str:
        return self._words(key).format_map(values)
