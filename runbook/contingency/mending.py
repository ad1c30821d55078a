"""What would mend a packet that is stopped at least cost: the cheapest one or two edits, exact among those of `edits`.

No edit is told that the config reader would refuse, or that makes root easier to have or to take for fewer people.

Two facts keep the search short and lose nothing. More people, groups, readers and devices never do harm, so if all of
them together do not help, none of them does (`_relaxed`); and an edit about what is not missing changes nothing
(`unmet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from runbook.config.custody_rules import custody_faults
from runbook.config.people_rules import people_faults
from runbook.contingency.actors import Hands, Staff
from runbook.contingency.course import Route
from runbook.contingency.edits import Edit, EditKind, applied, edits_for, unmet
from runbook.contingency.outcome import Carried, Trial, in_time
from runbook.custody import custody_classes, takeovers, team_on
from runbook.custody.collusion import collusions
from runbook.organisation import Appointment, Approver, Item, Organisation, Role
from runbook.organisation.terms import in_office
from runbook.packets import cases_of, packet_of

if TYPE_CHECKING:
    from runbook.contingency.outcome import Stopped
    from runbook.contingency.situation import Situation
    from runbook.knowledge.procedure import Procedure
    from runbook.packets import Packet

TOLD = 3
"""How many ways to mend that cost the same are told."""
_HALVES = (frozenset({"password", "mfa"}), frozenset({"mailbox", "phone"}), frozenset({"mailbox", "mfa"}))
_ADDED = frozenset({EditKind.DEPUTY, EditKind.READER, EditKind.HOLDER, EditKind.OPENER})


@dataclass(frozen=True, slots=True)
class Mend:
    """One or two edits that, together, let a packet be done."""

    edits: tuple[Edit, ...]

    @property
    def cost(self) -> int:
        """What they cost together."""
        return sum(edit.cost for edit in self.edits)


@dataclass(frozen=True, slots=True)
class Hold:
    """Who can be root of an account or take it alone, and how many at least it takes: no edit may worsen that."""

    alone: frozenset[str]
    smallest: int


class Mending:
    """The search in one organisation and situation. ``whole`` has all appointments."""

    def __init__(self, whole: Organisation, procedure: Procedure, situation: Situation) -> None:
        """``procedure`` is the whole one."""
        self._whole, self._procedure, self._situation = whole, procedure, situation
        self._day = situation.moment.date()
        present = in_office(whole, self._day)
        self._alone = (present.works_alone, present.approves_alone)
        self._routes: dict[tuple[str, tuple[bool, bool], tuple[Item, ...]], Route] = {}
        self._held: Mapping[str, Hold] | None = None
        self._allowed: dict[tuple[Edit, ...], bool] = {}

    def mends(self, stopped: Stopped) -> tuple[Mend, ...]:
        """The cheapest ways to mend; () if no one or two edits do. One edit comes before two of the same cost."""
        packet = stopped.packet
        singles = tuple(self._candidates(self._whole, packet))
        groups = tuple(_groups(singles))
        one = self._cheapest(packet, (edit for group in groups if self._may_help(packet, group) for edit in group))
        two = self._cheapest_pair(packet, groups, below=one[0].cost if one else None)
        return (two,) if two is not None else one

    def clears(self, packet: Packet, edits: Iterable[Edit]) -> bool:
        """Whether edits, one after the other, let a packet be done."""
        return self._is_done(packet, self._edited(edits))

    def is_allowed(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the config would still be read, and root be in no fewer hands."""
        if edits not in self._allowed:
            self._allowed[edits] = self._may_stand(edits)
        return self._allowed[edits]

    def _edited(self, edits: Iterable[Edit]) -> Organisation:
        organisation = self._whole
        for edit in edits:
            organisation = applied(organisation, edit, self._day)
        return organisation

    def _candidates(self, organisation: Organisation, packet: Packet) -> Iterator[Edit]:
        """Edits about what is missing at once and, where people can wait, after that."""
        present = in_office(organisation, self._day)
        lost = self._situation.after_waiting(present)
        hands = Hands(self._staff(organisation, present), packet)
        yield from edits_for(organisation, packet, unmet(packet, hands, lost), lost, self._day)

    def _is_done(self, packet: Packet, organisation: Organisation) -> bool:
        present = in_office(organisation, self._day)
        trial = Trial(self._staff(organisation, present), self._route(packet, present))
        return isinstance(in_time(trial, present, self._situation), Carried)

    def _staff(self, organisation: Organisation, present: Organisation) -> Staff:
        return Staff(present, team_on(organisation, self._day))

    def _route(self, packet: Packet, present: Organisation) -> Route:
        """The packet; made again where things lie elsewhere, or where nobody works or approves alone any more."""
        alone = (present.works_alone, present.approves_alone)
        is_as_before = present.items is self._whole.items and alone == self._alone
        key = (packet.case.slug, alone, () if is_as_before else present.items)
        if key not in self._routes:
            again = packet if is_as_before else self._packet_again(packet, present)
            self._routes[key] = Route(again, self._procedure)
        return self._routes[key]

    def _packet_again(self, packet: Packet, present: Organisation) -> Packet:
        case = packet.case
        mine = {account.id for account in (*case.accounts, case.account) if account is not None}
        known = tuple(account for account in present.accounts if not mine or account.id in mine)
        own = self._procedure.for_organisation(present)
        cases = cases_of(replace(present, accounts=known), own)
        return packet_of(next(one for one in cases if one.slug == case.slug), present, own)

    def _may_help(self, packet: Packet, *groups: tuple[Edit, ...]) -> bool:
        """Whether all edits of some groups together let the packet be done."""
        organisation = self._whole
        for edit in (edit for group in groups for edit in group):
            organisation = _relaxed(organisation, edit, self._day)
        return self._is_done(packet, organisation)

    def _cheapest(self, packet: Packet, edits: Iterable[Edit]) -> tuple[Mend, ...]:
        found: list[Mend] = []
        for edit in sorted(edits, key=lambda edit: edit.cost):
            if found and (edit.cost > found[0].cost or len(found) == TOLD):
                break
            if self.clears(packet, (edit,)) and self.is_allowed((edit,)):
                found.append(Mend((edit,)))
        return tuple(found)

    def _cheapest_pair(self, packet: Packet, groups: tuple[tuple[Edit, ...], ...], below: int | None) -> Mend | None:
        """The first of the cheapest two edits, the second among those that are left to make after the first."""
        best: Mend | None = None
        for first, second in combinations_with_replacement(groups, 2):
            least = min(edit.cost for edit in first) + min(edit.cost for edit in second)
            limit = best.cost if best is not None else below
            if (limit is not None and least >= limit) or not self._may_help(packet, first, second):
                continue
            for one in first:
                again = tuple(self._candidates(self._edited((one,)), packet))
                for other in again:
                    cost = one.cost + other.cost
                    limit = best.cost if best is not None else below
                    if limit is not None and cost >= limit:
                        continue
                    if self.clears(packet, (one, other)) and self.is_allowed((one, other)):
                        best = Mend((one, other))
        return best

    def _may_stand(self, edits: tuple[Edit, ...]) -> bool:
        edited = self._edited(edits)
        if any(people_faults(edited)) or any(custody_faults(edited)):
            return False
        if self._held is None:
            self._held = dict(_holds(in_office(self._whole, self._day)))
        if _halves_together(edited) - _halves_together(self._whole):
            return False
        after = dict(_holds(in_office(edited, self._day)))
        return all(
            hold.alone <= self._held[key].alone and hold.smallest >= self._held[key].smallest
            for key, hold in after.items()
            if key in self._held
        )


def _groups(edits: Iterable[Edit]) -> Iterator[tuple[Edit, ...]]:
    """Edits about the same role, place or mailbox; each of those that move or add a thing by itself."""
    alike: dict[tuple[object, ...], list[Edit]] = {}
    for edit in edits:
        key = (edit.kind, edit.role, edit.place, edit.path[:2])
        alike.setdefault(key if edit.kind in _ADDED else (edit,), []).append(edit)
    yield from map(tuple, alike.values())


def _relaxed(organisation: Organisation, edit: Edit, day: date) -> Organisation:
    """An organisation in which at least as much can be done as after this edit and any others of its group.

    An appointment has one deputy: for a further one it is written down twice. Nobody is then indispensable.
    """
    if edit.kind is not EditKind.DEPUTY or edit.role is None:
        return applied(organisation, edit, day)
    if edit.role is Role.APPROVER:
        approvers = organisation.approvers
        members = (
            *(replace(one, must=False) for one in approvers.members),
            Approver(edit.other, day, None, edit.person),
        )
        return replace(organisation, approvers=replace(approvers, members=members))
    entries = (*organisation.holders(edit.role), Appointment(edit.other, day, None, edit.person))
    return replace(organisation, roles={**organisation.roles, edit.role: entries})


def _holds(present: Organisation) -> Iterator[tuple[str, Hold]]:
    """Who holds and who can take the root of each account, by its id."""
    classes = custody_classes(present)
    for entry, takers in zip(classes, takeovers(present, classes), strict=True):
        groups = (*(found.people for found in collusions(entry)), *(found.people for found in takers))
        alone = frozenset(person for group in groups if len(group) == 1 for person in group)
        hold = Hold(alone, min(map(len, groups), default=len(present.people) + 1))
        yield from ((account.id, hold) for account in entry.accounts)


def _halves_together(organisation: Organisation) -> frozenset[tuple[str, str]]:
    """Places in which everything lies that one path of an account needs."""
    found: dict[tuple[str, str], set[str]] = {}
    for item in organisation.items:
        for account in (*item.accounts, *([item.emergency_role] if item.emergency_role else [])):
            found.setdefault((item.place, account), set()).update(item.keys)
    return frozenset(where for where, keys in found.items() if any(halves <= keys for halves in _HALVES))
