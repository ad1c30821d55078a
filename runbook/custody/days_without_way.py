"""On which days a team can be reached and still nothing opens: who opens or reads is away, or a place is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.custody.calendar import Calendar
from runbook.custody.classes import custody_classes
from runbook.custody.losses import has_way_in
from runbook.custody.team import team_on
from runbook.organisation.terms import in_office, turning_days

if TYPE_CHECKING:
    from runbook.custody.keys import CustodyClass
    from runbook.organisation import Organisation

Accounts = tuple[str, ...]


def days_without_way_in(whole: Organisation, first: date, last: date) -> Mapping[Accounts, tuple[date, ...]]:
    """For each class of accounts (ids) the days from ``first`` to ``last`` on which there is no approved way in.

    ``whole`` has all appointments. Left out are days without a complete team, and classes that are closed even with
    everybody there and every place open.
    """
    turns = {first, *turning_days(whole, first, last)}
    term, calendar = _Term(whole, first), Calendar(whole)
    found: dict[Accounts, list[date]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in turns:
            term = _Term(whole, day)
        for accounts in term.shut(calendar.away(day), calendar.closed(day)):
            found.setdefault(accounts, []).append(day)
    return {accounts: tuple(days) for accounts, days in found.items()}


class _Term:
    """Those in office for a time. Days on which the same people are away and the same places closed are one look."""

    def __init__(self, whole: Organisation, day: date) -> None:
        self._present = present = in_office(whole, day)
        self._team = team_on(whole, day)
        self._classes = tuple(entry for entry in custody_classes(present) if has_way_in(present, entry))
        self._known: dict[tuple[frozenset[str], frozenset[str]], tuple[Accounts, ...]] = {}

    def shut(self, away: frozenset[str], closed: frozenset[str]) -> tuple[Accounts, ...]:
        if (away, closed) not in self._known:
            self._known[away, closed] = tuple(_accounts(entry) for entry in self._shut(away, closed))
        return self._known[away, closed]

    def _shut(self, away: frozenset[str], closed: frozenset[str]) -> Iterator[CustodyClass]:
        people = self._present.people
        if self._team.out_of({person.id for person in people} - away) is None:
            return
        # Whom no contact reaches is away; who holds what stays as it is.
        rest = tuple(replace(person, contacts=()) if person.id in away else person for person in people)
        reached = replace(self._present, people=rest)
        yield from (entry for entry in self._classes if not has_way_in(reached, entry, closed))


def _accounts(entry: CustodyClass) -> Accounts:
    return tuple(account.id for account in entry.accounts)
