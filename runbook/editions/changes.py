"""What changed in an organisation between two editions, in sentences for those who approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from runbook.editions.fact_paths import LIST_SEPARATOR, ORDER, Path, path_of
from runbook.editions.fact_phrases import LISTS, FactPhrases, Side

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_OF_A_TERM = (("start",), ("until",))
_DEPUTY = ("deputy",)
_MUST = ("must",)
# Fields of an element that are told as a whole, before the others.
_AS_A_WHOLE = (("contacts",), ("opened_by",))


def changes(before: Mapping[str, str], after: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """Sentences for all that differs between two organisations (`facts`), what matters most first; () if nothing.

    Each difference goes to the first kind that claims it, so none is told twice and none is forgotten.
    """
    phrases = FactPhrases(_tree(before), _tree(after), language)
    claims: list[tuple[_Kind, list[Path]]] = [(kind, []) for kind in _kinds(phrases)]
    for path in phrases.paths:
        if phrases.differs(path):
            next(paths for kind, paths in claims if kind.claims(path)).append(path)
    return tuple(sentence for kind, paths in claims if paths for sentence in kind.sentences(paths))


def _tree(flat: Mapping[str, str]) -> Side:
    return {path_of(key): value for key, value in flat.items()}


class _Kind(Protocol):
    """Differences that are told in the same way."""

    def claims(self, path: Path, /) -> bool:
        """Whether this kind tells of a fact."""

    def sentences(self, paths: Sequence[Path], /) -> Iterator[str]:
        """At least one sentence for these differences, all that the kind was given."""


def _kinds(phrases: FactPhrases) -> Iterator[_Kind]:
    """All kinds, in the order in which they are told; the last takes whatever is left."""
    yield _Required(phrases)
    yield _Appointments(phrases, ("approvers", "members"), phrases.say("approver"))
    for at in _elements(phrases.paths, "roles"):
        yield _Appointments(phrases, at, phrases.called(f"labels.roles.{at[1]}", at[1]))
    for at in _elements(phrases.paths, "own_roles"):
        yield _Appointments(phrases, (*at, "holders"), phrases.name(at))
    yield _OrderOfCall(phrases)
    yield from (_Elements(phrases, section) for section in LISTS)
    yield _Copies(phrases)
    yield _Rest(phrases)


@dataclass(frozen=True, slots=True)
class _Required:
    """How many approvals are needed."""

    phrases: FactPhrases

    def claims(self, path: Path) -> bool:
        return path == ("approvers", "required")

    def sentences(self, paths: Sequence[Path]) -> Iterator[str]:
        for path in paths:
            old, new = (side.get(path, self.phrases.nothing) for side in self.phrases.sides)
            yield self.phrases.say("required", old=old, new=new)


@dataclass(frozen=True, slots=True)
class _Appointments:
    """Who came, went, or took somebody's place; then terms, deputies and order of those who stay."""

    phrases: FactPhrases
    at: Path
    role: str

    def claims(self, path: Path) -> bool:
        if path[: len(self.at)] != self.at or path == self.at:
            return False
        person, field = path[len(self.at)], path[len(self.at) + 1 :]
        old, new = self._people
        if person in old and person in new:
            return field in (*_OF_A_TERM, _DEPUTY, _MUST)
        return person in old or person in new or path == (*self.at, ORDER)

    def sentences(self, paths: Sequence[Path]) -> Iterator[str]:
        old, new = self._people
        yield from self._came_and_went(old, new)
        for person in new:
            if person in old:
                yield from self._stayed(person, [path for path in paths if path[:-1] == (*self.at, person)])
        if [person for person in old if person in new] != [person for person in new if person in old]:
            yield self._say("order", names=self.phrases.people(new))

    def _came_and_went(self, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
        come = [person for person in new if person not in old]
        for number, person in enumerate(old):
            if person in new:
                continue
            follower = new[number] if number < len(new) and new[number] in come else None
            if follower:
                come.remove(follower)
                names = {"old": self.phrases.person(person), "new": self.phrases.person(follower)}
                yield self._say("replaced", number=number + 1, term=self._term(follower), **names)
            else:
                yield self._say("no_longer", name=self.phrases.person(person))
        for person in come:
            about = {"name": self.phrases.person(person), "term": self._term(person)}
            yield self._say("added", number=new.index(person) + 1, **about)

    def _stayed(self, person: str, paths: Sequence[Path]) -> Iterator[str]:
        name = self.phrases.person(person)
        if any(path[-1:] in _OF_A_TERM for path in paths):
            yield self._say("term", name=name, term=self._term(person))
        deputy = (*self.at, person, *_DEPUTY)
        if deputy in paths:
            old, new = (self.phrases.value(side, deputy) for side in self.phrases.sides)
            yield self._say("deputy", name=name, old=old, new=new)
        if (at := (*self.at, person, *_MUST)) in paths:
            yield self._say("must" if self.phrases.after.get(at) == "yes" else "need_not", name=name)

    @property
    def _people(self) -> tuple[Sequence[str], Sequence[str]]:
        old, new = (side.get((*self.at, ORDER)) for side in self.phrases.sides)
        return old.split(LIST_SEPARATOR) if old else (), new.split(LIST_SEPARATOR) if new else ()

    def _term(self, person: str) -> str:
        return self.phrases.term((*self.at, person))

    def _say(self, key: str, **values: object) -> str:
        return self.phrases.say(key, role=self.role, **values)


@dataclass(frozen=True, slots=True)
class _OrderOfCall:
    """Whom to call after how long, as a whole: a place in a row means little without the others."""

    phrases: FactPhrases

    def claims(self, path: Path) -> bool:
        return path[0] == "escalation"

    def sentences(self, _paths: Sequence[Path]) -> Iterator[str]:
        calls = [self._call(at) for at in _elements(self.phrases.after, "escalation")]
        yield self.phrases.say("calls", calls=self.phrases.together(calls) if calls else self.phrases.nothing)

    def _call(self, at: Path) -> str:
        after, nothing = self.phrases.after, self.phrases.nothing
        name = self.phrases.person(after.get((*at, "call"), nothing))
        return self.phrases.say("call", name=name, minutes=after.get((*at, "after"), nothing))


@dataclass(frozen=True, slots=True)
class _Elements:
    """What is gone and what is new in a list that is told by name; then each difference of what stayed."""

    phrases: FactPhrases
    section: str

    def claims(self, path: Path) -> bool:
        return path[0] == self.section and len(path) > 1

    def sentences(self, paths: Sequence[Path]) -> Iterator[str]:
        old, new = (_elements(side, self.section) for side in self.phrases.sides)
        section = self.phrases.section(self.section)
        yield from (
            self.phrases.say("gone", section=section, name=self.phrases.name(at)) for at in old if at not in new
        )
        yield from (self.phrases.say("new", section=section, name=self.phrases.name(at)) for at in new if at not in old)
        for at in new:
            if at in old:
                subjects = dict.fromkeys(self._subject(path) for path in paths if path[:2] == at)
                yield from map(self._told, sorted(subjects, key=lambda subject: subject[2:] not in _AS_A_WHOLE))

    def _subject(self, path: Path) -> Path:
        return path[:3] if path[2:3] == ("contacts",) else self.phrases.subject(path)

    def _told(self, at: Path) -> str:
        sides = self.phrases.sides
        match at[2:]:
            case ("contacts",):
                old, new = (self.phrases.contacts(side, at) for side in sides)
                return self.phrases.say("contacts", name=self.phrases.name(at[:2]), old=old, new=new)
            case ("opened_by",):
                old, new = (self.phrases.groups(side.get(at, "")) for side in sides)
                return self.phrases.say("opened_by", place=self.phrases.name(at[:2]), old=old, new=new)
            case _:
                return self.phrases.plain(at)


@dataclass(frozen=True, slots=True)
class _Copies:
    """How many copies of a sheet lie in a place."""

    phrases: FactPhrases

    def claims(self, path: Path) -> bool:
        return path[0] == "copies" and len(path) > 1

    def sentences(self, paths: Sequence[Path]) -> Iterator[str]:
        different = {path[:2] for path in paths}
        for at in _elements(self.phrases.paths, "copies"):
            if at not in different:
                continue
            sheet, _, rest = at[1].partition("@")
            place, _, rest = rest.partition("@")
            languages, _, audience = rest.partition("@")
            old, new = (side.get((*at, "count"), "0") for side in self.phrases.sides)
            name = self.phrases.say("all_sheets") if sheet == "*" else sheet
            if languages:
                name = self.phrases.say("in_languages", sheet=name, languages=languages.replace("+", ", "))
            if audience:
                name = self.phrases.say("for_roles_only", sheet=name)
            yield self.phrases.say("copies", sheet=name, place=self.phrases.name(("places", place)), old=old, new=new)


@dataclass(frozen=True, slots=True)
class _Rest:
    """Whatever has no sentence of its own."""

    phrases: FactPhrases

    def claims(self, _path: Path) -> bool:
        return True

    def sentences(self, paths: Sequence[Path]) -> Iterator[str]:
        yield from map(self.phrases.plain, dict.fromkeys(map(self.phrases.subject, paths)))


def _elements(paths: Iterable[Path], section: str) -> Sequence[Path]:
    return tuple(dict.fromkeys(path[:2] for path in paths if path[0] == section and len(path) > 1))
