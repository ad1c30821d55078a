"""Every text in a PDF that is not drawn on a page: title, outline, alternative text, links, names."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_WIDE = b"\xfe\xff"


def strings_in(pdf: bytes) -> Iterator[str]:
    """All bytes as Latin text, those of streams unpacked, and each string of an object as what it says."""
    for part in (pdf, *_unpacked(pdf)):
        yield part.decode("latin-1")
        yield part.decode("utf-8", errors="ignore")
        for match in _HEXADECIMAL.finditer(part):
            digits = b"".join(match[1].split())
            yield _said(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        for match in _LITERAL.finditer(part):
            yield _said(_ESCAPE.sub(_sign, match[1]))


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(pdf):
        try:
            yield zlib.decompressobj().decompress(match[1])
        except zlib.error:  # it is not packed, and was looked at as it is
            continue


def _said(string: bytes) -> str:
    return string[2:].decode("utf-16-be", errors="ignore") if string.startswith(_WIDE) else string.decode("latin-1")


def _sign(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes((int(sign, 8) & 0xFF,)) if sign.isdigit() else sign
