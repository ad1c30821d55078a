"""Where a line of paper may not end: in a date, an id, part of an address, a word to be typed, before the last signs.

Words are not changed, only marked: a stylesheet keeps what is marked on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_TAG = re.compile(r"(<[^>]*>)")
_WHOLE = re.compile(
    r"(?<![\w.-])(?:"
    r"\d{4}-\d{2}-\d{2}"  # a date
    r"|[A-Z]{1,4}-[A-Z]?\d[\d.]*"  # a step, a thing, a seal
    r"|[a-z]{2}(?:-[a-z]+){1,2}-\d"  # a Region
    r"|[A-Z]\.\d+(?:\.\d+)*"  # a number of a standard
    r"|(?:控え )?No\.\d+(?:[–〜]\d+)?"  # copies
    r")(?![\w-])"
)
_TAG_OF_CODE = '<span class="mono">'
_SHORT_CODE = re.compile(r"[A-Za-z0-9.-]{1,20}")  # the narrowest cell with a code holds so many
_ADDRESS = re.compile(r"https?://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PIECE = re.compile(r"(?:https?://)?(?:(?!&amp;)[^./?])*(?:[./?]|&amp;|$)")
_LONGEST_HALF = 24  # signs of what stands before or behind an @ and is not taken apart at its dots
_TYPED = re.compile(r"\S+")
_LONGEST_TYPED = 30  # signs; the narrowest box with commands holds forty
_IS_IN_A_LINE = re.compile(r"</?(?:span|strong|code|a|ins|em|del|svg|title|rect)\b")
_ENDS_IN_A_LINE = re.compile(r"</(?:span|strong|code|a|ins|em)>")
_HEADS_OF_DECISIONS = '<table class="decision">'
_HEAD_WORD = re.compile(r"[\u3005-\u30FF\u4E00-\u9FFF]{2,8}(?: [0-9]{2})?")
_LONG_ENOUGH = 6  # signs of a text of which three are kept together: a shorter one may be all that a narrow cell holds
_LAST_SIGNS = 3
_BEGINS_NO_LINE = frozenset("、。）」・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_UNTOUCHED = re.compile(r"<(/?)(a|del|svg|title|pre|script|style)\b")


def kept_together(html: str) -> str:
    """Finished HTML with what may not be broken in ``<span class="kept">``, and addresses in pieces that may not be."""
    parts = _TAG.split(html)
    depth = length = 0
    is_typed = is_looked_up = False
    kept: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            if not _IS_IN_A_LINE.match(part):
                length = 0
            if match := _UNTOUCHED.match(part):
                depth += -1 if match[1] else 1
                is_typed = match[2] == "pre" and not match[1]
            is_looked_up = part == _HEADS_OF_DECISIONS or (is_looked_up and part != "</thead>")
            kept.append(part)
        elif not depth and _is_address(part, parts[place - 1]):
            length += len(part)
            kept.append(_in_pieces(part))
        elif depth or not part.strip():
            kept.append(_TYPED.sub(_typed, part) if is_typed else part)
        elif parts[place - 1] == _TAG_OF_CODE and _SHORT_CODE.fullmatch(part):
            length += len(part)
            kept.append(_kept(part))
        elif is_looked_up:
            kept.append(_HEAD_WORD.sub(lambda match: _kept(match[0]), part))
        else:
            length += len(part.strip())
            is_last = length >= _LONG_ENOUGH and _is_end(parts, place + 1)
            kept.append(_text(part, is_end=is_last))
    return "".join(kept)


def _is_end(parts: Sequence[str], place: int) -> bool:
    """Whether a block of text ends before the tag at a place of tags and texts by turns."""
    while place < len(parts) and _ENDS_IN_A_LINE.fullmatch(parts[place]):
        if parts[place + 1].strip():
            return False
        place += 2
    return place < len(parts) and not _IS_IN_A_LINE.match(parts[place])


def _text(text: str, *, is_end: bool) -> str:
    words = text.rstrip()
    last = _last_signs(words) if is_end else ""
    before = words[: len(words) - len(last)]
    marked = ""
    end = 0
    for address in _ADDRESS.finditer(before):
        marked += _whole(before[end : address.start()]) + _in_pieces(address[0])
        end = address.end()
    return marked + _whole(before[end:]) + (_kept(last) if last else "") + text[len(words) :]


def _whole(text: str) -> str:
    return _WHOLE.sub(lambda match: _kept(match[0]), text)


def _last_signs(words: str) -> str:
    """The last signs of a Japanese text, with the punctuation that ends it, from one that may begin a line."""
    end = len(words.rstrip("、。）」"))
    first = max(0, end - _LAST_SIGNS + (len(words) > end))
    while first and words[first] in _BEGINS_NO_LINE:
        first -= 1
    last = words[first:].lstrip()
    return last if last and all(ord(sign) > 0x2FFF for sign in last) else ""  # noqa: PLR2004  where kana and kanji begin


def _is_address(text: str, tag: str) -> bool:
    """Whether a text is an address of mail or of a site, and nothing else, in a face for codes.

    A link is not taken apart: its boxes would stand outside of the link in the structure of a PDF (PDF/UA-1, 7.18.5).
    """
    return tag == _TAG_OF_CODE and _ADDRESS.fullmatch(text) is not None


def _in_pieces(address: str) -> str:
    """An address that may be broken behind its @, or else behind a dot or slash, as seldom as can be."""
    local, at, domain = address.partition("@") if "://" not in address else ("", "", address)
    halves = [half for half in (local + at, domain) if half]
    pieces = [
        piece
        for half in halves
        for piece in ([half] if at and len(half) <= _LONGEST_HALF else _PIECE.findall(half))
        if piece
    ]
    return "".join(f'<span class="piece">{piece}</span>' for piece in pieces)


def _typed(word: re.Match[str]) -> str:
    """A word to be typed: --target-id, !="Root". One of letters only is not broken anyway, a long one has to be."""
    is_kept = not word[0].isalnum() and len(unescape(word[0])) <= _LONGEST_TYPED
    return _kept(word[0]) if is_kept else word[0]


def _kept(text: str) -> str:
    return f'<span class="kept">{text}</span>'
