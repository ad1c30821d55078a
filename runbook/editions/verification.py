"""Is this paper current? Answers for codes that somebody read from a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from runbook.editions import IssuedEdition, Register
from runbook.sheets.codes import CODE_SIGNS, Misread, near_codes, read_code, signs_of

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class State(StrEnum):
    """What a code says about the paper that it stands on."""

    CURRENT = "current"
    UPCOMING = "upcoming"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed or scanned: a code and, from the picture on the paper, the day that stands beside it."""

    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one code.

    ``name`` is the sheet, "" if the code is that of an edition or of nothing. ``day`` is the one from which it is in
    force, or was superseded or withdrawn; ``by`` the edition that did it, ``successor`` the code of the sheet in it;
    ``now`` the code of the sheet today, if that is yet another. ``near`` are known codes that may have been meant.
    ``other_day`` says that the day on the paper is none on which this code came into force.
    """

    typed: str
    state: State
    code: str = ""
    name: str = ""
    edition: int = 0
    revision: int = 0
    day: date | None = None
    until: date | None = None
    by: IssuedEdition | None = None
    successor: str = ""
    now: str = ""
    near: tuple[str, ...] = ()
    other_day: bool = False

    @property
    def is_current(self) -> bool:
        """Whether the paper may be used today."""
        return self.state is State.CURRENT and not self.other_day


def typed_codes(arguments: Sequence[str]) -> tuple[Typed, ...]:
    """The codes in what was typed: a code may have spaces in it, and a day may follow it as in the QR picture."""
    found: list[Typed] = []
    parts: list[str] = []
    for word in " ".join(arguments).split():
        if _DAY.fullmatch(word) and (parts or found):
            if parts:
                found.append(Typed(" ".join(parts)))
                parts = []
            found[-1] = Typed(found[-1].text, word)
            continue
        if parts and len(signs_of(" ".join([*parts, word]))) > CODE_SIGNS:
            found.append(Typed(" ".join(parts)))
            parts = []
        parts.append(word)
        if len(signs_of(" ".join(parts))) >= CODE_SIGNS:
            found.append(Typed(" ".join(parts)))
            parts = []
    if parts:
        found.append(Typed(" ".join(parts)))
    return tuple(found)


def verify(typed: Typed, register: Register, today: date) -> Answer:
    """What a code says about its paper today."""
    code = read_code(typed.text)
    if isinstance(code, Misread):
        known = {code for edition in register.issued for code in (*edition.codes.values(), edition.code)}
        return Answer(typed.text, State.MISTYPED, near=near_codes(typed.text, known))
    asked = Answer(typed.text, State.UNKNOWN, code)
    if code in {edition.code for edition in register.issued}:
        return _answer(asked, register, today)
    sheets = [
        (name, str(sheet.since))
        for edition in register.issued
        for name, sheet in edition.sheets.items()
        if sheet.code == code
    ]
    if not sheets:
        return asked
    other_day = bool(typed.day) and typed.day not in {since for _, since in sheets}
    return _answer(replace(asked, name=sheets[0][0], other_day=other_day), register, today)


def _answer(asked: Answer, register: Register, today: date) -> Answer:
    """The answer for a code that was issued: that of the sheet ``asked.name``, or of an edition as a whole."""
    timeline = _timeline(register)
    past = [edition for edition in timeline if edition.effective <= today]
    coming = [edition for edition in timeline if edition.effective > today]
    if past and _code(past[-1], asked) == asked.code:
        change = next((edition for edition in coming if _code(edition, asked) != asked.code), None)
        held = _held(asked, State.CURRENT, past[-1])
        return replace(held, by=change, until=change.effective if change else None)
    if ahead := next((edition for edition in coming if _code(edition, asked) == asked.code), None):
        return _held(asked, State.UPCOMING, ahead)
    last = next(edition for edition in reversed(register.issued) if _code(edition, asked) == asked.code)
    by = next(edition for edition in timeline if edition.number > last.number)
    successor, now = _code(by, asked), _code(past[-1], asked) if past else ""
    held = _held(asked, State.SUPERSEDED if successor else State.WITHDRAWN, last)
    return replace(held, day=by.effective, by=by, successor=successor, now=now if now != successor else "")


def _held(asked: Answer, state: State, edition: IssuedEdition) -> Answer:
    asked = replace(asked, state=state, edition=edition.number)
    if not asked.name:
        return replace(asked, day=edition.effective)
    sheet = edition.sheets[asked.name]
    return replace(asked, revision=sheet.revision, day=sheet.since)


def _code(edition: IssuedEdition, asked: Answer) -> str:
    if not asked.name:
        return edition.code
    sheet = edition.sheets.get(asked.name)
    return sheet.code if sheet else ""


def _timeline(register: Register) -> tuple[IssuedEdition, ...]:
    """The editions that came or will come into force: not those replaced before their day."""
    return tuple(edition for edition in register.issued if register.in_force(edition.effective) == edition)
