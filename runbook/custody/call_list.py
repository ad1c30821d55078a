"""Whom to call at a moment, in order: the escalation, who stands in for those who are absent, and who can approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from runbook.custody import CustodyClass, Key, custody_classes, is_kept_at, team_on
from runbook.organisation import MINUTES_APART, Account, Organisation, Person, Role, Route
from runbook.organisation.terms import held_roles, in_office


class Presence(StrEnum):
    """Whether somebody can be expected to answer."""

    IN_HOURS = "in_hours"
    OUTSIDE_HOURS = "outside_hours"
    NOT_AGREED = "not_agreed"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: when, whom, in which roles, and for whom they stand in. ``until`` is the last day of an absence."""

    moment: datetime
    person: Person
    roles: tuple[Role, ...]
    presence: Presence
    until: date | None = None
    stands_in_for: Person | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one key of an account's root user is reached: the ways to it, and the people of a role."""

    key: Key
    custody: CustodyClass


@dataclass(frozen=True, slots=True)
class CallList:
    """Calls in order, and how many approvals can be had: at all (nobody absent) and from those within their hours.

    ``closed`` are the places (ids) that cannot be opened at the moment.
    """

    moment: datetime
    calls: tuple[Call, ...]
    required: int
    approvals: int
    approvals_in_hours: int
    account: Account | None = None
    keepings: tuple[Keeping, ...] = ()
    closed: frozenset[str] = frozenset()

    @property
    def is_enough(self) -> bool:
        """Whether the approvals that are needed can be had."""
        return self.approvals >= self.required


def local_moment(typed: str, time_zone: str) -> tuple[datetime, bool]:
    """A moment from what was typed (ISO 8601, local time unless it has an offset), and whether it is to be told.

    True for a local time that does not exist (it is moved on past the gap) or exists twice (the first is meant).
    ValueError if it is no time.
    """
    zone = ZoneInfo(time_zone)
    moment = datetime.fromisoformat(typed.strip())
    if moment.tzinfo is not None:
        return moment.astimezone(zone), False
    local = moment.replace(tzinfo=zone)
    real = local.astimezone(UTC).astimezone(zone)
    twice = local.utcoffset() != local.replace(fold=1).utcoffset()
    return real, twice or real.replace(tzinfo=None) != moment


def call_list(
    whole: Organisation, moment: datetime, account: Account | None = None, *, at_once: bool = False
) -> CallList:
    """Whom to call from a moment (in the company's zone) on; ``whole`` has all appointments.

    ``at_once`` asks who can be reached at that very moment, and not when the escalation comes to them. Somebody absent
    stays in the list, followed by who stands in for them. Approvers whom the escalation leaves out come last. Nobody
    stands there twice.
    """
    present = in_office(whole, moment.date())
    calls = tuple(_calls(present, moment, at_once=at_once))
    here = {person.id: _presence(present, person, moment) for person in present.people}
    team = team_on(whole, moment.date())
    reached = {name for name, (presence, _) in here.items() if presence is not Presence.ABSENT}
    in_hours = {name for name, (presence, _) in here.items() if presence is Presence.IN_HOURS}
    return CallList(
        moment,
        calls,
        present.approvers.required,
        team.approvals(reached),
        team.approvals(in_hours),
        account,
        tuple(_keepings(present, account)) if account else (),
        frozenset(place.id for place in whole.places if place.hours and not is_kept_at(whole, place, moment)),
    )


def called(organisation: Organisation) -> tuple[Person, ...]:
    """Everyone whom the list names, in order and each once, without those who only stand in."""
    return tuple({person.id: person for _, person in _order(organisation)}.values())


def _calls(organisation: Organisation, start: datetime, *, at_once: bool) -> Iterator[Call]:
    listed: set[str] = set()
    for minutes, person in _order(organisation):
        after = timedelta(minutes=0 if at_once else minutes)
        moment = (start.astimezone(UTC) + after).astimezone(start.tzinfo)
        if person.id not in listed:
            listed.add(person.id)
            call = _call(organisation, person, moment)
            yield call
            if call.presence is Presence.ABSENT:
                for stand_in in _stand_ins(organisation, person, moment):
                    if stand_in.person.id not in listed:
                        listed.add(stand_in.person.id)
                        yield stand_in
                        break


def _order(organisation: Organisation) -> Iterator[tuple[int, Person]]:
    calls = organisation.calls()
    yield from calls
    last = max((minutes for minutes, _ in calls), default=-MINUTES_APART)
    named = {person.id for _, person in calls}
    left_out = [member.person for member in organisation.approvers.members if member.person not in named]
    yield from ((last + MINUTES_APART * number, organisation.person(name)) for number, name in enumerate(left_out, 1))


def _call(organisation: Organisation, person: Person, moment: datetime, stands_in_for: Person | None = None) -> Call:
    presence, until = _presence(organisation, person, moment)
    roles = dict.fromkeys(role for role, _, entry in held_roles(organisation) if entry.person == person.id)
    return Call(moment, person, tuple(roles), presence, until, stands_in_for)


def _stand_ins(organisation: Organisation, person: Person, moment: datetime) -> Iterator[Call]:
    """Who stands in and is not absent. For an approver only as approver: who stands in elsewhere cannot approve."""
    held = [(role, entry) for role, _, entry in held_roles(organisation) if entry.person == person.id]
    approves = any(role is Role.APPROVER for role, _ in held)
    for role, entry in held:
        if entry.deputy and (role is Role.APPROVER or not approves):
            call = _call(organisation, organisation.person(entry.deputy), moment, person)
            if call.presence is not Presence.ABSENT:
                yield call


def _presence(organisation: Organisation, person: Person, moment: datetime) -> tuple[Presence, date | None]:
    if absence := person.absence(moment.date()):
        return Presence.ABSENT, absence.until
    if not person.hours:
        return Presence.NOT_AGREED, None
    return (Presence.IN_HOURS if is_kept_at(organisation, person, moment) else Presence.OUTSIDE_HOURS), None


_NEEDED: Mapping[Route, tuple[Key, ...]] = {
    Route.SAFE: (Key.PASSWORD, Key.MFA),
    Route.REMOVED: (Key.CENTRAL, Key.MAILBOX),
    Route.SEALED: (Key.MAILBOX, Key.PHONE),
}


def _keepings(organisation: Organisation, account: Account) -> Iterator[Keeping]:
    """The keys that this account's route needs; none where the company keeps none."""
    needed = _NEEDED.get(account.route, ())
    for custody in custody_classes(organisation):
        if account in custody.accounts:
            yield from (Keeping(key, custody) for key in needed)
