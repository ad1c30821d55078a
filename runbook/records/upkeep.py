"""What records make stale in the config: the values to edit, each with its line; and the edit itself, in place.

Only single values are edited, everything else of the files is kept to the byte. What needs more than that (a number
that belongs to no row any more) is listed for people.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as File
from typing import TYPE_CHECKING

from runbook.assessment import read_config
from runbook.config.accounts_file import ACCOUNTS, read_accounts
from runbook.config.references import canonical
from runbook.config.source import load_config, source_of
from runbook.config.text_editing import with_values
from runbook.config.tree import shown
from runbook.errors import ConfigError, OutputError, Problem
from runbook.knowledge.loading import shipped_knowledge
from runbook.organisation import Person
from runbook.organisation.terms import appointments
from runbook.records.facts import broken_seals
from runbook.records.store_file import read_records_of
from runbook.writing import KeptFile, read_kept, replace_kept

if TYPE_CHECKING:
    from runbook.clock import Clock
    from runbook.config import ConfigSource, Reading
    from runbook.config.tree import Path
    from runbook.organisation import Organisation
    from runbook.records.store import Records

_SPARE = "spare"


@dataclass(frozen=True, slots=True)
class Edit:
    """A value to edit: where it stands (line and column of its file, from 1), what stands there, what shall.

    ``path`` is that of the config; ``entry`` the number of the entry from which it follows.
    """

    path: Path
    file: str
    line: int
    column: int
    before: str | None
    after: str
    entry: int

    @property
    def where(self) -> str:
        """The path as people write it."""
        return shown(self.path)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A seal number whose row is edited by hand: it is on nothing any more (used), or not in its box (spare)."""

    what: str
    number: str
    entry: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A file before and after, and its bytes as they were read; ``path`` as it was typed."""

    path: str
    kept: KeptFile
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What follows from records for a config, and whether it was written; ``problems``: why it cannot be."""

    edits: tuple[Edit, ...]
    by_hand: tuple[ByHand, ...]
    files: tuple[Changed, ...]
    problems: tuple[Problem, ...] = ()
    is_written: bool = False


def upkeep_of(config: File, clock: Clock) -> Upkeep:
    """The edits that records ask for; errors as from `read_config`, OutputError from the files.

    Without files, and with problems, if a value cannot be edited in place or the config could not be read afterwards.
    """
    knowledge, source = shipped_knowledge(), load_config(config)
    reading = read_config(source, knowledge)
    _, records = read_records_of(config)
    today = clock.day_in(reading.organisation.company.time_zone)
    edits = tuple(sorted(_edits(reading, records, today), key=lambda edit: (edit.file, edit.line, edit.column)))
    by_hand = tuple(_by_hand(reading.organisation, records, today))
    try:
        files = tuple(_files(reading, edits))
        _read_again(source, files)
    except ConfigError as error:
        return Upkeep(edits, by_hand, (), error.problems)
    return Upkeep(edits, by_hand, files)


def apply(upkeep: Upkeep) -> Upkeep:
    """Write the files, each in one step; OutputError if one was changed meanwhile, is locked, or the disk fails."""
    for changed in upkeep.files:
        mark = codecs.BOM_UTF8 * (changed.kept.before or b"").startswith(codecs.BOM_UTF8)
        replace_kept(changed.kept, mark + changed.after.encode())
    return replace(upkeep, is_written=bool(upkeep.files))


def _edits(reading: Reading, records: Records, today: date) -> Iterator[Edit]:
    for path, (value, entry) in _wanted(reading.organisation, records, today).items():
        span = reading.tree.span(path)
        file, line = reading.source.origin(span.line)
        try:
            node = reading.tree.node(path)
        except (KeyError, IndexError):
            node = None
        yield Edit(path, file, line, span.column, node if isinstance(node, str) else None, value, entry)


def _wanted(whole: Organisation, records: Records, today: date) -> Mapping[Path, tuple[str, int]]:
    """The values that the config should have, by path, each with its entry."""
    found: dict[Path, tuple[str, int]] = {}
    for name, known in records.last_known(today).items():
        kind, about, *rest = (*name.split("/"), "")[:3]
        for path, typed in _days_at(whole, kind, about, rest[0], known.entry.day):
            if typed is None or typed < date.fromisoformat(known.value):
                found[path] = (known.value, known.entry.number)
    seals, by = records.last_seals(until=today), _sealed_by(records, today)
    for index, item in enumerate(whole.items):
        if item.id in seals and seals[item.id] != item.seal:
            found["items", index, "seal"] = (seals[item.id], by[item.id])
    for number, row in enumerate(whole.seals):
        left = row.without({*seals.values()} | records.seals_ever()) if row.state == _SPARE else None
        for part in ("first", "last"):
            value = getattr(left, part) if left is not None else None
            if value is not None and value != getattr(row, part):
                found["seals", number, part] = (value, max(by.values()))
    return found


def _days_at(whole: Organisation, kind: str, about: str, field: str, day: date) -> Iterator[tuple[Path, date | None]]:
    """Where in the config a day that records know is written, and what is written there."""
    if kind == "terms":
        yield from _term_of(whole, about, field, day)
        return
    named: Mapping[str, Sequence[tuple[str, object]]] = {
        "items": [(each.id, each) for each in whole.items],
        "people": [(each.id, each) for each in whole.people],
        "accounts": [(each.id, each) for each in whole.accounts],
        "domains": [(each.name, each) for each in whole.domains],
    }
    for index, (name, each) in enumerate(named.get(kind, ())):
        if name == about and isinstance(each, Person):
            for number, contact in enumerate(each.contacts):
                yield ("people", index, "contacts", number, field), contact.confirmed_on
        elif name == about:
            yield (kind, index, field), getattr(each, field)


def _term_of(whole: Organisation, role: str, person: str, day: date) -> Iterator[tuple[Path, date | None]]:
    """The term that was running on a day, if it has an end."""
    held = [each for each in appointments(whole) if (each[0], each[2].person) == (role, person)]
    ending = [each for each in held if each[2].until is not None and each[2].start <= day]
    if ending:
        _, path, last = max(ending, key=lambda each: each[2].start)
        yield (*path, "until"), last.until


def _sealed_by(records: Records, today: date) -> Mapping[str, int]:
    """The entry that told the seal of each item last."""
    return {item: entry.number for entry in records.in_time if entry.day <= today for item in entry.seals}


def _by_hand(whole: Organisation, records: Records, today: date) -> Iterator[ByHand]:
    """Numbers that are on nothing any more and in no row, and those of rows that cannot be made shorter."""
    by, ever = _sealed_by(records, today), records.seals_ever()
    on_items = {*records.last_seals(until=today).values(), *(item.seal for item in whole.items if item.id not in by)}
    listed = {number for row in whole.seals for number in row.numbers or ()}
    for number, known in broken_seals(records, today).items():
        if number not in listed | on_items:
            yield ByHand("used", number, known.entry.number)
    for row in whole.seals:
        taken = [number for number in row.numbers or () if number in ever]
        if row.state == _SPARE and taken and row.without(ever) is None:
            yield from (ByHand(_SPARE, number, max(by.values())) for number in taken)


def _files(reading: Reading, edits: tuple[Edit, ...]) -> Iterator[Changed]:
    source = reading.source
    own = {edit.path: edit.after for edit in edits if edit.file == source.path}
    if own:
        yield _changed(source.path, source.sha256, own)
    others = {edit.path: edit.after for edit in edits if edit.file != source.path}
    if others and source.accounts is not None:
        yield _changed(source.accounts.path, source.accounts.sha256, _in_accounts_file(others, reading))


def _changed(path: str, sha256: str, values: Mapping[Path, str]) -> Changed:
    kept = read_kept(File(path))
    now = source_of(kept.before or b"", path)
    if now.sha256 != sha256:
        raise OutputError((Problem("config-changed-since", file=path),))
    return Changed(path, kept, now.text, with_values(now.text, values, path))


def _in_accounts_file(values: Mapping[Path, str], reading: Reading) -> Mapping[Path, str]:
    """Paths of the config that stand in its accounts file, as paths of that file."""
    accounts = reading.source.accounts
    assert accounts is not None  # noqa: S101  asked for before
    tree, _ = read_accounts(accounts)
    listed = tree.node((ACCOUNTS,))
    own = [canonical(ACCOUNTS, str(each["id"])) for each in listed if isinstance(each, dict)] if listed else []
    whole = reading.organisation.accounts
    return {(ACCOUNTS, own.index(whole[int(path[1])].id), *path[2:]): value for path, value in values.items()}


def _read_again(source: ConfigSource, files: tuple[Changed, ...]) -> None:
    """ConfigError if a config of the changed texts could not be read."""
    texts = {changed.path: changed.after.encode() for changed in files}
    accounts = source.accounts
    if accounts is not None and accounts.path in texts:
        accounts = source_of(texts[accounts.path], accounts.path)
    new = source_of(texts[source.path], source.path) if source.path in texts else source
    read_config(replace(new, accounts=accounts), shipped_knowledge())
