"""What records say of a company, which comes before what its config says: a typed day is what somebody remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.organisation.places import Seals

if TYPE_CHECKING:
    from runbook.organisation.people import Person
    from runbook.organisation.whole import Organisation


@dataclass(frozen=True, slots=True)
class Recorded:
    """When what was last done, and what the seals are now, as records say.

    ``tasks`` by the id of a periodic task, ``tested`` by item, ``confirmed`` by person (all their contacts),
    ``verified`` by account (how its root is kept), ``seals`` by item; ``broken`` are the seals that were on something
    before.
    """

    tasks: Mapping[str, date] = field(default_factory=dict)
    tested: Mapping[str, date] = field(default_factory=dict)
    confirmed: Mapping[str, date] = field(default_factory=dict)
    verified: Mapping[str, date] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[str, ...] = ()

    def laid_over(self, organisation: Organisation) -> Organisation:
        """The company as the records know it, for judging; what is printed is what the config says."""
        return replace(
            organisation,
            seals=tuple(self._rows(organisation)),
            people=tuple(map(self._of_person, organisation.people)),
            items=tuple(
                replace(
                    item,
                    tested_on=self.tested.get(item.id, item.tested_on),
                    seal=self.seals.get(item.id, item.seal),
                )
                if item.id in self.tested or item.id in self.seals
                else item
                for item in organisation.items
            ),
            accounts=tuple(
                replace(account, verified_on=self.verified[account.id]) if account.id in self.verified else account
                for account in organisation.accounts
            ),
        )

    def _rows(self, organisation: Organisation) -> Iterator[Seals]:
        """Rows of numbers without those that are on items now, and one for each number that was on one before."""
        now = {*self.seals.values()}
        for row in organisation.seals:
            yield row.without(now) or row
        listed = {number for row in organisation.seals for number in row.numbers or ()}
        known = listed | now | {item.seal for item in organisation.items if item.seal and item.id not in self.seals}
        yield from (Seals(number, "used") for number in self.broken if number not in known)

    def _of_person(self, person: Person) -> Person:
        day = self.confirmed.get(person.id)
        if day is None:
            return person
        return replace(person, contacts=tuple(replace(contact, confirmed_on=day) for contact in person.contacts))


NOTHING_RECORDED = Recorded()
