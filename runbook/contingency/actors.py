"""Who does a line of a packet while something is lost, and what that leans on.

By the paper: a line is done by somebody who holds its role, or stands in for them in it, and can be called. A place is
opened by one of its groups, a mailbox or telephone has to work, whoever types a command has to be able to sign in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from runbook.contingency.journeys import Journeys, base_of
from runbook.custody import Ground, Losses, Team, Working, custody_classes, stand_ins, team_of
from runbook.custody.availability import Loss, LossKind
from runbook.custody.keys import opening_groups
from runbook.custody.team import fill
from runbook.organisation import Organisation, Role

if TYPE_CHECKING:
    from runbook.organisation import Account, Place
    from runbook.packets import Line, Packet

_TEAM = (Role.OPERATOR, Role.WITNESS, Role.APPROVER)
# Where root itself, or a key made by it, types: then nobody has to sign in first.
_SIGNED_IN = frozenset({"root-session", "gov-key"})


@dataclass(frozen=True, slots=True)
class Doing:
    """How a line is done: what that leans on, who acts in which role, and who opens which place (ids)."""

    leans_on: Losses
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = ()
    opens: tuple[str, tuple[str, ...]] | None = None


def signs_in(line: Line) -> bool:
    """Whether somebody has to be able to sign in to AWS for a line, as themselves or as an emergency user."""
    step = line.step
    return "admin-session" in step.gives or (step.command is not None and not _SIGNED_IN & {*step.needs})


class Staff:
    """Everybody in office. Answers to one loss are kept until the next: packet after packet asks the same."""

    def __init__(self, organisation: Organisation, team: Team | None = None) -> None:
        """``organisation`` as it is in office; ``team`` if the day has another one than these."""
        self._organisation, self.journeys = organisation, Journeys(organisation)
        self._ground = Ground(organisation)
        self._team = _by_the_paper(organisation, team or team_of(organisation))
        self._stand_ins = stand_ins(organisation)
        self.credentials: Mapping[str, Losses] = {
            role.name: frozenset(Loss(LossKind.ITEM, item.id) for item in organisation.items_of_role(role.name))
            for role in organisation.emergency_roles
        }
        self._working: dict[tuple[str, ...], tuple[Working, ...]] = {}
        self._lost: Losses = frozenset()
        self._roles: dict[tuple[Role, str | None], Doing | None] = {}
        self._opened: dict[str, Doing | None] = {}
        self._signed_in: list[Losses | None] | None = None

    def facing(self, lost: Losses) -> None:
        """From now on all questions are about this loss."""
        if lost != self._lost:
            self._lost, self._roles, self._opened, self._signed_in = lost, {}, {}, None

    def reachable(self, person: str) -> Losses | None:
        """What a call to a person (id) leans on; None if none gets through."""
        return self._ground.reachable(person, self._lost)

    def signing_in(self) -> Iterable[Losses | None]:
        """Each way to sign in to AWS where central sessions are opened."""
        if self._signed_in is None:
            self._signed_in = list(self._ground.signing_in(self._lost))
        return self._signed_in

    def working(self, accounts: tuple[Account, ...]) -> tuple[Working, ...]:
        """The keys of each way in which some accounts are kept."""
        key = tuple(account.id for account in accounts)
        if key not in self._working:
            mine = replace(self._organisation, accounts=accounts)
            self._working[key] = tuple(Working(self._organisation, entry) for entry in custody_classes(mine))
        return self._working[key]

    def holding(self, role: Role, base: str | None) -> Doing | None:
        """Who acts in a role, of a team for work at ``base``: of the team all together, else the first to be called."""
        if role is Role.APPROVER:
            return self._complete_team(base)
        if (role, base) not in self._roles:
            self._roles[role, base] = self._complete_duty(role, base) if role in _TEAM else self._first(role)
        return self._roles[role, base]

    def _first(self, role: Role) -> Doing | None:
        for entry in self._organisation.holders(role):
            for person in (entry.person, entry.deputy):
                if person is not None and (leans_on := self.reachable(person)) is not None:
                    return Doing(leans_on, ((role, (person,)),))
        return None

    def _complete_duty(self, role: Role, base: str | None) -> Doing | None:
        """The operator or witness of the team; where no team is complete, of an alert, whoever can be called."""
        team = self._complete_team(base)
        if team is not None:
            return replace(team, roles=tuple((one, who) for one, who in team.roles if one is role))
        ordered = self._there(sorted(self._team.duties[_TEAM.index(role)]))
        return next((Doing(leans_on, ((role, (person,)),)) for person, leans_on in ordered), None)

    def _complete_team(self, base: str | None) -> Doing | None:
        """A complete team that can be called, of those who need the fewest minutes to where the work is done."""
        key = (Role.APPROVER, base)
        if key not in self._roles:
            reached = dict(self._there(self._team.people))
            near = (replace(self._team, duties=duties) for duties in self.journeys.quickest(self._team.duties, base))
            team = next((team for team in near if team.out_of(reached.keys()) is not None), None)
            self._roles[key] = None if team is None else _seated(team, reached)
        return self._roles[key]

    def _there(self, people: Iterable[str]) -> Iterator[tuple[str, Losses]]:
        """Those of some people who can be called."""
        for person in people:
            if (leans_on := self.reachable(person)) is not None:
                yield person, leans_on

    def opening(self, place: Place) -> Doing | None:
        """Who opens a place that stands, of all groups the one that is there first."""
        if place.id not in self._opened:
            self._opened[place.id] = self._open(place)
        return self._opened[place.id]

    def _open(self, place: Place) -> Doing | None:
        standing = self._ground.standing(place, self._lost)
        if standing is None:
            return None
        groups = [[holder.people for holder in group] for group in opening_groups(place, self._stand_ins)]
        named = frozenset[str]().union(*(people for group in groups for people in group))
        reached = dict(self._there(sorted(named)))
        minutes = {person: self.journeys.to_place(person, place) for person in reached}
        for within in sorted(minutes, key=lambda person: _unknown_last(minutes[person])):
            soon = {one for one in reached if _unknown_last(minutes[one]) <= _unknown_last(minutes[within])}
            for group in groups:
                filled = fill(group, soon)
                if len(filled) == len(group):
                    people = tuple(filled.values())
                    return Doing(standing.union(*(reached[one] for one in people)), opens=(place.id, people))
        return None


class Hands:
    """The staff at the lines of one packet."""

    def __init__(self, staff: Staff, packet: Packet) -> None:
        """``staff`` may be at other packets, too."""
        self._staff, self._case = staff, packet.case
        self._base = base_of(line.thing for line in packet.lines if line.thing is not None)

    def doing(self, line: Line, lost: Losses) -> Doing | None:
        """How a line is done while something is lost; None if it cannot be."""
        self._staff.facing(lost)
        step, parts = line.step, []
        if line.place is not None and "open(here)" in step.gives:
            parts.append(self._staff.opening(line.place))
        if line.thing is not None:
            thing = frozenset({Loss(LossKind.ITEM, line.thing.item.id)})
            parts.append(None if thing & lost else Doing(thing))
        acting = dict.fromkeys(role for role in (step.who, step.second) if role is not None)
        parts.extend(self._acting(role, line, lost) for role in acting)
        if signs_in(line):
            parts.append(_leaning(next(filter(_is_some, self._signing_in()), None)))
        return _together(parts)

    def _signing_in(self) -> Iterator[Losses | None]:
        """Each way to sign in to AWS; of an emergency user with nothing that lies in a place, those who are named."""
        role = self._case.role
        if role is not None:
            yield from (self._staff.reachable(person) for person in role.used_by)
        yield from self._staff.signing_in()

    def _acting(self, role: Role, line: Line, lost: Losses) -> Doing | None:
        acting, lost_for_good = self._staff.holding(role, self._base), self._case.kind.lost
        if role is Role.MAILBOX_CUSTODIAN and lost_for_good != "mailbox":
            return _together((acting, *(_leaning(keys.mailbox(lost)) for keys in self._working)))
        if role is Role.PHONE_CUSTODIAN and line.thing is None and lost_for_good != "phone":
            return _together((acting, *(_leaning(keys.phone(lost)) for keys in self._working)))
        return acting

    @cached_property
    def _working(self) -> tuple[Working, ...]:
        """The keys of each way in which the accounts of the case are kept: a class may have thousands."""
        case = self._case
        return self._staff.working((case.account,) if case.account else case.accounts if case.kind.routes else ())


def _by_the_paper(organisation: Organisation, team: Team) -> Team:
    """Whoever approves alone is the operator, and nobody else approves; who works alone is nobody's witness."""
    if organisation.works_alone:
        return replace(team, duties=team.duties[:1], approvers=(), required=0, must=0)
    return replace(team, approvers=(), required=0, must=0) if organisation.approves_alone else team


def _seated(team: Team, reached: dict[str, Losses]) -> Doing:
    """The people of a complete team by what they do."""
    people = team.out_of(reached.keys()) or ()
    duties = len(team.duties)
    roles = tuple((role, (person,)) for role, person in zip(_TEAM, people[:duties], strict=False))
    return Doing(
        frozenset[Loss]().union(*(reached[person] for person in people)), (*roles, (Role.APPROVER, people[duties:]))
    )


def _unknown_last(minutes: int | None) -> tuple[bool, int]:
    return minutes is None, minutes or 0


def _is_some(losses: Losses | None) -> bool:
    return losses is not None


def _leaning(losses: Losses | None) -> Doing | None:
    return None if losses is None else Doing(losses)


def _together(parts: Iterable[Doing | None]) -> Doing | None:
    """Several things at once; None if one of them cannot be."""
    leans_on: Losses = frozenset()
    roles: dict[Role, tuple[str, ...]] = {}
    opens = None
    for part in parts:
        if part is None:
            return None
        leans_on |= part.leans_on
        roles.update(part.roles)
        opens = part.opens or opens
    return Doing(leans_on, tuple(roles.items()), opens)
