"""Entries of the records as an auditor asks about them: what was done, by whom, approved by whom, what was written.

An entry is read for what it holds. One of a kind that is not known here, or in another form, says less and stays in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from runbook.knowledge.sheets import Sheet
from runbook.records.approvals import YES
from runbook.records.facts import CONSOLE
from runbook.records.forms import PLACEMENT
from runbook.records.record import moment_of
from runbook.records.snapshots import is_snapshot
from runbook.records.store import Kind

if TYPE_CHECKING:
    from runbook.records.store import Entry, Records

USES = frozenset({Kind.USE.value, Kind.RECOVERY.value})
"""Kinds of entry in which root was really used, or brought back."""

_NAMED = "name"
_SHEET, _COPIES = re.compile(r"[0-9]{2}-[a-z0-9-]+"), re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_ACCOUNT, _STEP = re.compile(r"[0-9]{12}"), re.compile(r"[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval as it was written down: whose row (id, or "" where a name was written in), that name, and when."""

    person: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """A ticked line of the team: the role, and whose line it is; or it was their deputy who came."""

    role: str
    person: str
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done to the copies in a place: their edition, how many came in, went out, are shredded."""

    edition: str
    put_in: int
    taken_out: int
    is_shredded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An entry of the records.

    ``kind`` is its word in the file. ``people`` are ids of those who initialled. ``done`` and ``left_out`` are ids of
    steps, ``unsigned`` those done without initials. ``notes`` are deviations: the step, and what was noted. ``reason``,
    ``ticket`` and ``task`` are what the plan says, or "". ``is_snapshot``: it keeps what `check` found on a day.
    ``console`` is how many minutes passed until somebody was at the console, None if the record does not say.
    ``counts`` is false for an entry that a later one corrects. ``sheet`` is the paper that was filled in, ``placed``
    what a placement did; None where it is none. ``why`` are the reasons for steps that were left out.
    """

    number: int
    kind: str
    day: date
    subject: str
    taken_on: date
    sha256: str
    corrects: int | None
    corrected_by: int | None
    tasks: Mapping[str, date]
    seals: Mapping[str, str]
    people: tuple[str, ...]
    started: datetime | None
    ended: datetime | None
    account: str
    team: tuple[Member, ...]
    approvals: tuple[Approval, ...]
    steps: int
    done: tuple[str, ...]
    left_out: tuple[str, ...]
    unsigned: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    reason: str
    ticket: str
    task: str
    is_snapshot: bool = False
    console: int | None = None
    sheet: Sheet | None = None
    placed: Placed | None = None
    why: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it stands: no later entry corrects it."""
        return self.corrected_by is None

    @property
    def is_use(self) -> bool:
        """Whether root was really used, or brought back."""
        return self.kind in USES

    @property
    def minutes(self) -> int | None:
        """How long it took, from the first entry to its close; None if it was not closed."""
        if self.started is None or self.ended is None:
            return None
        return round((self.ended - self.started).total_seconds() / 60)

    @property
    def order(self) -> tuple[date, str, int]:
        """By day, then by the moment it began."""
        return self.day, self.started.isoformat() if self.started else "", self.number


def deeds_of(records: Records) -> tuple[Deed, ...]:
    """All entries in the order in which they were done."""
    return tuple(sorted((_deed(entry, records) for entry in records.entries), key=lambda deed: deed.order))


def _deed(entry: Entry, records: Records) -> Deed:
    raw = entry.record
    fields = tuple(_fields(raw))
    steps = tuple(step for step in _mappings(raw.get("steps")) if _text(step.get("id"), _STEP))
    done = tuple(step for step in steps if step.get("done") is True)
    left_out = tuple(step for step in steps if step.get("skipped"))
    return Deed(
        number=entry.number,
        kind=str(getattr(entry.kind, "value", entry.kind)),
        day=entry.day,
        subject=entry.subject,
        taken_on=entry.taken_on,
        sha256=entry.sha256,
        corrects=entry.corrects,
        corrected_by=records.corrected_by(entry.number),
        tasks=dict(entry.tasks),
        seals=dict(entry.seals),
        people=tuple(entry.people),
        started=moment_of(raw.get("started")),
        ended=moment_of(raw.get("ended")),
        account=_text(raw.get("account"), _ACCOUNT),
        team=tuple(_team(fields)),
        approvals=tuple(_approvals(fields)),
        steps=len(steps),
        done=tuple(_text(step.get("id")) for step in done),
        left_out=tuple(_text(step.get("id")) for step in left_out),
        unsigned=tuple(_text(step.get("id")) for step in done if not _text(step.get("initials"))),
        notes=tuple((_text(each.get("step")), _text(each.get("text"))) for each in _mappings(raw.get("deviations"))),
        reason=_planned(raw, "plan.reason"),
        ticket=_planned(raw, "plan.ticket"),
        task=_planned(raw, "plan.task"),
        is_snapshot=is_snapshot(raw),
        console=int(minutes) if (minutes := entry.follows.get(CONSOLE, "")).isdecimal() else None,
        sheet=_sheet(raw.get("sheet")),
        placed=_placed(raw) if raw.get("record") == PLACEMENT else None,
        why=tuple(_text(step.get("skipped")) for step in left_out),
    )


def _sheet(value: object) -> Sheet | None:
    name = _text(value.get("name"), _SHEET) if isinstance(value, Mapping) else ""
    return Sheet(name[:2], name[3:]) if name else None


def _placed(raw: Mapping[str, Any]) -> Placed:
    put_in, taken_out = (sum(map(_copies, _mappings(raw.get(part)))) for part in ("put_in", "taken_out"))
    return Placed(_text(raw.get("edition")), put_in, taken_out, _text(raw.get("shredded")).lower() in ("yes", "true"))


def _copies(row: Mapping[str, Any]) -> int:
    """How many copies a row of a placement names: "2", or "1-3"."""
    found = _COPIES.fullmatch(_text(row.get("copies")))
    return int(found[2] or found[1]) - int(found[1]) + 1 if found else 0


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in (value if isinstance(value, list | tuple) else ()) if isinstance(each, Mapping))


def _text(value: object, form: re.Pattern[str] | None = None) -> str:
    """A text without the space around it; "" for none, and for one in another form."""
    text = value.strip() if isinstance(value, str) else ""
    return text if form is None or form.fullmatch(text) else ""


def _fields(raw: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The fields that stand in no step, with their values."""
    for each in _mappings(raw.get("fields")):
        if each.get("step") is None and isinstance(each.get("id"), str):
            yield each["id"], each.get("value")


def _planned(raw: Mapping[str, Any], name: str) -> str:
    return next((_text(each.get("value")) for each in _mappings(raw.get("plan")) if each.get("id") == name), "")


def _approvals(fields: tuple[tuple[str, object], ...]) -> Iterator[Approval]:
    values = dict(fields)
    for name, value in fields:
        first, _, rest = name.partition(".")
        row, _, part = rest.rpartition(".")
        if first == "approvals" and part in YES and value == YES[part]:
            written = _text(values.get(f"approvals.{row}.{_NAMED}"))
            yield Approval("" if written else row, written, moment_of(values.get(f"approvals.{row}.time")))


def _team(fields: tuple[tuple[str, object], ...]) -> Iterator[Member]:
    for name, value in fields:
        match name.split("."):
            case ["team", role, person] if value is True:
                yield Member(role, person, is_deputy=False)
            case ["team", role, person, "deputy"] if value is True:
                yield Member(role, person, is_deputy=True)
