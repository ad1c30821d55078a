"""Every text in a PDF that is not drawn on a page: title, outline, alternative text, links, names, metadata.

Numbers of drawings and the bytes of fonts are no texts: among them any short word or number can be found by chance.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"<<((?:(?!>>\s*stream\b|\bendobj\b).)*)>>\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_NAME = re.compile(rb"/([^\s/<>()\[\]{}%]+)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")
_WIDE = b"\xfe\xff"
_HOLDS_OBJECTS, _HOLDS_TEXT = b"/ObjStm", b"/Metadata"


def strings_in(pdf: bytes) -> Iterator[str]:
    """Each string and name of an object as what it says, and the texts of metadata."""
    yield from _in_objects(_STREAM.sub(rb"<<\1>>", pdf))
    for about, content in _STREAM.findall(pdf):
        unpacked = _unpacked(content)
        if _HOLDS_OBJECTS in about:
            yield from _in_objects(unpacked)
        elif _HOLDS_TEXT in about:
            yield unpacked.decode("utf-8", errors="replace")
        else:  # drawings: of what they hold only alternative text is a string of Unicode
            yield from (said for said, is_wide in _strings(unpacked) if is_wide)


def _in_objects(objects: bytes) -> Iterator[str]:
    yield from (said for said, _ in _strings(objects))
    for match in _NAME.finditer(objects):
        yield _HASH.sub(lambda sign: bytes((int(sign[1], 16),)), match[1]).decode("utf-8", errors="replace")


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:  # it is not packed
        return content


def _strings(part: bytes) -> Iterator[tuple[str, bool]]:
    """Strings, and whether each is written in Unicode."""
    for match in _HEXADECIMAL.finditer(part):
        digits = b"".join(match[1].split()).decode()
        yield _said(bytes.fromhex(digits + "0" * (len(digits) % 2)))
    for match in _LITERAL.finditer(part):
        yield _said(_ESCAPE.sub(_sign, match[1]))


def _said(string: bytes) -> tuple[str, bool]:
    if string.startswith(_WIDE):
        return string[len(_WIDE) :].decode("utf-16-be", errors="replace"), True
    return string.decode("latin-1"), False


def _sign(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes((int(sign, 8) & 0xFF,)) if sign[:1] in b"01234567" else sign
