"""A company as readers of roles only may know it: "Approver 1" for a name, "[place]" for where something lies.

The values decide, not the templates: the same templates are given another organisation, and packets in which the same
values stand. Structure stays (the steps, their order, how many things play a part); what is done at several places is
said once for all of them (`gathered.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from runbook.audiences.gathered import Somewhere, gathered
from runbook.knowledge.language import Language
from runbook.organisation import (
    Appointment,
    Contact,
    Item,
    Organisation,
    OwnRole,
    Person,
    PersonContact,
    Place,
    Role,
    Service,
)
from runbook.organisation.disclosure import PUBLIC, Disclosure, Refers, disclosures
from runbook.organisation.localized import Text
from runbook.packets.onward import Onward
from runbook.packets.things import Thing

A = TypeVar("A", bound=Appointment)
T = TypeVar("T")

_PEOPLE, _OPENERS = "people", "openers"
_PLACES, _VAULTS = "places", "vaults"
_SERIES: Mapping[str, str] = {
    "envelope": "ENV",
    "security-key": "KEY",
    "totp-token": "TOTP",
    "phone": "TEL",
    "tablet": "TAB",
    "document": "DOC",
    "vault-entry": "VLT",
    "authenticator-app": "APP",
    "kit": "KIT",
    "recovery-codes": "REC",
}
"""What numbers of items are instead: the same in each language, so that two readers can speak of one thing."""
_OURS = "runbook."


def numbers_instead(items: Iterable[Item]) -> Mapping[str, str]:
    """By the number of each item what stands for it: its kind and a count."""
    count: dict[str, int] = {}
    numbers = {}
    for item in items:
        series = _SERIES[item.kind]
        count[series] = count.get(series, 0) + 1
        numbers[item.id] = f"{series}-{count[series]}"
    return numbers


@dataclass(frozen=True)  # without slots: who stands for whom is worked out once
class Pseudonyms:
    """What stands for the values of an organisation of a day, in a language.

    People are numbered within their role, in the order of the config, so "Approver 1" is the first on sheet 02. Someone
    with two roles stands there as two: who has both hands on a lock is nobody's business here.
    """

    of: Organisation
    language: Language

    @cached_property
    def organisation(self) -> Organisation:
        """The company without its people, places and numbers."""
        rest = self._without_people(self.of)
        return replace(
            rest,
            people=tuple(self._people.values()),
            approvers=replace(rest.approvers, members=self._appointed(Role.APPROVER)),
            roles={role: self._appointed(role) for role in self.of.roles},
            own_roles=tuple(
                replace(role, holders=tuple(self._in_role(_own(role), role.holders))) for role in self.of.own_roles
            ),
            organization_admins=tuple(
                replace(each, person=_PEOPLE, deputy=None) for each in self.of.organization_admins
            ),
            sites=tuple(replace(site, time_zone=None, holidays=None) for site in rest.sites),
            accepted_risks=(),  # each says where the company knows itself to be weak
            notes={},  # what the house does instead may name anything
        )

    def onward(self, packets: Onward) -> Onward:
        """The packets with the same steps, about the things and accounts of `organisation`, at untold places."""
        organisation, somewhere = self.organisation, self._somewhere
        return Onward(
            {slug: gathered(self._recast(packet), somewhere, organisation) for slug, packet in packets.packets.items()},
            self._recast(packets.management),
        )

    @property
    def _somewhere(self) -> Somewhere:
        openers = ((_OPENERS,),)
        locked = Place(_PLACES, Text(self._word("place")), opened_by=openers)
        return Somewhere(locked, Place(_VAULTS, Text(self._word("vault")), kind="vault", opened_by=openers))

    def _without_people(self, organisation: Organisation) -> Organisation:
        marks = disclosures(Organisation)
        kept: dict[str, Any] = {
            field.name: self._value(getattr(organisation, field.name), marks.get(field.name, PUBLIC))
            for field in fields(organisation)
            if field.name not in ("people", "own_roles", "roles", "organization_admins", "accepted_risks")
        }
        return replace(organisation, **kept)

    # --- people -----------------------------------------------------------------------------------------------------

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        """Everyone who stands for somebody, by id."""
        everyone = [self._person(_PEOPLE, self._word("people")), self._person(_OPENERS, self._word("openers"))]
        for role in Role:
            if role not in self._alone:
                name = self.language.words(f"labels.roles.{role}")
                everyone += self._holders(role.value, name, self._held(role))
        for own in self.of.own_roles:
            everyone += self._holders(_own(own), own.name.in_language(self.language.code), own.holders)
        return {person.id: person for person in everyone}

    def _holders(self, series: str, role: str, entries: tuple[Appointment, ...]) -> Iterator[Person]:
        for number, entry in enumerate(entries, 1):
            name = self._say("numbered", role=role, number=number)
            yield self._person(_id(series, number), name)
            if entry.deputy:
                yield self._person(_deputy(series, number), self._say("deputy", name=name))

    def _person(self, person_id: str, name: str) -> Person:
        return Person(person_id, Text(name), (PersonContact("phone", self._word("phone")),))

    @cached_property
    def _alone(self) -> frozenset[Role]:
        """Roles that the one approver has, too, where nobody else has them: this the paper says in any case."""
        roles = [Role.OPERATOR] if self.of.approves_alone else []
        return frozenset([*roles, Role.WITNESS] if self.of.works_alone else roles)

    def _held(self, role: Role) -> tuple[Any, ...]:
        """Who holds a role; approvers as sheet 02 of the full edition has them."""
        return self.of.approvers.in_order_of_call if role is Role.APPROVER else self.of.holders(role)

    def _appointed(self, role: Role) -> tuple[Any, ...]:
        if role in self._alone:
            return tuple(replace(entry, person=_id(Role.APPROVER, 1), deputy=None) for entry in self.of.holders(role))
        return tuple(self._in_role(role.value, self._held(role)))

    @staticmethod
    def _in_role(series: str, entries: tuple[A, ...]) -> Iterator[A]:
        for number, entry in enumerate(entries, 1):
            deputy = _deputy(series, number) if entry.deputy else None
            yield replace(entry, person=_id(series, number), deputy=deputy)

    @cached_property
    def _first_role(self) -> Mapping[str, str]:
        """Who stands for somebody outside of a role: for the holder of their first role, then for a deputy."""
        first: dict[str, str] = {}
        kept = [(role.value, self._held(role)) for role in Role if role not in self._alone]
        kept += [(_own(own), own.holders) for own in self.of.own_roles]
        for series, entries in kept:
            for number, entry in enumerate(entries, 1):
                first.setdefault(entry.person, _id(series, number))
        for series, entries in kept:
            for number, entry in enumerate(entries, 1):
                if entry.deputy:
                    first.setdefault(entry.deputy, _deputy(series, number))
        return first

    # --- everything else --------------------------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """What the number of every item is instead."""
        return numbers_instead(self.of.items)

    @cached_property
    def _contacts(self) -> Mapping[Contact, str]:
        """What contacts beyond people are called: by their group, numbered."""
        count: dict[str, int] = {}
        names = {}
        for contact in self.of.contacts:
            count[contact.kind] = count.get(contact.kind, 0) + 1
            group = self.language.words(f"labels.contact_groups.{contact.kind}")
            name = self._say("numbered", role=group, number=count[contact.kind])
            names[contact] = self._say("bracketed", word=name)
        return names

    @cached_property
    def _known(self) -> dict[int, tuple[object, object]]:
        """What was recast, by identity: the same account stands in many packets."""
        return {}

    def _recast(self, value: T) -> T:
        """A part of the model, or of a packet, with stand-ins for all that is marked in it."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, self._recast_anew(value))  # keeps the value, and so its identity
        return known[1]  # type: ignore[return-value]

    def _recast_anew(self, value: Any) -> Any:  # noqa: ANN401  any part of the model, and of the same type again
        if isinstance(value, tuple):
            return tuple(self._recast(each) for each in value)
        if isinstance(value, Mapping):
            return {key: self._recast(each) for key, each in value.items()}
        if not is_dataclass(value) or isinstance(value, type | Text) or not _may_hold_words(type(value)):
            return value
        marks = disclosures(type(value))
        changed: dict[str, Any] = {
            field.name: self._value(getattr(value, field.name), marks.get(field.name, PUBLIC))
            for field in fields(value)
            if field.init
        }
        match value:
            case Contact():
                changed["name"] = Text(self._contacts[value])
            case Item():
                changed["id"] = self._number(value.id)
            case Service():
                kind = self.language.words(f"sheets.resilience.guard_kinds.{value.kind}")
                changed |= {"id": value.id, "name": Text(self._say("bracketed", word=kind))}
            case Thing():
                changed["serves"] = self._number(value.serves) if value.serves else None
        return replace(value, **changed)

    def _value(self, value: Any, mark: Disclosure) -> Any:  # noqa: ANN401  the value of any field
        if value in (None, (), ""):
            return value
        if mark.refers:
            return self._reference(value, mark.refers)
        if not mark.is_marked:
            return self._recast(value)
        if not mark.word:
            return () if isinstance(value, tuple) else None
        word = self._word(mark.word)
        return Text(word) if isinstance(value, Text) else word

    def _reference(self, value: Any, refers: Refers) -> Any:  # noqa: ANN401  an id or ids
        match refers:
            case Refers.PEOPLE:
                return (_PEOPLE,)
            case Refers.OPENERS:
                return ((_OPENERS,),)
            case Refers.HOLDER:
                return self._first_role.get(value, _PEOPLE)
            case Refers.ITEMS:
                return tuple(self.numbers[item] for item in value) if isinstance(value, tuple) else self.numbers[value]
            case Refers.APPOINTED:  # told where the role is known
                return value

    def _number(self, item: str) -> str:
        return self.numbers[item]

    def _say(self, key: str, **values: object) -> str:
        return self.language.say(f"labels.withheld.{key}", **values)

    def _word(self, name: str) -> str:
        return self.language.withheld(name)


def _id(series: str, number: int) -> str:
    return f"{series}-{number}"


def _own(role: OwnRole) -> str:
    return f"own-{role.id}"


def _deputy(series: str, number: int) -> str:
    return f"{series}-{number}-deputy"


def _may_hold_words(of: type) -> bool:
    """Whether values of a class may hold words of a company: parts of the model and of packets."""
    return of.__module__.startswith((f"{_OURS}organisation.", f"{_OURS}packets."))
