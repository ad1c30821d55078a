"""The code of a sheet: a short fingerprint of its words, printed on each of its pages.

It identifies a sheet among honest copies; it does not prove who made it. Revision, copy, issue date and tool version
are no words of a sheet, so they do not change its code.
"""

from __future__ import annotations

import hashlib
import unicodedata

# Crockford's alphabet: no I, L, O or U, so that a code read aloud or copied by hand is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS_PER_CHARACTER = 5
_CHARACTERS = 8


def sheet_code(language: str, words: str) -> str:
    """Eight characters in two groups ("7K3M-9QTX") from the language and the sheet's Markdown."""
    normalised = unicodedata.normalize("NFC", " ".join(words.split()))
    digest = hashlib.sha256(f"{language}\n{normalised}".encode()).digest()
    number = int.from_bytes(digest[: _CHARACTERS * _BITS_PER_CHARACTER // 8])
    characters = [
        ALPHABET[number >> (_BITS_PER_CHARACTER * place) & (len(ALPHABET) - 1)] for place in range(_CHARACTERS)
    ]
    code = "".join(reversed(characters))
    return f"{code[:4]}-{code[4:]}"
