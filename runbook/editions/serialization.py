"""The text form of the register: JSON that people can read in a version control system's difference.

An edition is written as what it changed: new facts, and new and changed sheets with all their lines. So a change of one
approver adds a few pages, not the book. Each entry carries the fingerprint of the one before and its own, so a changed
or missing entry is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core import core_schema as schema

from runbook.editions.register import Approval, IssuedEdition, IssuedSheet, Register
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import read_line, words_of

VERSION = 2
EMPTY = Register()
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class BrokenRegisterError(ValueError):
    """The text is no register, or was changed. ``reason`` is json, version, shape, chain, order or words."""

    def __init__(self, reason: str, edition: int = 0) -> None:
        """``edition`` is the number of the first entry that is wrong, 0 for the whole file."""
        super().__init__(f"{reason} {edition}")
        self.reason = reason
        self.edition = edition


@dataclass(frozen=True, slots=True)
class _Entry:
    """One edition as it is written: of sheets, facts and words only what is new, and None for a fact that is gone.

    ``role_only`` is None in an edition that has none, and in those of registers from before there were any.
    """

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
    sheets: Mapping[SheetName, IssuedSheet]
    gone: tuple[SheetName, ...]
    copies: Mapping[str, Mapping[str, int]]
    places: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, str | None]
    words: Mapping[SheetName, tuple[str, ...]]
    previous: str
    sha256: str
    role_only: Mapping[SheetName, IssuedSheet] | None = None


def _values(kind: type, optional: Sequence[str] = (), **fields: CoreSchema) -> CoreSchema:
    """Values of a dataclass with exactly these fields; those that may be missing have a default in the class."""
    arguments = [
        schema.dataclass_field(
            name, schema.with_default_schema(field, default=None) if name in optional else field, kw_only=True
        )
        for name, field in fields.items()
    ]
    return schema.dataclass_schema(
        kind,
        schema.dataclass_args_schema(kind.__name__, arguments, extra_behavior="forbid"),
        [*fields],
        slots=True,
        config=schema.CoreConfig(hide_input_in_errors=True),
    )


def _several(of: CoreSchema) -> CoreSchema:
    return schema.tuple_schema([of], variadic_item_index=0)


# As pydantic would read it off the classes, for which it would have to be loaded: a third of what `verify` costs.
_TEXT, _NUMBER, _DAY, _BY = schema.str_schema(), schema.int_schema(), schema.date_schema(), schema.dict_schema
_NAME = schema.no_info_after_validator_function(SheetName.read, _TEXT)
_SHEETS = _BY(_NAME, _values(IssuedSheet, code=_TEXT, revision=_NUMBER, since=_DAY, pages=_NUMBER))
_ENTRY = SchemaValidator(
    _values(
        _Entry,
        optional=("role_only",),
        edition=_NUMBER,
        code=_TEXT,
        issued_on=_DAY,
        effective=_DAY,
        reason=_TEXT,
        required=_NUMBER,
        approvals=_several(_values(Approval, person=_TEXT, names=_BY(_TEXT, _TEXT), code=_TEXT)),
        tool=_TEXT,
        time_zone=_TEXT,
        changes=_BY(_TEXT, _several(_TEXT)),
        sheets=_SHEETS,
        gone=_several(_NAME),
        copies=_BY(_TEXT, _BY(_TEXT, _NUMBER)),
        places=_BY(_TEXT, _BY(_TEXT, _TEXT)),
        facts=_BY(_TEXT, schema.nullable_schema(_TEXT)),
        words=_BY(_NAME, _several(_TEXT)),
        previous=_TEXT,
        sha256=_TEXT,
        role_only=schema.nullable_schema(_SHEETS),
    )
)


def register_text(register: Register) -> bytes:
    """The file for a register: UTF-8, one fact a line; ``read_register`` of it is the same register."""
    entries: list[dict[str, Any]] = []
    before: IssuedEdition | None = None
    for edition in register.editions:
        entry = _entry(before, edition) | {"previous": entries[-1]["sha256"] if entries else ""}
        entries.append(entry | {"sha256": fingerprint_of(entry)})
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
        entry: _Entry = _ENTRY.validate_python(raw)
        sealed = fingerprint_of({key: value for key, value in dict(raw).items() if key != "sha256"})  # type: ignore[call-overload]
    except ValueError as error:  # also a sign that is none, as half of a surrogate pair
        raise BrokenRegisterError("shape", number) from error
    if entry.edition != number:
        raise BrokenRegisterError("order", number)
    if entry.sha256 != sealed or entry.previous != previous:
        raise BrokenRegisterError("chain", number)
    return entry


def fingerprint_of(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry, whatever the order of its keys: the next entry names it, here and in the records."""
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _entry(before: IssuedEdition | None, edition: IssuedEdition) -> dict[str, Any]:
    sheets = before.sheets if before else {}
    facts = before.facts if before else {}
    words = before.words if before else {}
    role_only = before.role_only if before else {}
    told = {str(name): _sheet(sheet) for name, sheet in _changed(role_only, edition.role_only)}
    entry = {
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
        "sheets": {str(name): _sheet(sheet) for name, sheet in _changed(sheets, edition.sheets)},
        "gone": [str(name) for name in sheets if name not in edition.sheets],
        "copies": {sheet: dict(places) for sheet, places in edition.copies.items()},
        "places": {place: dict(names) for place, names in edition.places.items()},
        "facts": dict(_changed(facts, edition.facts)) | {path: None for path in facts if path not in edition.facts},
        "words": {str(name): list(lines) for name, lines in _changed(words, edition.words)},
    }
    return entry | ({"role_only": told} if edition.role_only else {})


def _changed(before: Mapping[_Key, _Value], after: Mapping[_Key, _Value]) -> Iterator[tuple[_Key, _Value]]:
    """What is new or other, in the order that it has once it is read: a written entry is written the same again."""
    for key in {**before, **after}:
        if key in after and before.get(key) != after[key]:
            yield key, after[key]


def _sheet(sheet: IssuedSheet) -> dict[str, Any]:
    return asdict(sheet) | {"since": sheet.since.isoformat()}


def _edition(before: IssuedEdition | None, entry: _Entry) -> IssuedEdition:
    sheets = {name: sheet for name, sheet in (before.sheets if before else {}).items() if name not in entry.gone}
    sheets |= entry.sheets
    words = {**(before.words if before else {}), **entry.words}
    role_only = {**(before.role_only if before else {}), **entry.role_only} if entry.role_only is not None else {}
    facts = {**(before.facts if before else {}), **entry.facts}
    for name in {*entry.sheets, *entry.words}:
        if name not in sheets or name not in words or _code(name, words[name]) != sheets[name].code:
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
        facts={path: value for path, value in facts.items() if value is not None},
        words={name: words[name] for name in sheets},
        role_only={name: sheet for name, sheet in role_only.items() if name in sheets},
    )


def _code(name: SheetName, lines: Sequence[str]) -> str:
    return sheet_code(name.language, words_of([read_line(line) for line in lines]))
