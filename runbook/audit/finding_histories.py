"""Findings over time: when each was seen first, when last, and when not any more; and what people found.

Nothing is worked out for days of before: between two snapshots nobody knows on which day a finding came or went, so
both days are told. A snapshot is an entry that keeps what `check` found, or the one for this bundle, if its last day is
today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from runbook.records.facts import CLOSES
from runbook.records.snapshots import Seen, is_snapshot, seen_of
from runbook.records.store import Kind

if TYPE_CHECKING:
    from runbook.records.store import Records


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What all rules found on a day. ``number`` is that of the entry, 0 for the snapshot of this bundle."""

    day: date
    number: int
    found: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class FindingHistory:
    """A finding from the snapshot that saw it first to that which saw it last.

    ``before`` is the snapshot before, which had not seen it, None if there was none; ``gone`` the first one after it
    that did not see it any more, None while it is seen.
    """

    seen: Seen
    before: Snapshot | None
    first: Snapshot
    last: Snapshot
    gone: Snapshot | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that people found: the entry and its day, and the entry and day that ended it; 0 and None if none."""

    number: int
    day: date
    about: str
    found: str
    closed_by: int = 0
    closed: date | None = None


def snapshots_in(records: Records, last: date) -> tuple[Snapshot, ...]:
    """The snapshots that were kept up to a day; of two on one day the later one."""
    found = {
        entry.day: Snapshot(entry.day, entry.number, seen_of(entry.record))
        for entry in records.in_time
        if entry.day <= last and is_snapshot(entry.record)
    }
    return tuple(found.values())


def finding_histories(snapshots: Sequence[Snapshot]) -> tuple[FindingHistory, ...]:
    """Every finding of some snapshots, which are in the order of their days; one that came back is there again."""
    found: list[FindingHistory] = []
    running: dict[tuple[str, str, str], FindingHistory] = {}
    before: Snapshot | None = None
    for snapshot in snapshots:
        seen = {each.key: each for each in snapshot.found}
        found += [replace(running.pop(key), gone=snapshot) for key in [*running] if key not in seen]
        for key, each in seen.items():
            known = running.get(key) or FindingHistory(each, before, snapshot, snapshot, None)
            running[key] = replace(known, seen=each, last=snapshot)
        before = snapshot
    return tuple(sorted((*found, *running.values()), key=lambda each: (each.first.day, each.seen.key)))


def noticed(records: Records, last: date) -> tuple[Noticed, ...]:
    """What people found up to a day, by standing entries, in their order."""
    return tuple(_noticed(records, last))


def _noticed(records: Records, last: date) -> Iterator[Noticed]:
    entries = [entry for entry in records.in_time if entry.kind is Kind.FINDING and entry.day <= last]
    ended = {entry.follows[CLOSES]: entry for entry in entries if CLOSES in entry.follows}
    for entry in entries:
        if CLOSES in entry.follows:
            continue
        by = ended.get(str(entry.number))
        told = Noticed(entry.number, entry.day, entry.subject, str(entry.record.get("found") or ""))
        yield replace(told, closed_by=by.number, closed=by.day) if by else told
