"""Where a line of paper may not end: in a date, an id, part of an address or name, before the last signs or a number.

Words are not changed, only marked: a stylesheet keeps what is marked on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from unicodedata import east_asian_width

_TAG = re.compile(r"(<[^>]*>)")
_WHOLE = re.compile(
    r"(?<![\w.-])(?:"
    r"\d{4}-\d{2}-\d{2}"  # a date
    r"|[A-Z]{1,4}-[A-Z]?\d[\d.]*"  # a step, a thing, a seal
    r"|\d{4}-\d{4}-\d{4}"  # an account
    r"|[a-z]{2,}(?:-[a-z]+){1,3}-\d+"  # a Region, a device
    r"|[A-Z]\.\d+(?:\.\d+)*"  # a number of a standard
    r"|(?:控え )?No\.\d+(?:[–〜]\d+)?"  # copies
    r"|[①-⑩] [A-Za-z]+"  # the number of an action and its first word
    r")(?![\w-])"
)
_JOINED = re.compile(
    r"(?:手順票|シート|[Pp]ackets?|[Ss]heets?) \d{2}(?!\d)(?: ?[(（]\d{4}-\d{4}-\d{4}[)）])?"
    r"|\d{2} ?[(（]\d{4}-\d{4}-\d{4}[)）]"
    r"|[\u3005\u4E00-\u9FFF\U00020000-\U0002FFFF]{1,3} (?![のとにをはが])"
    r"[\u3005-\u30FF\u4E00-\u9FFF]{1,4}(?![\u3005-\u30FF\u4E00-\u9FFF])"
)
"""A word and its number, the names of a person: apart in a narrow cell, and together where there is room."""
_TAG_OF_CODE = '<span class="mono">'
_TAG_OF_HEAD = '<th scope="col">'
_SHORT_CODE = re.compile(r"[A-Za-z0-9.-]{1,20}")  # the narrowest cell with a code holds so many
_ADDRESS = re.compile(r"https?://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_UNDERSCORED = re.compile(r"[a-z]+(?:_[a-z]+){2,}")  # the name of a check of Prowler
_PIECE = re.compile(r"(?:https?://)?(?:(?!&amp;)[^./?])*(?:[./?]|&amp;|$)")
_LONGEST_HALF = 24  # signs of what stands before or behind an @ and is not taken apart at its dots
_LONGEST_LINKED = 60  # signs of an address in a link; a line of steps holds eighty
_TYPED = re.compile(r"(?:&lt;(?:(?!&[lg]t;).)+?&gt;|\S)+")  # what stands for a value is one word: <account / id>
_LONGEST_TYPED = 30  # signs; the narrowest box with commands holds forty
_LONGEST_COMMAND = 32  # signs of a command within a sentence
_IS_IN_A_LINE = re.compile(r"</?(?:span|strong|code|a|ins|em|del|svg|title|rect)\b")
_ENDS_IN_A_LINE = re.compile(r"</(?:span|strong|code|a|ins|em)>")
_HEAD_RUN = re.compile(r"[\u4E00-\u9FFF]{2,4}|[\u30A1-\u30FA\u30FC]{2,5}|[A-Za-z]{1,4} / [A-Za-z]{1,4}")
"""In the head of any table: narrow ones hold so much."""
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
    within = ""
    is_looked_up = False
    kept: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            if not _IS_IN_A_LINE.match(part):
                length = 0
            if match := _UNTOUCHED.match(part):
                depth += -1 if match[1] else 1
                within = "" if match[1] else match[2]
            is_looked_up = part == _HEADS_OF_DECISIONS or (is_looked_up and part != "</thead>")
            kept.append(_link(part, parts[place + 1]))
        elif depth or not part.strip():
            kept.append(_TYPED.sub(_typed, part) if within == "pre" else part)
        elif is_looked_up:
            kept.append(_HEAD_WORD.sub(lambda match: _kept(match[0]), part))
        else:
            length += len(part.strip())
            is_last = length >= _LONG_ENOUGH and _is_end(parts, place + 1)
            kept.append(_of_a_tag(parts[place - 1], part) or _text(part, is_end=is_last))
    return "".join(kept)


def _link(tag: str, text: str) -> str:
    """The tag of a link, marked if its text is an address that a line of steps holds.

    Nothing is marked within it: what is in pieces may stand outside of its link in the structure of a PDF.
    """
    is_marked = tag.startswith("<a href=") and "://" in text and len(unescape(text)) <= _LONGEST_LINKED
    return tag.replace("<a ", '<a class="address" ', 1) if is_marked else tag


def _of_a_tag(tag: str, text: str) -> str:
    """A text whose tag says what it is, or nothing: an address, a code, a command, the head of a column."""
    if _is_address(text, tag):
        return _in_pieces(text)
    if tag == _TAG_OF_CODE and _SHORT_CODE.fullmatch(text):
        return _kept(text)
    if tag == "<code>":
        return _command(text)
    return _HEAD_RUN.sub(lambda match: _kept(match[0]), text) if tag == _TAG_OF_HEAD else ""


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
    marked, end = "", 0
    for together in _JOINED.finditer(text):
        marked += _ids_kept(text[end : together.start()]) + f'<span class="joined">{_ids_kept(together[0])}</span>'
        end = together.end()
    return marked + _ids_kept(text[end:])


def _ids_kept(text: str) -> str:
    text = _WHOLE.sub(lambda match: _kept(match[0]), text)
    return _UNDERSCORED.sub(lambda match: _pieces(re.findall("[a-z]+_?", match[0])), text)


def _last_signs(words: str) -> str:
    """The last signs of a Japanese text, with the punctuation that ends it, from one that may begin a line."""
    end = len(words.rstrip("、。）」"))
    first = max(0, end - _LAST_SIGNS + (len(words) > end))
    while first and words[first] in _BEGINS_NO_LINE:
        first -= 1
    first -= first > 0 and words[first] == "の"  # その理由
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
    return _pieces(pieces)


def _pieces(pieces: Iterable[str]) -> str:
    """Pieces between which a line may end."""
    return "".join(f'<span class="piece">{piece}</span>' for piece in pieces)


def _command(text: str) -> str:
    """A command within a sentence: whole if it is short, or else word by word."""
    return _kept(text) if len(unescape(text)) <= _LONGEST_COMMAND else _TYPED.sub(_typed, text)


def _typed(word: re.Match[str]) -> str:
    """A word to be typed: --target-id, !="Root". One of letters only is not broken anyway, a long one has to be."""
    is_kept = not word[0].isalnum() and _across(unescape(word[0])) <= _LONGEST_TYPED
    return _kept(word[0]) if is_kept else word[0]


def _across(word: str) -> int:
    """How wide a word is, in Latin signs of the face for codes; kana and kanji are nearly two of them."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in word)


def _kept(text: str) -> str:
    return f'<span class="kept">{text}</span>'
