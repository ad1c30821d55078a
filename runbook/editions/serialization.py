"""The text form of the register: JSON that people can read in a version control system's difference.

An edition is written as what it changed: only new and changed sheets, facts and lines stand in it, so a change of one
approver adds a page, not a book. Each entry carries the fingerprint of the one before and its own, so a changed or
missing entry is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from runbook.editions.register import Approval, IssuedEdition, IssuedSheet, Register
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import read_line, words_of

VERSION = 1
EMPTY = Register()
_STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
_KEEP, _DROP, _ADD = "=", "-", "+"


class BrokenRegisterError(ValueError):
    """The text is no register, or was changed. ``reason`` is json, version, shape, chain, order or words."""

    def __init__(self, reason: str, edition: int = 0) -> None:
        """``edition`` is the number of the first entry that is wrong, 0 for the whole file."""
        super().__init__(f"{reason} {edition}")
        self.reason = reason
        self.edition = edition


@dataclass(frozen=True, slots=True)
class _Entry:
    """One edition as it is written. ``facts`` are path to [before, after]; ``words`` are edits of the lines before."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    edition: int
    code: str
    issued_on: date
    effective: date
    reason: str
    required: int
    approvals: tuple[Approval, ...]
    tool: str
    time_zone: str
    changes: Mapping[str, tuple[str, ...]]
    sheets: Mapping[str, IssuedSheet]
    gone: tuple[str, ...]
    copies: Mapping[str, Mapping[str, int]]
    places: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, tuple[str | None, str | None]]
    words: Mapping[str, tuple[str, ...]]
    previous: str
    sha256: str


_ENTRY = TypeAdapter(_Entry)


def register_text(register: Register) -> bytes:
    """The file for a register: UTF-8, one fact a line; ``read_register`` of it is the same register."""
    entries: list[dict[str, Any]] = []
    before: IssuedEdition | None = None
    for edition in register.editions:
        entry = _entry(before, edition) | {"previous": entries[-1]["sha256"] if entries else ""}
        entries.append(entry | {"sha256": _fingerprint(entry)})
        before = edition
    tree = {"register_version": VERSION, "editions": entries}
    return json.dumps(tree, ensure_ascii=False, indent=1).encode() + b"\n"


def read_register(text: bytes) -> Register:
    """The register in a file; BrokenRegisterError if it is none of ours or has been changed by hand."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenRegisterError("json") from error
    if not isinstance(tree, dict) or not isinstance(tree.get("editions"), list):
        raise BrokenRegisterError("shape")
    if tree.get("register_version") != VERSION:
        raise BrokenRegisterError("version")
    editions: list[IssuedEdition] = []
    previous = ""
    for number, raw in enumerate(tree["editions"], 1):
        entry = _checked(raw, number, previous)
        editions.append(_edition(editions[-1] if editions else None, entry))
        previous = entry.sha256
    return Register(tuple(editions))


def _checked(raw: object, number: int, previous: str) -> _Entry:
    try:
        entry = _ENTRY.validate_python(raw)
    except ValidationError as error:
        raise BrokenRegisterError("shape", number) from error
    body = {key: value for key, value in dict(raw).items() if key != "sha256"}  # type: ignore[call-overload]
    if entry.edition != number:
        raise BrokenRegisterError("order", number)
    if entry.sha256 != _fingerprint(body) or entry.previous != previous:
        raise BrokenRegisterError("chain", number)
    return entry


def _fingerprint(entry: Mapping[str, Any]) -> str:
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _entry(before: IssuedEdition | None, edition: IssuedEdition) -> dict[str, Any]:
    old_sheets = before.sheets if before else {}
    old_words = before.words if before else {}
    old_facts = before.facts if before else {}
    changed = [name for name, sheet in edition.sheets.items() if old_sheets.get(name) != sheet]
    paths = dict.fromkeys([*old_facts, *edition.facts])
    return {
        "edition": edition.number,
        "code": edition.code,
        "issued_on": edition.issued_on.isoformat(),
        "effective": edition.effective.isoformat(),
        "reason": edition.reason,
        "required": edition.required,
        "approvals": [asdict(approval) for approval in edition.approvals],
        "tool": edition.tool,
        "time_zone": edition.time_zone,
        "changes": {language: list(sentences) for language, sentences in edition.changes.items()},
        "sheets": {name: _sheet(edition.sheets[name]) for name in changed},
        "gone": [name for name in old_sheets if name not in edition.sheets],
        "copies": {sheet: dict(places) for sheet, places in edition.copies.items()},
        "places": {place: dict(names) for place, names in edition.places.items()},
        "facts": {
            path: [old_facts.get(path), edition.facts.get(path)]
            for path in paths
            if old_facts.get(path) != edition.facts.get(path)
        },
        "words": {
            name: list(_edits(old_words.get(name, ()), lines))
            for name, lines in edition.words.items()
            if old_words.get(name) != lines
        },
    }


def _sheet(sheet: IssuedSheet) -> dict[str, Any]:
    return asdict(sheet) | {"since": sheet.since.isoformat()}


def _edition(before: IssuedEdition | None, entry: _Entry) -> IssuedEdition:
    sheets = {name: sheet for name, sheet in (before.sheets if before else {}).items() if name not in entry.gone}
    sheets = {name: entry.sheets.get(name, sheet) for name, sheet in sheets.items()} | dict(entry.sheets)
    known = before.words if before else {}
    try:
        words = {
            name: tuple(_edited(known.get(name, ()), entry.words[name])) if name in entry.words else known[name]
            for name in sheets
        }
        facts = dict(_facts_after(before.facts if before else {}, entry.facts))
    except (KeyError, IndexError, ValueError) as error:
        raise BrokenRegisterError("words", entry.edition) from error
    for name in entry.words:
        lines = [read_line(line) for line in words[name]]
        if sheet_code(name.partition("/")[0], words_of(lines)) != sheets[name].code:
            raise BrokenRegisterError("words", entry.edition)
    return IssuedEdition(
        number=entry.edition,
        code=entry.code,
        issued_on=entry.issued_on,
        effective=entry.effective,
        reason=entry.reason,
        required=entry.required,
        approvals=entry.approvals,
        tool=entry.tool,
        time_zone=entry.time_zone,
        sheets=sheets,
        changes=entry.changes,
        copies=entry.copies,
        places=entry.places,
        facts=facts,
        words=words,
    )


def _facts_after(
    before: Mapping[str, str], changed: Mapping[str, tuple[str | None, str | None]]
) -> Iterator[tuple[str, str]]:
    for path in dict.fromkeys([*before, *changed]):
        old, new = changed.get(path, (before.get(path), before.get(path)))
        if old != before.get(path):
            raise ValueError(path)
        if new is not None:
            yield path, new


def _edits(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """How to get from one list of lines to another: "=12" keeps twelve lines, "-…" drops one, "+…" adds one."""
    for action, first, end, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if action == "equal":
            yield f"{_KEEP}{end - first}"
        else:
            yield from (_DROP + line for line in before[first:end])
            yield from (_ADD + line for line in after[start:stop])


def _edited(before: tuple[str, ...], edits: tuple[str, ...]) -> Iterator[str]:
    place = 0
    for edit in edits:
        mark, text = edit[:1], edit[1:]
        if mark == _KEEP:
            kept = before[place : place + int(text)]
            if len(kept) != int(text):
                raise IndexError(text)
            yield from kept
            place += int(text)
        elif mark == _DROP and before[place] == text:
            place += 1
        elif mark == _ADD:
            yield text
        else:
            raise ValueError(edit)
    if place != len(before):
        raise IndexError(place)
