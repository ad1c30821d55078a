"""The records of a company as values and as a text: append-only, each entry bound to the one before.

The text is JSON, one fact a line, so that a difference can be read. An entry is never changed: a later one corrects it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache, partial
from itertools import zip_longest
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter

VERSION = 1
_HEAD, _ENTRY_HEAD = "records_version", re.compile(r'^   "number": ', re.MULTILINE)


class Kind(StrEnum):
    """What was done: root used, a use practised, something checked, copies laid in, a lost key brought back, found."""

    USE = "use"
    DRILL = "drill"
    CHECK = "check"
    PLACEMENT = "placement"
    RECOVERY = "recovery"
    FINDING = "finding"


class BrokenRecordsError(ValueError):
    """It holds no records, or was changed. ``reason`` is json, version, shape, twice, order, chain, end or corrects."""

    def __init__(self, reason: str, entry: int = 0, line: int = 0) -> None:
        """``entry`` is the number of the first entry that is wrong and ``line`` where it begins; 0: the whole file."""
        super().__init__(f"{reason} {entry}")
        self.reason, self.entry, self.line = reason, entry, line


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that was taken in.

    ``day`` is the day on which it began where the company is, ``taken_on`` that on which it was taken in. ``subject``
    is the sheet, without its number and in no language. ``tasks`` are periodic tasks that were done with it, by id,
    each with its day; ``seals`` new seal numbers by item. ``corrects`` is the entry that it stands for. ``record`` is
    what was exported or typed, whole. ``follows`` is what else is known by it from its day on: values by a path of ids
    (`facts.py`).
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", hide_input_in_errors=True)

    number: Annotated[int, Field(ge=1)]
    kind: Kind
    day: date
    subject: str
    taken_on: date
    corrects: int | None
    tasks: Mapping[str, date]
    seals: Mapping[str, str]
    people: tuple[str, ...]
    record: Mapping[str, Any]
    follows: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""
    sha256: str = ""


@cache
def _adapter() -> TypeAdapter[Entry]:
    """What reads and writes an entry: made when there is one, for most companies have no records yet."""
    return TypeAdapter(Entry)


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and the entry that says so."""

    value: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Records:
    """All entries, oldest first; numbers count from 1."""

    entries: tuple[Entry, ...] = ()

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that no later one corrects."""
        corrected = {entry.corrects for entry in self.entries}
        return tuple(entry for entry in self.entries if entry.number not in corrected)

    def corrected_by(self, number: int) -> int | None:
        """The entry that corrects another, if any."""
        return next((entry.number for entry in self.entries if entry.corrects == number), None)

    def about(self, subject: str, started: str) -> Entry | None:
        """The standing entry of a sheet that was begun at a moment, as its page wrote it."""
        same = (entry for entry in self.standing if (entry.subject, entry.record.get("started")) == (subject, started))
        return next(same, None)

    def like(self, entry: Entry) -> Entry | None:
        """The standing entry that tells of the same: of a sheet the one begun then, else one that says the same."""
        if "started" in entry.record:
            return self.about(entry.subject, str(entry.record["started"]))
        return next((each for each in self.standing if each.record == entry.record), None)

    def added(self, entry: Entry) -> Records:
        """The same with one more entry at the end, whatever number it had."""
        return Records((*self.entries, replace(entry, number=len(self.entries) + 1)))

    @property
    def in_time(self) -> tuple[Entry, ...]:
        """The standing entries by the day and the moment at which each began; of two the one taken in last is later."""
        return tuple(sorted(self.standing, key=lambda each: (each.day, str(each.record.get("started") or ""))))

    def last_known(self, today: date, without: int | None = None) -> Mapping[str, Known]:
        """What is known up to a day by each path of ids: the value said last. ``without`` an entry being corrected."""
        found: dict[str, Known] = {}
        for entry in self.in_time:
            if entry.day <= today and entry.number != without:
                found.update({path: Known(value, entry) for path, value in entry.follows.items()})
        return found

    def last_done(self, today: date) -> Mapping[str, date]:
        """When each periodic task was last done up to a day, by its id."""
        found: dict[str, date] = {}
        for entry in self.standing:
            for task, day in entry.tasks.items():
                if day <= today:
                    found[task] = max(day, found.get(task, day))
        return found

    def seals_ever(self, without: int | None = None) -> frozenset[str]:
        """Every seal number that an item was ever given."""
        entries = (entry for entry in self.standing if entry.number != without)
        return frozenset(number for entry in entries for number in entry.seals.values())

    def last_seals(self, without: int | None = None, until: date = date.max) -> Mapping[str, str]:
        """The seal number that each item was last given up to a day; ``without`` an entry that is being corrected."""
        found: dict[str, str] = {}
        for entry in self.in_time:
            if entry.number != without and entry.day <= until:
                found.update(entry.seals)
        return found


NONE = Records()


def records_text(records: Records) -> bytes:
    """The file for some records: UTF-8; ``read_records`` of it gives the same."""
    entries: list[dict[str, Any]] = []
    for entry in records.entries:
        tree = _adapter().dump_python(entry, mode="json", exclude={"previous", "sha256"})
        if not entry.follows:  # entries that were sealed before there was such a field keep their fingerprints
            del tree["follows"]
        tree["previous"] = entries[-1]["sha256"] if entries else ""
        entries.append(tree | {"sha256": _sealed(tree)})
    whole = {_HEAD: VERSION, "last": entries[-1]["sha256"] if entries else "", "entries": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def read_records(text: bytes) -> Records:
    """The records in a file; BrokenRecordsError if it is none of ours or has been changed by hand.

    The file names its last entry as well, so that one that was cut off is missed.
    """
    repeated: list[str] = []
    try:
        whole = text.decode()
        tree = json.loads(whole, object_pairs_hook=partial(_object, repeated))
    except (ValueError, RecursionError) as error:
        raise BrokenRecordsError("json", 0, getattr(error, "lineno", 0)) from None
    if not isinstance(tree, dict) or tree.keys() != {_HEAD, "last", "entries"} or not isinstance(tree["entries"], list):
        raise BrokenRecordsError("shape")
    if tree[_HEAD] != VERSION:
        raise BrokenRecordsError("version")
    lines = list(_lines(whole))
    entries: list[Entry] = []
    for number, raw in enumerate(tree["entries"], 1):
        line = lines[number - 1] if number <= len(lines) else 0
        entries.append(_checked(raw, number, line, entries))
    if tree["last"] != (entries[-1].sha256 if entries else ""):
        raise BrokenRecordsError("end", len(entries), 3)
    records = Records(tuple(entries))
    if repeated:
        line = _first_other(whole, records_text(records).decode())
        raise BrokenRecordsError("twice", sum(start <= line for start in lines), line)
    return records


def _object(repeated: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file. Of a key that stands twice the last is read; who reads the file may believe the first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated += [key for key, _ in pairs]
    return found


def _first_other(text: str, wanted: str) -> int:
    """The first line, from 1, that is not the one that was wanted."""
    lines = zip_longest(text.split("\n"), wanted.split("\n"))
    return next((at for at, (one, other) in enumerate(lines, 1) if one != other), 1)


def _checked(raw: object, number: int, line: int, before: list[Entry]) -> Entry:
    try:
        entry = _adapter().validate_python(raw)
        sealed = _sealed({key: value for key, value in dict(raw).items() if key != "sha256"})  # type: ignore[call-overload]
    except ValueError as error:  # also a sign that is none, as half of a surrogate pair
        raise BrokenRecordsError("shape", number, line) from error
    if entry.number != number:
        raise BrokenRecordsError("order", number, line)
    if entry.sha256 != sealed or entry.previous != (before[-1].sha256 if before else ""):
        raise BrokenRecordsError("chain", number, line)
    if entry.corrects is not None:
        standing = {other.number for other in Records(tuple(before)).standing}
        if entry.corrects not in standing:
            raise BrokenRecordsError("corrects", number, line)
    return entry


def _sealed(tree: Mapping[str, Any]) -> str:
    """The fingerprint of an entry, as editions have it."""
    from runbook.editions.serialization import fingerprint_of  # noqa: PLC0415  `check` without records loads no sheets

    return fingerprint_of(tree)


def _lines(whole: str) -> Iterator[int]:
    """Where each entry begins, as it was written."""
    line, counted = 1, 0
    for match in _ENTRY_HEAD.finditer(whole):
        line, counted = line + whole.count("\n", counted, match.start()), match.start()
        yield line
