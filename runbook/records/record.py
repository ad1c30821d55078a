"""A record as a page exports it, typed: docs/record-format.md says what each field holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from runbook.clock import FIRST_YEAR, LAST_YEAR
from runbook.records.choices import one_of
from runbook.text.characters import folded

_Versions = Literal[1]
VERSION: _Versions = 1
CHECKLIST, ROUTINE = "checklist", "routine"
"""Sheets that are filled in and are no packets."""
_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
_NUMBER = re.compile(r"(?<![A-Z0-9.-])[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*(?![0-9])")
_STEP_ID = r"^[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*$"


def moment_of(typed: object) -> datetime | None:
    """The moment that a text is, as a page writes it; None if it is none of our time."""
    if not isinstance(typed, str) or not _MOMENT.fullmatch(typed):
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _moment(typed: object) -> datetime:
    moment = moment_of(typed)
    if moment is None:
        raise PydanticCustomError("record-moment", "no moment")
    return moment


def _day(typed: object) -> date:
    try:
        if not isinstance(typed, str) or (day := date.fromisoformat(typed)).isoformat() != typed:
            raise PydanticCustomError("record-day", "no day")
    except ValueError:
        raise PydanticCustomError("record-day", "no day") from None
    return day


def _value(typed: object) -> str | bool:
    if typed is True or (isinstance(typed, str) and typed):
        return typed
    raise PydanticCustomError("record-value", "neither a text nor true")


def _plan(name: str) -> str:
    if not name.startswith("plan."):
        raise PydanticCustomError("record-plan", "no field of the plan")
    return name


Moment = Annotated[datetime, BeforeValidator(_moment)]
_Version = Annotated[_Versions, one_of(_Versions)]
_Kind = Literal["use", "drill"]
_Day = Annotated[date, BeforeValidator(_day)]
_Value = Annotated[str | bool, BeforeValidator(_value)]
_Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class EditionOf:
    """The edition that brought the sheet, as its page said."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    number: Annotated[int, Field(ge=1)]
    revision: Annotated[int, Field(ge=1)]
    since: _Day


@dataclass(frozen=True, slots=True)
class SheetOf:
    """The paper that was filled in."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: Annotated[str, Field(pattern=r"^[0-9]{2}-[a-z0-9-]+$")]
    title: str
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$")]
    edition: EditionOf | None
    language: str

    @property
    def number(self) -> str:
        """Its number: "21" of "21-own-root-111122223333"."""
        return self.name[:2]

    @property
    def slug(self) -> str:
        """Its name without the number."""
        return self.name[3:]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who initialled."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    initials: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the sheet, and what was said about it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Annotated[str, Field(pattern=_STEP_ID)]
    n: Annotated[int, Field(ge=1)]
    done: bool
    at: Moment | None
    initials: str | None
    skipped: str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A field that was filled in; ``step`` is None where it stands in none."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    step: str | None
    id: _Words
    value: _Value


@dataclass(frozen=True, slots=True)
class Planned:
    """A field of the plan that was filled in."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Annotated[_Words, AfterValidator(_plan)]
    value: _Value


@dataclass(frozen=True, slots=True)
class Deviation:
    """A note at a step: what differed."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    step: str
    at: Moment | None
    by: str | None
    text: _Words


@dataclass(frozen=True, slots=True)
class Record:
    """A sheet that was filled in on a screen. ``started`` is the first entry, ``ended`` None if it was not closed."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    format: Literal["runbook-record"]
    version: _Version
    tool: Annotated[str, Field(pattern=r"^runbook ")]
    company: _Words
    sheet: SheetOf
    packet: str | None
    account: Annotated[str, Field(pattern=r"^[0-9]{12}$")] | None
    kind: Annotated[_Kind, one_of(_Kind)]
    started: Moment
    ended: Moment | None
    zone: str
    people: tuple[Named, ...]
    steps: tuple[Step, ...]
    fields: tuple[Filled, ...]
    plan: tuple[Planned, ...]
    deviations: tuple[Deviation, ...]

    @property
    def step_ids(self) -> tuple[str, ...]:
        """The steps in their order."""
        return tuple(step.id for step in self.steps)

    def note(self, step_id: str) -> str:
        """What was noted at a step, or "": a note, or why it was left out."""
        notes = [each.text for each in self.deviations if each.step == step_id]
        notes += [each.skipped or "" for each in self.steps if each.id == step_id]
        return " ".join(note.strip() for note in notes if note.strip())

    @property
    def has_exceptions(self) -> bool:
        """Whether the blank for exceptions of the whole sheet says anything."""
        return bool(self._exceptions)

    @property
    def _exceptions(self) -> str:
        return self.text("record.deviation") or self.text("record.deviations")

    def is_explained(self, step_id: str) -> bool:
        """Whether anything is said at a step: in its note, or under the exceptions if they name the step there."""
        named = _NUMBER.findall(folded(self._exceptions))
        return bool(self.note(step_id)) or step_id in named or step_id.partition(".")[0] in named

    def text(self, field_id: str) -> str:
        """The text in a field that stands in no step, or of the plan; "" if there is none."""
        kept: tuple[Filled | Planned, ...] = (*self.fields, *self.plan)
        found = (each.value for each in kept if each.id == field_id and getattr(each, "step", None) is None)
        return next((value.strip() for value in found if isinstance(value, str)), "")


def without_break(moment: datetime) -> datetime:
    """A moment to the minute, as far as a typed one goes: 03:12 is not before 03:12:45."""
    return moment.replace(second=0, microsecond=0)


Raw = dict[str, Any]
"""A record as JSON, the way it is kept."""
