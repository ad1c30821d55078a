"""The code of a sheet: a short fingerprint of its words, printed on each of its pages (docs/codes.md).

It identifies a sheet among honest copies; it does not prove who made it. Revision, copy, dates of issue and tool
version are no words of a sheet, so they do not change its code.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.knowledge.sheets import SheetName

# Crockford's alphabet: no I, L, O or U, so that a code read aloud or copied by hand is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AUDIENCE = "full"
_BITS_PER_SIGN = 5
_SIGNS = 8  # before the check sign: 40 bits
CODE_SIGNS = _SIGNS + 1
_FIELD = 0b100101  # x^5 + x^2 + 1: the 32 signs as the finite field GF(32)
_MISREAD = str.maketrans("OIL", "011")
# What people and keyboards put between the signs: spaces, hyphens and dashes of every width, the Japanese long vowel.
_BETWEEN = re.compile(r"[\s\-_.\u2010-\u2015\u2212\u30fc]+")
_PRINTED = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
_SLIPS = 2  # a typed code is near a known one if so few signs were changed, swapped, left out or added


def sheet_code(language: str, words: str, *, audience: str = AUDIENCE) -> str:
    """The code ("7K3M-9QTX-X") of a sheet from its language, its audience and its words without markup."""
    return _fingerprint(f"{language}\n{audience}\n{normalised(words)}")


def without_codes(text: str, instead: str) -> str:
    """A text, as long as it was, with a sign instead of each sign of a code: codes read like what opens something."""
    return _PRINTED.sub(lambda found: _hidden(found[0], instead), text)


def _hidden(printed: str, instead: str) -> str:
    return printed if isinstance(read_code(printed), Misread) else instead * len(printed)


def edition_code(codes: Mapping[SheetName, str]) -> str:
    """The code of an edition from the codes of all its sheets by name: what an approval is bound to."""
    return _fingerprint("\n".join(f"{name} {codes[name]}" for name in sorted(codes, key=str)))


def normalised(words: str) -> str:
    """Words as they count: composed characters, single spaces."""
    return unicodedata.normalize("NFC", " ".join(words.split()))


class Misread(Enum):
    """Why typed text is no code."""

    LENGTH = "length"
    SIGN = "sign"
    CHECK = "check"


def read_code(typed: str) -> str | Misread:
    """A code as it is printed, from what somebody typed, or why it cannot be one.

    Case, spaces, hyphens and full-width signs do not matter; O is read as 0, I and L as 1.
    """
    signs = signs_of(typed)
    if not set(signs) <= set(ALPHABET):
        return Misread.SIGN
    if len(signs) != CODE_SIGNS:
        return Misread.LENGTH
    if _remainder(signs):
        return Misread.CHECK
    return _grouped(signs)


def near_codes(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the known codes that may have been meant, nearest first."""
    signs = signs_of(typed)
    slips = {code: _slips_between(signs, signs_of(code)) for code in known}
    return tuple(sorted((code for code in slips if slips[code] <= _SLIPS), key=lambda code: (slips[code], code)))


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    number = int.from_bytes(digest[: _SIGNS * _BITS_PER_SIGN // 8])
    places = reversed(range(_SIGNS))
    signs = "".join(ALPHABET[number >> (_BITS_PER_SIGN * place) & (len(ALPHABET) - 1)] for place in places)
    return _grouped(signs + ALPHABET[_times_x(_remainder(signs))])


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:8]}-{signs[8]}"


def signs_of(typed: str) -> str:
    """What counts of typed text: no case, no spaces and hyphens, no signs that look alike."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_MISREAD)


def _remainder(signs: str) -> int:
    """The signs as a polynomial over GF(32) at x; 0 for a whole code.

    Every place has another weight, so any one wrong sign and any two swapped signs are noticed.
    """
    remainder = 0
    for sign in signs:
        remainder = _times_x(remainder) ^ ALPHABET.index(sign)
    return remainder


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled >= len(ALPHABET) else doubled


def _slips_between(one: str, other: str) -> int:
    """Signs changed, left out, added, or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        above, row, older = row, [i], before
        for j, there in enumerate(other, 1):
            slips = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (sign != there))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == there:
                slips = min(slips, older[j - 2] + 1)
            row.append(slips)
        before = above
    return row[-1]
