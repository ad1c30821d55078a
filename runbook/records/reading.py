"""Reading a record: from the bytes of an exported file to a ``Record``, or to every problem of the file at once.

JSON is read as JSON; where in the file a value stands is asked of the same text as YAML, which JSON is a part of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from runbook.config.events import read_tree
from runbook.config.fault import Fault
from runbook.config.source import ConfigSource, Span, character_problems, load_text
from runbook.config.tree import Path, Tree
from runbook.errors import ConfigError, EvidenceError, Problem, SecretFoundError
from runbook.organisation import Role
from runbook.records.choices import CHOICE
from runbook.records.record import Raw, Record
from runbook.sheets.codes import without_codes
from runbook.text.characters import code_point, refused_offsets
from runbook.text.secrets import announces_secret, find_secrets

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SIZE_LIMIT = 1024 * 1024
"""The longest packet, filled in to the last blank, is about 60 kB."""
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
# The name that a page gives to a day of sheet 08: `due.combination.2026-12-31` is no combination.
_DUE = re.compile(
    r"\bdue\.[a-z][a-z0-9_-]*\.(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![0-9-])"
)
_Naming = Callable[[Tree, Path], str]
_RECORD = TypeAdapter(Record)
_FORMS: Mapping[str, str] = {
    "string_type": "record-not-text",
    "bool_type": "record-not-yes-or-no",
    "int_type": "record-not-number",
    "tuple_type": "record-not-list",
    "dataclass_type": "record-not-mapping",
    "dataclass_exact_type": "record-not-mapping",
    "string_too_short": "record-empty",
    "string_pattern_mismatch": "record-form",
    "greater_than_equal": "record-number-too-small",
}


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The text of a file, and where everything in it stands."""

    source: ConfigSource
    tree: Tree

    def located(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """Faults as problems with line and column, in the order of the file."""
        return _in_line_order(fault.located(self.source, self.tree) for fault in faults)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record that was read: its value, the JSON to keep, and where everything stands in its file.

    ``typed_at`` says of one that was typed from paper which path of the file each path of the record comes from, and
    ``beside`` what is wrong in the file and has no place in the record.
    """

    record: Record
    raw: Raw = field(repr=False)
    text: PlacedText = field(repr=False)
    typed_at: Mapping[Path, Path] | None = None
    beside: tuple[Fault, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether it was typed from paper: initials, and times that decide nothing, stand there only."""
        return self.typed_at is not None

    def located(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """Faults as problems with line and column, in the order of the file."""
        return self.text.located(replace(fault, path=self._place_of(fault.path)) for fault in faults)

    def _place_of(self, path: Path) -> Path:
        """Where in the file stands what a path of the record is about."""
        places = self.typed_at
        if places is None:
            return path
        known = (path[:length] for length in range(len(path), 0, -1))
        return next((places[part] for part in known if part in places), ("record",))


def read_record(path: File) -> RecordFile:
    """The record in a file; EvidenceError with all that is wrong with it, each with line and column.

    SecretFoundError, before anything else of the file is shown, for what looks like a secret.
    """
    source = read_safely(path)
    raw = _json(source)
    tree, repeated = _places(source)
    _refuse_secrets(_secrets_in_values(source, tree, _field_of))
    problems = [*repeated, *_characters_in_values(source, tree)]
    if raw.get("format") != "runbook-record":
        problems.append(Fault("record-none", ("format",)).located(source, tree, hidden=True))
        raise EvidenceError(tuple(problems))
    try:
        record = _RECORD.validate_json(json.dumps(raw), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        problems += [_fault(detail).located(source, tree) for detail in details]
        raise EvidenceError(_in_line_order(iter(problems))) from None
    if problems:
        raise EvidenceError(_in_line_order(iter(problems)))
    return RecordFile(record, raw, PlacedText(source, tree))


def read_safely(path: File) -> ConfigSource:
    """The text of a record, or of what was typed; errors as from `read_record`, as far as they need no form."""
    try:
        source = load_text(path, SIZE_LIMIT)
    except ConfigError as error:
        raise EvidenceError(tuple(_of_a_record(problem) for problem in error.problems)) from None
    typed = without_codes(_without_days(source.text), "-")
    _refuse_secrets(source.problem(rule, source.place(at), hidden=True) for rule, at in find_secrets(typed))
    if problems := character_problems(source):
        raise EvidenceError(tuple(problems))
    return source


def read_typed_text(path: File) -> tuple[PlacedText, list[Problem]]:
    """What was typed as YAML, and which keys stand twice; errors as from `read_record`."""
    source = read_safely(path)
    try:
        tree, repeated = read_tree(source)
    except ConfigError as error:
        raise EvidenceError(error.problems) from None
    _refuse_secrets(_secrets_in_values(source, tree, _key_of))
    return PlacedText(source, tree), [*repeated, *_characters_in_values(source, tree)]


def _of_a_record(problem: Problem) -> Problem:
    """What is wrong with any file, in the words for records where those for a config would mislead."""
    own = {
        "config-missing": "record-missing-file",
        "config-name-too-long": "record-missing-file",
        "config-not-a-file": "record-not-a-file",
        "config-too-large": "record-too-large",
    }
    return replace(problem, rule=own.get(problem.rule, problem.rule))


def _json(source: ConfigSource) -> Raw:
    try:
        raw = json.loads(source.text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise EvidenceError((source.problem("record-json", Span(error.lineno, error.colno)),)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, NaN, thousands of brackets
        raise EvidenceError((source.problem("record-json", Span(1, 1)),)) from None
    if not isinstance(raw, dict):
        raise EvidenceError((source.problem("record-none", Span(1, 1), hidden=True),))
    return raw


def _refuse_constant(_name: str) -> None:
    raise ValueError


def _places(source: ConfigSource) -> tuple[Tree, list[Problem]]:
    """Where everything stands, and which keys stand twice. YAML knows no pairs of escapes for one sign."""
    text = _PAIR.sub(lambda pair: str(json.loads(f'"{pair[0]}"')), source.text)
    try:
        return read_tree(replace(source, text=text))
    except ConfigError as error:
        raise EvidenceError(error.problems) from None


def _fault(detail: ErrorDetails) -> Fault:
    """An error of the shape in our words."""
    kind, path, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
    return _faults().get(kind, _plain)(kind, path, context)


def _plain(kind: str, path: Path, _context: Mapping[str, Any]) -> Fault:
    return Fault(_FORMS.get(kind, kind), path)


def _faults() -> Mapping[str, Callable[[str, Path, Mapping[str, Any]], Fault]]:
    return {
        "missing": lambda _, path, __: Fault.of("record-missing", path, field=path[-1]),
        "unexpected_keyword_argument": lambda _, path, __: Fault("record-unknown-key", path, on_key=True),
        CHOICE: lambda kind, path, context: Fault.of(kind, path, **context),
    }


def _refuse_secrets(problems: Iterator[Problem]) -> None:
    if found := _in_line_order(problems):
        raise SecretFoundError(found)


def _without_days(text: str) -> str:
    """A text, as long as it was, without the names of ticked days."""
    return _DUE.sub(lambda name: " " * len(name[0]), text)


def _secrets_in_values(source: ConfigSource, tree: Tree, name_of: _Naming) -> Iterator[Problem]:
    """Secrets that only show without escapes, and values of fields whose name announces one."""
    for scalar in tree.scalars():
        for rule, _ in find_secrets(_without_days(scalar.value)):
            yield Fault(rule, scalar.path).located(source, tree, hidden=True)
        name = name_of(tree, scalar.path)
        if announces_secret(name, scalar.value):
            yield Fault.of("secret-key-name", scalar.path, key=name[:40]).located(source, tree, hidden=True)


def _key_of(_tree: Tree, path: Path) -> str:
    """The key of a typed value, or of the list in which it stands."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    return "" if key in set(Role) else key


def _field_of(tree: Tree, path: Path) -> str:
    """The name of the field whose value stands at a path; "" of all else."""
    if path[-1:] != ("value",):
        return ""
    parent = tree.node(path[:-1])
    name = parent.get("id") if isinstance(parent, dict) else None
    return name.rpartition(".")[2] if isinstance(name, str) else ""


def _characters_in_values(source: ConfigSource, tree: Tree) -> Iterator[Problem]:
    """Invisible characters behind JSON's escapes."""
    for scalar in tree.scalars():
        for offset in refused_offsets(scalar.value):
            fault = Fault.of("character-refused", scalar.path, character=code_point(scalar.value[offset]))
            yield fault.located(source, tree, hidden=True)


def _in_line_order(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    found = {(problem.line, problem.column, problem.rule, problem.values): problem for problem in problems}
    return tuple(found[place] for place in sorted(found))
