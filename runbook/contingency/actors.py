"""Who does a line of a packet while something is lost, and what that leans on.

By the paper: a line is done by somebody who holds its role, or stands in for them in it, and can be called. A place is
opened by one of its groups, a mailbox or telephone has to work, whoever types a command has to be able to sign in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runbook.contingency.journeys import Journeys, base_of
from runbook.custody import Ground, Losses, Team, Working, custody_classes, stand_ins, team_of
from runbook.custody.availability import Loss, LossKind
from runbook.custody.keys import opening_groups
from runbook.custody.team import fill
from runbook.organisation import Organisation, Role

if TYPE_CHECKING:
    from runbook.organisation import Place
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


class Hands:
    """The people of a case. Answers are kept: the same lines are asked about again and again."""

    def __init__(self, organisation: Organisation, packet: Packet, team: Team | None = None) -> None:
        """``organisation`` as it is in office; ``team`` if the day has another one than these."""
        self._organisation, self._case = organisation, packet.case
        self._ground = Ground(organisation)
        self._team = _by_the_paper(organisation, team or team_of(organisation))
        self._journeys = Journeys(organisation)
        self._base = base_of(line.thing for line in packet.lines if line.thing is not None)
        self._stand_ins = stand_ins(organisation)
        self._keys: tuple[Working, ...] | None = None
        self._lost: Losses = frozenset()
        self._roles: dict[Role, Doing | None] = {}
        self._opened: dict[str, Doing | None] = {}

    def doing(self, line: Line, lost: Losses) -> Doing | None:
        """How a line is done while something is lost; None if it cannot be."""
        if lost is not self._lost:
            self._lost, self._roles, self._opened = lost, {}, {}
        step, parts = line.step, []
        if line.place is not None and "open(here)" in step.gives:
            parts.append(self._opening(line.place, lost))
        if line.thing is not None:
            thing = frozenset({Loss(LossKind.ITEM, line.thing.item.id)})
            parts.append(None if thing & lost else Doing(thing))
        acting = dict.fromkeys(role for role in (step.who, step.second) if role is not None)
        parts.extend(self._acting(role, line, lost) for role in acting)
        if signs_in(line):
            parts.append(_leaning(next(filter(_is_some, self._signing_in(lost)), None)))
        return _together(parts)

    def _signing_in(self, lost: Losses) -> Iterator[Losses | None]:
        """Each way to sign in to AWS; of an emergency user with nothing that lies in a place, those who are named."""
        role = self._case.role
        if role is not None:
            yield from (self._ground.reachable(person, lost) for person in role.used_by)
        yield from self._ground.signing_in(lost)

    def _acting(self, role: Role, line: Line, lost: Losses) -> Doing | None:
        if role not in self._roles:
            self._roles[role] = self._holding(role, lost)
        acting, lost_for_good = self._roles[role], self._case.kind.lost
        if role is Role.MAILBOX_CUSTODIAN and lost_for_good != "mailbox":
            return _together((acting, *(_leaning(keys.mailbox(lost)) for keys in self._working)))
        if role is Role.PHONE_CUSTODIAN and line.thing is None and lost_for_good != "phone":
            return _together((acting, *(_leaning(keys.phone(lost)) for keys in self._working)))
        return acting

    @property
    def _working(self) -> tuple[Working, ...]:
        """The keys of each way in which the accounts of the case are kept."""
        if self._keys is None:
            case = self._case
            accounts = (case.account,) if case.account else case.accounts if case.kind.routes else ()
            mine = replace(self._organisation, accounts=accounts)
            self._keys = tuple(Working(self._organisation, entry) for entry in custody_classes(mine))
        return self._keys

    def _holding(self, role: Role, lost: Losses) -> Doing | None:
        """Who acts in a role: of the team all together, else the first who can be called."""
        if role in _TEAM:
            return self._complete_team(lost) if role is Role.APPROVER else self._complete_duty(role, lost)
        for entry in self._organisation.holders(role):
            for person in (entry.person, entry.deputy):
                if person is not None and (leans_on := self._ground.reachable(person, lost)) is not None:
                    return Doing(leans_on, ((role, (person,)),))
        return None

    def _complete_duty(self, role: Role, lost: Losses) -> Doing | None:
        """The operator or witness of the team; where no team is complete, of an alert, whoever can be called."""
        team = self._complete_team(lost)
        if team is not None:
            return replace(team, roles=tuple((one, who) for one, who in team.roles if one is role))
        ordered = self._there(sorted(self._team.duties[_TEAM.index(role)]), lost)
        return next((Doing(leans_on, ((role, (person,)),)) for person, leans_on in ordered), None)

    def _complete_team(self, lost: Losses) -> Doing | None:
        """A complete team that can be called, of those who need the fewest minutes to where the work is done."""
        if Role.APPROVER in self._roles:
            return self._roles[Role.APPROVER]
        reached = dict(self._there(self._team.people, lost))
        near = (replace(self._team, duties=duties) for duties in self._journeys.quickest(self._team.duties, self._base))
        team = next((team for team in near if team.out_of(reached.keys()) is not None), None)
        self._roles[Role.APPROVER] = None if team is None else _seated(team, reached)
        return self._roles[Role.APPROVER]

    def _there(self, people: Iterable[str], lost: Losses) -> Iterator[tuple[str, Losses]]:
        """Those of some people who can be called."""
        for person in people:
            if (leans_on := self._ground.reachable(person, lost)) is not None:
                yield person, leans_on

    def _opening(self, place: Place, lost: Losses) -> Doing | None:
        """Who opens a place that stands, of all groups the one that is there first."""
        if place.id not in self._opened:
            self._opened[place.id] = self._open(place, lost)
        return self._opened[place.id]

    def _open(self, place: Place, lost: Losses) -> Doing | None:
        standing = self._ground.standing(place, lost)
        if standing is None:
            return None
        groups = [[holder.people for holder in group] for group in opening_groups(place, self._stand_ins)]
        named = frozenset[str]().union(*(people for group in groups for people in group))
        reached = dict(self._there(sorted(named), lost))
        minutes = {person: self._journeys.to_place(person, place) for person in reached}
        for within in sorted(minutes, key=lambda person: _unknown_last(minutes[person])):
            soon = {one for one in reached if _unknown_last(minutes[one]) <= _unknown_last(minutes[within])}
            for group in groups:
                filled = fill(group, soon)
                if len(filled) == len(group):
                    people = tuple(filled.values())
                    return Doing(standing.union(*(reached[one] for one in people)), opens=(place.id, people))
        return None


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
