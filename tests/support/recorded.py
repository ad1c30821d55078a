"""Records that say when what was last done, for whoever asks only that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from runbook.agenda.entry import Kind
from runbook.records.store import NONE, Entry, Records
from runbook.records.store import Kind as RecordKind

_FACTS = {
    Kind.TEST: "items/{}/tested_on",
    Kind.CONTACT: "people/{}/confirmed_on",
    Kind.CUSTODY: "accounts/{}/verified_on",
}


def records_of(done: Mapping[tuple[Kind, str], date]) -> Records:
    """One check for each thing that was done, by the kind and the subject that the agenda gives it."""
    records = NONE
    for (kind, subject), day in done.items():
        tasks = {subject: day} if kind is Kind.TASK else {}
        follows = {} if kind is Kind.TASK else {_FACTS[kind].format(subject): str(day)}
        record = {"record": "check", "of": subject}
        records = records.added(Entry(1, RecordKind.CHECK, day, "check", day, None, tasks, {}, (), record, follows))
    return records
