"""The team of an approved use of root: approvers, an operator and a witness, all different people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from runbook.organisation import Appointment, Organisation, Role
from runbook.organisation.offices import nobody_who_must
from runbook.organisation.terms import in_office

DUTIES = (Role.OPERATOR, Role.WITNESS)


@dataclass(frozen=True, slots=True)
class Team:
    """Who may fill each duty: one set of people per duty, and one (appointee and deputy) per approver.

    ``required`` is how many of the approvers' places must be filled, the first ``must`` of them among these; every
    duty must be.
    """

    duties: tuple[frozenset[str], ...]
    approvers: tuple[frozenset[str], ...]
    required: int
    must: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Everyone who may take part."""
        return frozenset().union(*self.duties, *self.approvers)

    def out_of(self, present: AbstractSet[str]) -> tuple[str, ...] | None:
        """A complete team of people who are present, each with one part; None if there is none."""
        filled = fill((*self.duties, *self.approvers), present)
        approving = [number for number in filled if number >= len(self.duties)]
        indispensable = range(len(self.duties) + self.must)
        if any(number not in filled for number in indispensable) or len(approving) < self.required:
            return None
        surplus = set(approving[self.required :])
        return tuple(person for number, person in filled.items() if number not in surplus)

    def approvals(self, present: AbstractSet[str]) -> int:
        """How many approvals these people can give at most: an appointee or the deputy, nobody twice.

        The place of somebody who must be among them is given to nobody else.
        """
        filled = fill(self.approvers, present)
        missing = sum(number not in filled for number in range(self.must))
        return min(len(filled), self.required - missing) if missing else len(filled)


def fill(places: Sequence[AbstractSet[str]], present: AbstractSet[str]) -> Mapping[int, str]:
    """Places (by number) with different people in them: as many as possible, earlier ones first.

    Augmenting paths (Kuhn). A place once filled stays filled, so one is left out only if it cannot be filled together
    with those before it.
    """
    held: dict[str, int] = {}
    for number in range(len(places)):
        _place(number, places, present, held, set())
    return {number: person for person, number in sorted(held.items(), key=lambda entry: entry[1])}


def _place(
    number: int, places: Sequence[AbstractSet[str]], present: AbstractSet[str], held: dict[str, int], tried: set[str]
) -> bool:
    for person in sorted(places[number] & present):
        if person in tried:
            continue
        tried.add(person)
        if person not in held or _place(held[person], places, present, held, tried):
            held[person] = number
            return True
    return False


def team_of(organisation: Organisation) -> Team:
    """The team of an organisation; give it only those in office on the day that is meant."""
    members = organisation.approvers.in_order_of_call
    return Team(
        duties=tuple(_either(organisation.holders(role)) for role in DUTIES),
        approvers=tuple(_either([member]) for member in members),
        required=organisation.approvers.required,
        must=sum(member.must for member in members),
    )


def team_on(whole: Organisation, day: date) -> Team:
    """The team of a day, of an organisation with all its appointments.

    Where nobody is left of those who must approve, their place is one that nobody can fill.
    """
    team = team_of(in_office(whole, day))
    if nobody_who_must(whole, day) is None:
        return team
    return replace(team, approvers=(frozenset(), *team.approvers), must=1)


def _either(appointments: Iterable[Appointment]) -> frozenset[str]:
    return frozenset(person for entry in appointments for person in (entry.person, entry.deputy) if person is not None)
