"""What happened in a span of days, by lane, and the days on which something periodic had no proof any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.agenda.copies import recorded_by
from runbook.audit.risks import acceptances
from runbook.editions import Register
from runbook.organisation.deadlines import QUARTER
from runbook.records.store import Kind

if TYPE_CHECKING:
    from runbook.audit.deeds import Deed
    from runbook.audit.finding_histories import FindingHistory, Noticed, Snapshot
    from runbook.audit.period import Period
    from runbook.organisation import Organisation
    from runbook.organisation.interval import Interval

_ONE_DAY = timedelta(days=1)


class Lane(StrEnum):
    """What kind of thing happened; ``other`` are entries of kinds that are not known here."""

    EDITIONS = "editions"
    USES = "uses"
    DRILLS = "drills"
    CHECKS = "checks"
    FINDINGS = "findings"
    OTHER = "other"


class What(StrEnum):
    """What happened."""

    ISSUED = "issued"
    EFFECTIVE = "effective"
    DONE = "done"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    LOOKED = "looked"
    SEEN = "seen"
    GONE = "gone"
    NOTICED = "noticed"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something on a day. ``number`` is that of the edition or entry, ``about`` the kind of entry, or a rule."""

    day: date
    lane: Lane
    what: What
    number: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of findings: the snapshots, those that the rules saw in them, and what people found."""

    snapshots: tuple[Snapshot, ...] = ()
    finding_histories: tuple[FindingHistory, ...] = ()
    noticed: tuple[Noticed, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which a periodic task had no proof that was young enough: from ``first`` to ``last``, both in the span.

    ``task`` is "" for the snapshots of `check`: after a quarter what was found is too old, too.

    ``since`` is when it was done before, None if nothing known says so; ``until`` when it was done again, None if it
    was not by the last day of the span.
    """

    task: str
    first: date
    last: date
    since: date | None
    until: date | None

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Timeline:
    """A span of days: what happened, oldest first, the gaps by task, and those between the snapshots of `check`."""

    period: Period
    events: tuple[TimelineEvent, ...]
    gaps: tuple[Gap, ...]
    unseen: tuple[Gap, ...] = ()

    def lane(self, lane: Lane) -> tuple[TimelineEvent, ...]:
        """What happened in a lane."""
        return tuple(each for each in self.events if each.lane is lane)


_LANES: Mapping[str, Lane] = {
    Kind.USE.value: Lane.USES,
    Kind.RECOVERY.value: Lane.USES,
    Kind.DRILL.value: Lane.DRILLS,
    Kind.CHECK.value: Lane.CHECKS,
}


def timeline_of(
    register: Register, deeds: Sequence[Deed], organisation: Organisation, period: Period, told: Found
) -> Timeline:
    """The span of days as register, standing entries and config tell it, and the findings that are known."""
    happened = (*_events(register, deeds, organisation), *_findings(told))
    found = list(dict.fromkeys(each for each in happened if each.day in period))
    order = list(Lane)
    found.sort(key=lambda each: (each.day, order.index(each.lane), each.number, each.what, each.about))
    unseen = tuple(_between("", QUARTER, [snapshot.day for snapshot in told.snapshots], period))
    return Timeline(period, tuple(found), tuple(_gaps(organisation, days_done(register, deeds), period)), unseen)


def _events(register: Register, deeds: Sequence[Deed], organisation: Organisation) -> Iterator[TimelineEvent]:
    for edition in register.issued:
        yield TimelineEvent(edition.issued_on, Lane.EDITIONS, What.ISSUED, edition.number)
        if edition.effective != edition.issued_on:
            yield TimelineEvent(edition.effective, Lane.EDITIONS, What.EFFECTIVE, edition.number)
    for deed in deeds:
        if deed.counts and deed.kind != Kind.FINDING.value and not deed.is_snapshot:
            yield TimelineEvent(deed.day, _LANES.get(deed.kind, Lane.OTHER), What.DONE, deed.number, deed.kind)
    for risk in acceptances(register, organisation):
        if risk.since is not None:
            yield TimelineEvent(risk.since, Lane.FINDINGS, What.ACCEPTED, risk.edition, risk.rule)
        if risk.withdrawn is not None:
            yield TimelineEvent(risk.withdrawn, Lane.FINDINGS, What.WITHDRAWN, risk.withdrawn_by, risk.rule)
        elif risk.until < date.max:
            yield TimelineEvent(risk.until + _ONE_DAY, Lane.FINDINGS, What.ENDED, risk.edition, risk.rule)


def _findings(told: Found) -> Iterator[TimelineEvent]:
    """A finding opens on the day of the snapshot that saw it first, and closes on that of the first that did not."""
    for snapshot in (snapshot for snapshot in told.snapshots if snapshot.number):
        yield TimelineEvent(snapshot.day, Lane.FINDINGS, What.LOOKED, snapshot.number)
    for history in told.finding_histories:
        if history.before is not None:  # what the first snapshot sees may be older than it
            yield TimelineEvent(history.first.day, Lane.FINDINGS, What.SEEN, history.first.number, history.seen.rule)
        if history.gone is not None:
            yield TimelineEvent(history.gone.day, Lane.FINDINGS, What.GONE, history.gone.number, history.seen.rule)
    for each in told.noticed:
        yield TimelineEvent(each.day, Lane.FINDINGS, What.NOTICED, each.number)
        if each.closed is not None:
            yield TimelineEvent(each.closed, Lane.FINDINGS, What.MENDED, each.closed_by)


def days_done(register: Register, deeds: Sequence[Deed]) -> Mapping[str, tuple[date, ...]]:
    """When each periodic task was done, by the entries that stand and by the register, as `due` counts it; sorted."""
    found: dict[str, set[date]] = {}
    for deed in deeds:
        for task, day in deed.tasks.items() if deed.counts else ():
            found.setdefault(task, set()).add(day)
    for number in range(1, len(register.editions) + 1):
        for (_, task), day in recorded_by(Register(register.editions[:number])).items():
            found.setdefault(task, set()).add(day)
    return {task: tuple(sorted(days)) for task, days in found.items()}


def _gaps(organisation: Organisation, done: Mapping[str, Sequence[date]], period: Period) -> Iterator[Gap]:
    for task, rule in organisation.rotation.tasks().items():
        if rule.every is None:
            continue
        yield from _between(task, rule.every, done.get(task, ()), period)


def _between(task: str, every: Interval, done: Sequence[date], period: Period) -> Iterator[Gap]:
    """The days of the span on which what was done before was too long ago."""
    known = [day for day in done if day <= period.last]
    for since, until in zip([None, *known], [*known, None], strict=True):
        first = period.first if since is None else every.after(since) + _ONE_DAY
        last = period.last if until is None else until - _ONE_DAY
        first, last = max(first, period.first), min(last, period.last)
        if first <= last:
            yield Gap(task, first, last, since, until)
