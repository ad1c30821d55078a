"""Characters: which are refused, and the canonical form of what is typed.

Invisible characters can hide or reorder what a reader sees on paper, so they are refused everywhere. Names are never
changed by a compatibility form (㈱ stays ㈱, 﨑 stays 﨑); only kana and Latin marks are composed. Numbers and
addresses that a machine reads are folded to ASCII.
"""

from __future__ import annotations

import re
import unicodedata

# Letters and marks by category, yet drawn as nothing: Hangul fillers, grapheme joiner, Khmer inherent vowels, Braille
# blank. U+FFFD means that some other program has already lost a character.
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ORDINARY = re.compile(r"[\t\n\r -~\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]*")
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LATIN = re.compile(r"[A-Za-z]")
_LOOKALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_COMPATIBILITY_IDEOGRAPH = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")

_SPACE, _DELETE, _CONTROL_PICTURES = 0x20, 0x7F, 0x2400

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = dict.fromkeys(map(ord, "ー−‐‑‒–—―─－"), ord("-"))
_FOLDED = _FULL_WIDTH | _DASHES


def refused(character: str) -> bool:
    """Whether a character may stand nowhere in a config; tab and line breaks may."""
    if character in "\t\n\r":
        return False
    return unicodedata.category(character) in _REFUSED_CATEGORIES or character in _DRAWN_AS_NOTHING


def refused_offsets(text: str) -> list[int]:
    """Offsets of the refused characters of a text, in order."""
    if _ORDINARY.fullmatch(text):
        return []
    return [offset for offset, character in enumerate(text) if refused(character)]


def code_point(character: str) -> str:
    """A character's number as people look it up: U+202E."""
    return f"U+{ord(character):04X}"


def visible(text: str, kept: str = "") -> str:
    """The text for a terminal: what could drive it, or reorder or hide its words, as a sign or number: ␛, U+202E."""
    if not (text.isascii() and text.isprintable()):
        return "".join(sign if sign in kept else _visible(sign) for sign in text)
    return text


def _visible(sign: str) -> str:
    if sign not in "\t\n\r" and not refused(sign):
        return sign
    code = ord(sign)
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    return "␡" if code == _DELETE else code_point(sign)


def full_width_to_ascii(text: str) -> str:
    """Full-width letters, digits and signs and the ideographic space as ASCII; the length stays the same."""
    return text.translate(_FULL_WIDTH)


def folded(text: str) -> str:
    """A machine-read value in ASCII: full-width forms and every kind of dash; the length stays the same."""
    return text.translate(_FOLDED)


def composed(text: str) -> str:
    """Kana and Latin letters with their marks composed (か+゛ → が); no ideograph is touched.

    Not NFC, because NFC replaces 塚 (U+FA10) and 神 (U+FA19) by other characters of the same name.
    """
    if not any(unicodedata.combining(character) for character in text):
        return text
    parts: list[str] = []
    for character in text:
        joined = (
            unicodedata.normalize("NFC", parts[-1] + character) if parts and unicodedata.combining(character) else ""
        )
        if joined and not _COMPATIBILITY_IDEOGRAPH.match(parts[-1]):
            parts[-1] = joined
        else:
            parts.append(character)
    return "".join(parts)


def has_variation_selector(text: str) -> bool:
    """Whether a text asks for a variant of a glyph (葛󠄀); the paper shows the base glyph."""
    return _VARIATION_SELECTOR.search(text) is not None


def without_variation_selectors(text: str) -> str:
    """The text as it is drawn."""
    return _VARIATION_SELECTOR.sub("", text)


def mixes_scripts(text: str) -> bool:
    """Whether one word mixes Latin with Greek or Cyrillic letters, which look alike."""
    return any(_LATIN.search(word) and _LOOKALIKE.search(word) for word in text.split())
