"""How a single value of a typed record is read: words, a day, a time, a code, numbers of copies, yes or no."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from runbook.clock import FIRST_YEAR, LAST_YEAR
from runbook.knowledge.sheets import SheetName

CLOCK = re.compile(r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
"""A time, with a day before it if it is that of another one."""
_TEXT_LIMIT = 2000
_NUMBERS = re.compile(r"([1-9][0-9]?)(?:-([1-9][0-9]?))?")
_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
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
Clock = Annotated[str, _matching(CLOCK, "typed-clock")]
StepId = Annotated[str, _matching(_STEP, "typed-step")]
SheetPath = Annotated[str, BeforeValidator(_sheet)]
Code = Annotated[str, _matching(_CODE, "typed-code")]
OwnDay = Annotated[date, BeforeValidator(_day)]
Numbers = Annotated[tuple[int, int], BeforeValidator(_numbers)]
YesOrNo = Annotated[bool, BeforeValidator(_yes)]
Number = Annotated[int, BeforeValidator(_number)]
