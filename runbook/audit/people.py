"""Who people are to an auditor: their roles on a day, and a number each by which they can be told apart.

The config knows those of today; of those who have left, the register knows what they held when an edition was issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.editions.fact_paths import path_of
from runbook.organisation import Role
from runbook.organisation.terms import appointments
from runbook.records.examination import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runbook.audit.deeds import Approval, Deed, Member
    from runbook.editions import IssuedEdition, Register
    from runbook.organisation import Organisation

_PEOPLE, _ROLES, _OWN, _APPROVERS, _ADMINS = "people", "roles", "own_roles", "approvers", "organization_admins"


@dataclass(frozen=True)  # without slots: worked out once
class People:
    """Everybody whom config, register and records know."""

    organisation: Organisation
    register: Register
    deeds: Sequence[Deed]

    def roles(self, person: str, day: date) -> tuple[str, ...]:
        """The roles (ids) that a person held or stood in for on a day: by the config, else by the edition in force.

        None if neither says so.
        """
        held = (
            role
            for role, _, entry in appointments(self.organisation)
            if entry.in_office(day) and person in (entry.person, entry.deputy)
        )
        if known := tuple(dict.fromkeys(held)):
            return known
        edition = self.register.in_force(day)
        return tuple(dict.fromkeys(_held_in(edition, person, day))) if edition else ()

    def known(self, person: str) -> bool:
        """Whether the config names the person."""
        return any(each.id == person for each in self.organisation.people)

    def name(self, person: str, language: str) -> str:
        """The name of a person by the config, else by the last edition that knew it, else the id."""
        for each in self.organisation.people:
            if each.id == person:
                return each.name.in_language(language)
        for edition in reversed(self.register.editions):
            if found := edition.facts.get(f"{_PEOPLE}/{person}/name/{language}"):
                return found
            if approval := next((each for each in edition.approvals if each.person == person), None):
                return approval.names.get(language) or next(iter(approval.names.values()), person)
        return person

    def approver(self, approval: Approval) -> str:
        """Whose approval it is (id); "" if a name was written that nobody knows."""
        return approval.person or self._ids.get(same_name(approval.name), "")

    def worker(self, member: Member, day: date) -> str:
        """Who came (id); "" for a deputy of whom nobody knows who it was."""
        if not member.is_deputy:
            return member.person
        entries = [entry for role, _, entry in appointments(self.organisation) if role == member.role]
        found = (entry.deputy for entry in entries if entry.person == member.person and entry.in_office(day))
        return next((deputy for deputy in found if deputy), "")

    def present(self, deed: Deed) -> tuple[str, ...]:
        """Everybody who worked in a deed: who is ticked in the team, and who initialled."""
        ticked = (self.worker(member, deed.day) for member in deed.team)
        return tuple(dict.fromkeys(person for person in (*ticked, *deed.people) if person))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """A number for everybody, from 1, in the order in which history names them: the same in a later bundle."""
        found: dict[str, int] = {}
        for person in self._named():
            if person:
                found.setdefault(person, len(found) + 1)
        return found

    def _named(self) -> Iterator[str]:
        happened: list[tuple[date, int, tuple[str, ...]]] = [
            (edition.issued_on, 0, tuple(approval.person for approval in edition.approvals))
            for edition in self.register.editions
        ]
        for deed in self.deeds:
            approved = tuple(self.approver(one) for one in deed.approvals)
            happened.append((deed.taken_on, deed.number, (*approved, *self.present(deed))))
        for _, _, named in sorted(happened):
            yield from named
        yield from (person.id for person in self.organisation.people)

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Ids by name, as names are compared; names of today come before those of older editions."""
        found: dict[str, str] = {}
        for edition in self.register.editions:
            for key, value in edition.facts.items():
                match path_of(key):
                    case ("people", person, "name", _):
                        found[same_name(value)] = person
        for each in self.organisation.people:
            for language in self.organisation.languages:
                found[same_name(each.name.in_language(language))] = each.id
        return found


def role_order(role: str) -> int:
    """Roles of the product in their own order, those of a company last."""
    known = [each.value for each in Role]
    return known.index(role) if role in known else len(known)


def _held_in(edition: IssuedEdition, person: str, day: date) -> Iterator[str]:
    """The roles of a person by the facts of an edition."""
    for key, holder in edition.facts.items():
        path = path_of(key)
        if path[-1] in ("person", "deputy") and holder == person and (role := _role_at(path)):
            start, until = (edition.facts.get("/".join((*key.split("/")[:-1], end))) for end in ("start", "until"))
            if (not start or start <= day.isoformat()) and (not until or day.isoformat() <= until):
                yield role


def _role_at(path: tuple[str, ...]) -> str:
    match path:
        case (first, "members", _, _) if first == _APPROVERS:
            return Role.APPROVER.value
        case (first, role, _, _) if first == _ROLES:
            return role
        case (first, role, "holders", _, _) if first == _OWN:
            return role
        case (first, _, _) if first == _ADMINS:
            return _ADMINS
    return ""
