"""Findings kept when they are seen: what `check` found on a day, as an entry of the records.

Later nobody can say it any more: the config of another day has newer facts, and what editions remember is flat. So it
is kept on the day itself, or not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook import TOOL
from runbook.records.store import Entry, Kind
from runbook.records.store_file import keep, read_records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runbook.assessment import Assessment
    from runbook.checks import Finding

SUBJECT, FORM = "findings", "runbook-findings"


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding: its rule, which of its sentences, the id that it is about; "" for none. The risk is taken, or not."""

    rule: str
    severity: str
    says: str
    about: str
    accepted_until: str

    @property
    def key(self) -> tuple[str, str, str]:
        """By what it is the same on another day."""
        return self.rule, self.says, self.about


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """What was found on a day, in the records; ``is_new`` is false if the same was kept that day already."""

    path: Path
    entry: Entry
    is_new: bool


def seen_in(findings: Iterable[Finding]) -> tuple[Seen, ...]:
    """The findings of the day itself, each once and in order; what is coming is none yet."""
    found = {
        Seen(
            rule=each.rule.id,
            severity=each.rule.severity.value,
            says=each.broken.says,
            about=each.broken.about,
            accepted_until=str(each.accepted.until) if each.accepted else "",
        )
        for each in findings
        if each.since is None
    }
    return tuple(sorted(found, key=lambda each: (each.key, each.accepted_until)))


def keep_snapshot(config: Path, assessment: Assessment) -> KeptSnapshot:
    """Keep what all rules found on the day of the run; OutputError from the file of records or the disk."""
    kept, records = read_records_of(config)
    look = _entry(assessment)
    if same := records.like(look):
        return KeptSnapshot(kept.path, same, is_new=False)
    after = records.added(look)
    keep(kept, after)
    return KeptSnapshot(kept.path, after.entries[-1], is_new=True)


def _entry(assessment: Assessment) -> Entry:
    day = assessment.day
    record: dict[str, Any] = {
        "format": FORM,
        "version": 1,
        "tool": TOOL,
        "day": str(day),
        "config_sha256": assessment.whole.source.sha256,
        "found": [asdict(each) for each in seen_in(assessment.findings)],
    }
    return Entry(
        number=1,
        kind=Kind.CHECK,
        day=day,
        subject=SUBJECT,
        taken_on=day,
        corrects=None,
        tasks={},
        seals={},
        people=(),
        record=record,
    )


def is_snapshot(record: Mapping[str, Any]) -> bool:
    """Whether an entry keeps what `check` found."""
    return record.get("format") == FORM


def seen_of(record: Mapping[str, Any]) -> tuple[Seen, ...]:
    """What such an entry keeps; of a form that is not known what can be read of it."""
    return tuple(_seen(record))


def _seen(record: Mapping[str, Any]) -> Iterator[Seen]:
    found = record.get("found")
    for each in found if isinstance(found, list | tuple) else ():
        if isinstance(each, Mapping) and isinstance(each.get("rule"), str):
            values = {name: str(each.get(name) or "") for name in ("severity", "says", "about", "accepted_until")}
            yield Seen(rule=each["rule"], **values)
