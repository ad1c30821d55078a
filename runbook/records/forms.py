"""What is typed from paper: a short YAML of a packet, a check, a placement of copies, or of something that was found.

Only what cannot be told without the paper stands in it. `blank.py` writes one to fill in, `expanding.py` makes the
record of a packet of it. What has no value counts as left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from runbook.clock import FIRST_YEAR, LAST_YEAR
from runbook.config.fault import Fault
from runbook.errors import EvidenceError
from runbook.knowledge.sheets import SheetName
from runbook.organisation.fields import AccountId, Identifier, Label
from runbook.records.reading import PlacedText, read_typed_text
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from pathlib import Path as File

    from pydantic_core import ErrorDetails

    from runbook.config.tree import Node, Path
    from runbook.errors import Problem

ENDINGS = (".yaml", ".yml")
CHECK, PLACEMENT, FINDING = "check", "placement", "finding"
FORM = "runbook-form"
HEAD = "record"
_TEXT_LIMIT = 2000
_STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
_CLOCK = re.compile(r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_NUMBERS = re.compile(r"([1-9][0-9]?)(?:-([1-9][0-9]?))?")
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
_PAPER = re.compile(r"[0-9]{2}-[a-z0-9-]+")
_STEP = re.compile(r"[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*")


def _matching(pattern: re.Pattern[str], rule: str) -> BeforeValidator:
    def read(typed: object) -> str:
        if not isinstance(typed, str) or not pattern.fullmatch(typed.strip()):
            raise PydanticCustomError(rule, rule)
        return typed.strip()

    return BeforeValidator(read)


def _words(typed: object) -> str:
    if not isinstance(typed, str) or not typed.strip():
        raise PydanticCustomError("typed-not-text", "no text")
    if len(typed) > _TEXT_LIMIT:
        raise PydanticCustomError("typed-too-long", "too long", {"most": _TEXT_LIMIT})
    return typed.strip()


def _day(typed: object) -> date:
    try:
        day = date.fromisoformat(typed) if isinstance(typed, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != typed or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("record-day", "no day")
    return day


def _numbers(typed: object) -> tuple[int, int]:
    match = _NUMBERS.fullmatch(typed.strip()) if isinstance(typed, str) else None
    if match is None or (match[2] and int(match[2]) < int(match[1])):
        raise PydanticCustomError("typed-copies", "no numbers of copies")
    return int(match[1]), int(match[2] or match[1])


def _yes(typed: object) -> bool:
    known = {"yes": True, "no": False, "true": True, "false": False}
    if not isinstance(typed, str) or typed.lower() not in known:
        raise PydanticCustomError("typed-not-yes-or-no", "neither yes nor no")
    return known[typed.lower()]


def _number(typed: object) -> int:
    if not isinstance(typed, str) or not re.fullmatch(r"[1-9][0-9]{0,6}", typed):
        raise PydanticCustomError("typed-not-number", "no number")
    return int(typed)


def _sheet(typed: object) -> str:
    try:
        return str(SheetName.read(typed if isinstance(typed, str) else ""))
    except ValueError:
        raise PydanticCustomError("typed-sheet", "no sheet in a language") from None


Words = Annotated[str, BeforeValidator(_words)]
Clock = Annotated[str, _matching(_CLOCK, "typed-clock")]
StepId = Annotated[str, _matching(_STEP, "typed-step")]
SheetPath = Annotated[str, BeforeValidator(_sheet)]
Code = Annotated[str, _matching(_CODE, "typed-code")]
OwnDay = Annotated[date, BeforeValidator(_day)]
Numbers = Annotated[tuple[int, int], BeforeValidator(_numbers)]
YesOrNo = Annotated[bool, BeforeValidator(_yes)]
Number = Annotated[int, BeforeValidator(_number)]
_Few = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class TypedApproval:
    """What an approver said, and when."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    person: Identifier
    answer: Literal["yes", "no"] | None = None
    at: Clock | None = None


@dataclass(frozen=True, slots=True)
class TypedSeal:
    """The numbers of a bag before and after."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    old: Label | None = None
    new: Label | None = None


@dataclass(frozen=True, slots=True)
class TypedStop:
    """The last step that was done before one stopped, and why."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    after: StepId
    why: Words


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A packet, or another sheet that is filled in.

    Its steps count as done where they were for those who did the others; ``left_out``, ``stopped`` and ``also_done``
    (of detours) say what was otherwise. Times are those of the decisive steps, without a day that of ``day`` or, if
    earlier than ``begun``, of the day after.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: str
    code: Code
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{2,17}$")]
    kind: Literal["use", "drill"]
    day: OwnDay
    begun: Clock
    people: Annotated[Mapping[Label, Words], _Few]
    ended: Clock | None = None
    operator: tuple[Identifier, ...] = ()
    task: Words | None = None
    approvals: tuple[TypedApproval, ...] = ()
    times: Mapping[StepId, Clock] = field(default_factory=dict)
    seals: Mapping[Identifier, TypedSeal] = field(default_factory=dict)
    numbers: Mapping[StepId, Words] = field(default_factory=dict)
    left_out: Mapping[StepId, Words] = field(default_factory=dict)
    stopped: TypedStop | None = None
    also_done: tuple[StepId, ...] = ()
    notes: Mapping[StepId, Words] = field(default_factory=dict)
    exceptions: Words | None = None
    ticked: Mapping[Identifier, OwnDay] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedTerm:
    """A term that was renewed."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    role: Identifier
    person: Identifier
    until: OwnDay


Part = Literal["seals", "mfa", "contacts", "custody", "alerts", "mailbox", "access", "review"]


@dataclass(frozen=True, slots=True)
class TypedCheck:
    """A check: what of it was done as a whole (``of``), what was seen of each thing, and what was not as it should be.

    ``notes`` are by the id that they are about.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["check"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    of: tuple[Part, ...] = ()
    seals: Mapping[Identifier, Label] = field(default_factory=dict)
    tested: tuple[Identifier, ...] = ()
    confirmed: tuple[Identifier, ...] = ()
    accounts: tuple[AccountId, ...] = ()
    batteries: Mapping[Identifier, OwnDay] = field(default_factory=dict)
    domains: Mapping[str, OwnDay] = field(default_factory=dict)
    terms: tuple[TypedTerm, ...] = ()
    notes: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedCopies:
    """Copies of a sheet in a place, by their numbers: 1-2. ``code`` is that which stands on them."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    sheet: SheetPath
    copies: Numbers
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class TypedPlacement:
    """What was laid into a place of an edition, and what was taken out of it and shredded; ``note`` explains it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["placement"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    place: Identifier
    edition: Number
    put_in: tuple[TypedCopies, ...] = ()
    taken_out: tuple[TypedCopies, ...] = ()
    shredded: YesOrNo | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class TypedFinding:
    """Something that was found, about an id of the config; ``closes`` the number of an entry that it ends."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["finding"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    about: Label
    found: Words
    done: Words | None = None
    closes: Number | None = None


Typed = TypedSheet | TypedCheck | TypedPlacement | TypedFinding
_FORMS: Mapping[str, type[Typed]] = {CHECK: TypedCheck, PLACEMENT: TypedPlacement, FINDING: TypedFinding}
FORM_NAMES = tuple(_FORMS)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FormFile:
    """What was typed, its tree to keep, and where everything stands in its file."""

    form: Typed
    tree: Mapping[str, Any] = field(repr=False)
    text: PlacedText = field(repr=False)


def read_form(path: File) -> FormFile:
    """The form in a file; EvidenceError with all that is wrong with it, SecretFoundError for what must not be kept."""
    return form_in(*read_typed_text(path))


def form_in(text: PlacedText, problems: Sequence[Problem] = ()) -> FormFile:
    """The form in a text; EvidenceError with these problems and all that is wrong with it."""
    tree = _filled(text.tree.root)
    head = tree.get(HEAD) if isinstance(tree, dict) else None
    if not isinstance(head, str) or not (head in _FORMS or _PAPER.fullmatch(head)):
        faults = [Fault.of("typed-none", (HEAD,), known=", ".join(FORM_NAMES))]
        raise EvidenceError((*problems, *text.located(faults)))
    form = _FORMS.get(head, TypedSheet)
    try:
        value = TypeAdapter[Typed](form).validate_python(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise EvidenceError((*problems, *text.located(_faults(details, form)))) from None
    if problems:
        raise EvidenceError(tuple(problems))
    return FormFile(value, tree, text)


def raw_form(form: FormFile) -> dict[str, Any]:
    """A form as it is kept."""
    return {"format": FORM, "version": 1, **form.tree}


def moments_in(sheet: TypedSheet, zone: ZoneInfo) -> _Moments:
    """Reads the times of a sheet, in the time zone of the company."""
    return _Moments(sheet, zone)


@dataclass(frozen=True, slots=True)
class _Moments:
    sheet: TypedSheet
    zone: ZoneInfo

    @property
    def begun(self) -> datetime:
        """When it began."""
        return self._read(self.sheet.begun)

    def of(self, typed: str) -> datetime:
        """The moment of a typed time: without a day, the first one from the beginning on."""
        moment = self._read(typed)
        has_day = _CLOCK.fullmatch(typed)["day"] is not None  # type: ignore[index]  # its form was judged
        return moment if has_day or moment >= self.begun else self._read(typed, self.sheet.day + timedelta(days=1))

    def _read(self, typed: str, day: date | None = None) -> datetime:
        match = _CLOCK.fullmatch(typed)
        assert match is not None  # noqa: S101  its form was judged
        try:
            on = date.fromisoformat(match["day"]) if match["day"] else day or self.sheet.day
        except ValueError:  # 2026-02-30: no moment of ours, so it is refused as one to come
            on = date(LAST_YEAR, 12, 31)
        return datetime(on.year, on.month, on.day, int(match["hour"]), int(match["minute"]), tzinfo=self.zone)


def _filled(node: Node) -> Any:  # noqa: ANN401  a tree
    """A tree without what has no value."""
    if isinstance(node, dict):
        found = {key: _filled(value) for key, value in node.items()}
        return {key: value for key, value in found.items() if value not in (None, {}, [], "")}
    if isinstance(node, list):
        return [_filled(each) for each in node]  # all of them: what is wrong with one is told at its place
    return node


def _faults(details: list[ErrorDetails], form: type[Typed]) -> Iterator[Fault]:
    for detail in details:
        kind, path, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
        yield _fault(kind, _without_marks(path), context, form, on_key=path[-1:] == ("[key]",))


def _without_marks(path: Path) -> Path:
    """A path of pydantic as one of the file: it marks keys, and which one of several types it tried."""
    return tuple(part for part in path if part != "[key]" and not (isinstance(part, str) and part.startswith("$")))


_RULES = {
    "tuple_type": "typed-not-list",
    "dict_type": "typed-not-mapping",
    "mapping_type": "typed-not-mapping",
    "dataclass_type": "typed-not-mapping",
    "string_type": "typed-not-text",
    "string_pattern_mismatch": "typed-form",
}


def _fault(kind: str, path: Path, context: Mapping[str, Any], form: type[Typed], *, on_key: bool) -> Fault:
    match kind:
        case "missing":
            return Fault.of("typed-missing", path, field=path[-1])
        case "unexpected_keyword_argument":
            known = form.__dataclass_fields__ if len(path) == 1 else ()
            return Fault.of("typed-unknown-key", path, on_key=True, nearest=near_one(str(path[-1]), known))
        case "literal_error":
            return Fault.of("record-choice", path, known=context["expected"])
        case "too_short":
            return Fault.of("typed-missing", path, field=path[-1])
        case _:
            return Fault.of(_RULES.get(kind, kind), path, on_key=on_key, **context)
