"""On which coming days a packet cannot be done although there is a team: who acts is away, or a place is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.contingency.actors import Staff
from runbook.contingency.course import Route
from runbook.contingency.outcome import Carried, Trial
from runbook.custody import Loss, Losses, LossKind, custody_classes
from runbook.custody.calendar import Calendar
from runbook.custody.team import team_on
from runbook.organisation.accounts import Route as AccountRoute
from runbook.organisation.horizon import horizon, stretches_of
from runbook.organisation.terms import in_office, turning_days
from runbook.packets.proving import packets_for

if TYPE_CHECKING:
    from runbook.knowledge.procedure import Procedure
    from runbook.organisation import Account, Organisation
    from runbook.packets.cases import Case
    from runbook.packets.packet import Packet

_NOTHING: Losses = frozenset()
_OF_THEIR_OWN = (AccountRoute.SAFE, AccountRoute.SEALED)  # accounts of which each has packets
_FEW = 2


@dataclass(frozen=True, slots=True)
class Closure:
    """Packets that stop on the same days: on every one of some ``weekdays`` (0 is Monday), and in other stretches."""

    cases: tuple[Case, ...]
    weekdays: tuple[int, ...]
    stretches: tuple[tuple[date, date], ...]


@dataclass(frozen=True)  # without slots: worked out when a rule or a sheet asks first
class PacketDays:
    """On which days of a year, and up to its horizon, a packet cannot be done by the paper.

    ``whole`` has all appointments. The whole year, so that what is printed of it is the same words tomorrow.
    Left out are days without a complete team, and packets that cannot be done if everybody is there and all is open.
    Who is absent, or whose hours leave the day out, is not called; a place that does not open on the day is closed.
    """

    whole: Organisation
    procedure: Procedure
    year: int

    @cached_property
    def by_case(self) -> tuple[tuple[Case, tuple[date, ...]], ...]:
        """The cases of the packets that stop on some day, with these days; who stops first comes first."""
        found: dict[str, tuple[Case, list[date]]] = {}
        for day, cases in self._stopped.items():
            for case in cases or ():
                found.setdefault(case.slug, (case, []))[1].append(day)
        return tuple((case, tuple(days)) for case, days in found.values())

    def closures(self, since: date) -> tuple[Closure, ...]:
        """The same by days: packets that stop on the same ones together; what comes round every week is told once.

        Stretches that were over before ``since`` are left out.
        """
        cases_of: dict[tuple[date, ...], list[Case]] = {}
        for case, days in self.by_case:
            cases_of.setdefault(days, []).append(case)
        found = (self._closure(tuple(cases), days, since) for days, cases in cases_of.items())
        return tuple(closure for closure in found if closure.weekdays or closure.stretches)

    def _closure(self, cases: tuple[Case, ...], days: tuple[date, ...], since: date) -> Closure:
        kept = frozenset(days)
        others = {day.weekday() for day, stopped in self._stopped.items() if stopped is not None and day not in kept}
        weekly = tuple(sorted({day.weekday() for day in days} - others))
        stretches = stretches_of([day for day in days if day.weekday() not in weekly])
        return Closure(cases, weekly, tuple(stretch for stretch in stretches if stretch[1] >= since))

    @cached_property
    def _stopped(self) -> Mapping[date, tuple[Case, ...] | None]:
        """The cases that stop on each day; None on a day without a complete team."""
        first = date(self.year, 1, 1)
        last = horizon(first)
        turns = {*turning_days(self.whole, first, last)}
        calendar, papers = Calendar(self.whole), _Papers(self.procedure)
        term = _Term(self.whole, papers, first)
        found: dict[date, tuple[Case, ...] | None] = {}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day in turns:
                term = _Term(self.whole, papers, day)
            found[day] = term.stopped(calendar.away(day), calendar.closed(day))
        return found


class _Papers:
    """The packets of one term after the other. Whoever is in office, most of them are the same."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._made_for: tuple[Procedure, tuple[Account, ...]] | None = None
        self._routes: dict[str, Route] = {}

    def routes(self, few: Organisation) -> Collection[Route]:
        """The packets of those in office, ready to be gone through: made again only if they may be other ones.

        Appointments are in a packet only by what of the procedure applies.
        """
        own = self._procedure.for_organisation(few)
        if (own, few.accounts) != self._made_for:
            self._made_for = own, few.accounts
            self._routes = {packet.case.slug: self._route(packet) for packet in packets_for(own, few)}
        return self._routes.values()

    def _route(self, packet: Packet) -> Route:
        known = self._routes.get(packet.case.slug)
        return known if known and known.packet == packet else Route(packet, self._procedure)


class _Term:
    """Those in office for a time. Days on which the same people are away and the same places closed are one look."""

    def __init__(self, whole: Organisation, papers: _Papers, day: date) -> None:
        self._present, self._papers = in_office(whole, day), papers
        self._everybody = frozenset(person.id for person in whole.people)
        self._team = team_on(whole, day)
        self._known: dict[Losses, tuple[Case, ...] | None] = {}

    def stopped(self, away: frozenset[str], closed: frozenset[str]) -> tuple[Case, ...] | None:
        """The cases that stop while people (ids) are away and places are closed; None if no team is complete then."""
        lost = frozenset(
            {Loss(LossKind.PERSON, name) for name in away} | {Loss(LossKind.PLACE, name) for name in closed}
        )
        if lost not in self._known:
            has_team = self._team.out_of(self._everybody - away) is not None
            self._known[lost] = tuple(self._stopped(lost)) if has_team else None
        return self._known[lost]

    def _stopped(self, lost: Losses) -> Iterator[Case]:
        trials, alike = self._trials
        for trial, at_first in trials:
            if lost & at_first.leans_on and not isinstance(trial.without(lost), Carried):
                case = trial.packet.case
                yield case
                for account in alike.get(case.subject.id, ()) if case.subject else ():
                    yield replace(case, accounts=(account,), account=account, subject=account)

    @cached_property
    def _trials(self) -> tuple[Sequence[tuple[Trial, Carried]], Mapping[str, Sequence[Account]]]:
        """The packets that can be done if nothing is missing, and by an account those kept alike that it stands for."""
        few, alike = _one_or_two_of_each(self._present)
        staff = Staff(self._present, self._team)
        trials = [Trial(staff, route) for route in self._papers.routes(few)]
        return [(trial, first) for trial in trials if isinstance(first := trial.without(_NOTHING), Carried)], alike


def _one_or_two_of_each(present: Organisation) -> tuple[Organisation, Mapping[str, Sequence[Account]]]:
    """The organisation with two at most of the accounts that are kept alike, and by the last of these the others.

    Each account whose root is used has packets of its own. Those of accounts that are kept alike, and that the policy
    spares alike, go by the same lines: what can be done for one can be done for all. Two, because what accounts share
    is told.
    """
    spared = frozenset(present.member_root_policy.spares)
    own = tuple(account for account in present.accounts if account.route in _OF_THEIR_OWN)
    alike: dict[tuple[int, bool], list[Account]] = {}
    for number, kept in enumerate(custody_classes(replace(present, accounts=own))):
        for account in kept.accounts:
            alike.setdefault((number, account.id in spared), []).append(account)
    others = {each[1].id: each[2:] for each in alike.values() if len(each) > _FEW}
    left_out = {account.id for rest in others.values() for account in rest}
    few = tuple(account for account in present.accounts if account.id not in left_out)
    return (replace(present, accounts=few) if left_out else present), others
