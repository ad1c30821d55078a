"""Proof that no marked value is in any byte of a role-only edition. Nothing is written here.

A leak is told by the file and by where the value stands in the config; never by the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from runbook.audiences.marked import Marked, MarkedValue
from runbook.config import Fault, Reading, shown
from runbook.errors import Problem, RenderingRefusedError
from runbook.paper import page_texts, strings_in

_TAG = re.compile(r"<[^>]*>")
_STYLE_OR_SCRIPT = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1>", re.DOTALL)
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_JSON_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")


def leaks(files: Mapping[str, bytes], marked: Marked) -> Iterator[Problem]:
    """Every marked value in a finished file, or in the name of one: text, attributes, metadata, outline, links."""
    held: dict[str, tuple[MarkedValue, ...]] = {}  # styles and scripts are those of every page
    for path, content in files.items():
        for text in (path, *_texts(path, content)):
            if text not in held:
                held[text] = marked.held(text)
            yield from (Problem.of("role-only-leak", path, field=shown(value.path)) for value in held[text])


def refuse_leaks(files: Mapping[str, bytes], marked: Marked) -> None:
    """RenderingRefusedError if `leaks` finds any."""
    if found := tuple(dict.fromkeys(leaks(files, marked))):
        raise RenderingRefusedError(found)


def refuse_open_texts(reading: Reading, marked: Marked) -> None:
    """RenderingRefusedError, with the lines, for texts that are printed as they are and hold a marked value.

    Nothing is replaced within them: what would be left of a sentence is nobody's sentence.
    """
    held = marked.in_open_texts()
    faults = (Fault.of("role-only-open-text", path, private=True, field=shown(value)) for path, value in held)
    if problems := reading.located(faults):
        raise RenderingRefusedError(problems)


def _texts(path: str, content: bytes) -> Iterator[str]:
    """All that a file says: as it is, and as those who open it see it."""
    if path.endswith(".pdf"):
        yield "\n".join(page_texts(content))
        yield " | ".join(dict.fromkeys(strings_in(content)))
        return
    text = content.decode()
    if path.endswith(".html"):
        for block in _STYLE_OR_SCRIPT.finditer(text):
            yield unescape(_json_read(block[0]))
            # What a script holds is no HTML: "&amp;" in it is five signs and not one.
            yield _json_read(block[2])
        words = _STYLE_OR_SCRIPT.sub("", text)
        yield unescape(_json_read(words))
        yield unescape(_TAG.sub("", words))
    elif path.endswith(".md"):
        yield _MARKDOWN_ESCAPE.sub(r"\1", text)
    else:
        yield _json_read(text)


def _json_read(text: str) -> str:
    return _JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
