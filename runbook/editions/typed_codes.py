"""Codes as somebody typed or scanned them: with spaces, and with the day and the time that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from runbook.sheets.codes import CODE_SIGNS, signs_of

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed or scanned: a code and, from the paper, the day that stands beside it, and the time.

    Beside the code of a sheet stands the day from which it is in force; a card names the day on which it was made, a
    packet that was made for a moment that moment.
    """

    text: str
    day: str = ""
    time: str = ""


def typed_codes(arguments: Sequence[str]) -> tuple[Typed, ...]:
    """The codes in what was typed: a code may have spaces in it, and a day or a moment may follow it."""
    found: list[Typed] = []
    parts: list[str] = []
    for word in " ".join(arguments).split():
        if _DAY.fullmatch(word) and (parts or found):
            if parts:
                found.append(Typed(" ".join(parts)))
                parts = []
            found[-1] = Typed(found[-1].text, word)
            continue
        if _TIME.fullmatch(word) and not parts and found and found[-1].day:
            found[-1] = replace(found[-1], time=word)
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
