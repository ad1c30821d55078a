"""What is lacking because somebody leaves: the lacks of the organisation without them that it has not with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from runbook.offboarding.holdings import places_of
from runbook.offboarding.remaining import without
from runbook.organisation import Appointment, Organisation
from runbook.organisation.horizon import horizon
from runbook.organisation.offices import (
    APART,
    NobodyWhoMust,
    NoQuorum,
    OneHand,
    Vacancy,
    in_one_hand,
    lacks,
    needed_roles,
)
from runbook.organisation.terms import in_office, turning_days


@dataclass(frozen=True, slots=True)
class Locked:
    """Nobody is left who can open a place in which something lies."""

    place: str


Lack = NoQuorum | NobodyWhoMust | Vacancy | OneHand | Locked

# Of each lack: the key of its sentence, and its name in JSON.
NAMES: Mapping[type[Lack], str] = {
    NoQuorum: "quorum",
    NobodyWhoMust: "must",
    Vacancy: "vacant",
    OneHand: "together",
    Locked: "locked",
}


@dataclass(frozen=True, slots=True)
class Break:
    """What is lacking, from which day to which; None if it does not end by the horizon."""

    lack: Lack
    first: date
    last: date | None


def breaks_of(organisation: Organisation, person: str, last_day: date) -> Iterator[Break]:
    """What breaks because of this leaving: not what breaks by the same day without it."""
    first = last_day + timedelta(days=1)
    anyway = {entry.lack: entry.first for entry in reversed(list(_lacking(organisation, person, first)))}
    for entry in _lacking(without(organisation, person, last_day), person, first):
        if entry.first < anyway.get(entry.lack, date.max):
            yield entry
    for opened in places_of(organisation, person):
        if opened.items and not opened.groups_left:
            yield Break(Locked(opened.place.id), first, None)


def _lacking(organisation: Organisation, leaver: str, first: date) -> Iterator[Break]:
    """What an organisation lacks from a day to its horizon, by periods; between two turning days all is alike."""
    days = (first, *turning_days(organisation, first, horizon(first)))
    lacking: Mapping[date, set[Lack]] = {
        day: {*lacks(organisation, day), *in_one_hand(_with_deputies(organisation, leaver, day))} for day in days
    }
    every: list[Lack] = [NoQuorum(organisation.approvers.required, 0), NobodyWhoMust("", 0)]
    every += [Vacancy(role) for role in needed_roles(organisation)]
    every += [OneHand(roles, "") for roles in APART]
    for lack in every:
        yield from _periods(lack, lacking)


def _with_deputies(organisation: Organisation, leaver: str, day: date) -> Organisation:
    """Those in office on a day; where the leaver left nobody, their deputies have stepped in."""
    present = in_office(organisation, day)
    stepped_in = {
        role: tuple(
            Appointment(entry.deputy, day) for entry in entries if entry.person == leaver and entry.deputy is not None
        )
        for role, entries in organisation.roles.items()
    }
    return replace(present, roles={role: present.roles.get(role) or stepped_in[role] for role in organisation.roles})


def _periods(lack: Lack, lacking: Mapping[date, set[Lack]]) -> Iterator[Break]:
    """The periods of one lack: from the first day that has it to the day before the first that has it no more."""
    start: date | None = None
    for has_it, days in groupby(lacking, lambda day: lack in lacking[day]):
        day = next(days)
        if has_it:
            start = day
        elif start is not None:
            yield Break(lack, start, day - timedelta(days=1))
            start = None
    if start is not None:
        yield Break(lack, start, None)
