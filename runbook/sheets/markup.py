"""Reads finished HTML tag by tag, for those who look at every page.

What a tag says is worked out by the parser of the standard library, once for each way in which a tag is written: pages
are made of the same few thousand over and over. Only where a tag ends is seen here, and only in HTML as our templates
write it. As soon as anything else stands in a text, all of that text is read by the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Protocol


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """The start of an element. Of an attribute that stands twice the last counts; one without a value has ``""``."""

    name: str
    attributes: Mapping[str, str]
    classes: frozenset[str]
    is_closed: bool = False


class Reader(Protocol):
    """Whoever reads a page: told of tags and of the words between them, in their order."""

    def start(self, tag: Tag) -> None:
        """An element starts."""

    def end(self, name: str) -> None:
        """An element ends, if it has started."""

    def words(self, text: str) -> None:
        """What stands between two tags, as a reader sees it; a style or script as it is."""


def read_markup(html: str, reader: Reader) -> None:
    """Tell a reader all that stands in a piece of HTML; broken HTML is read as a browser would, as far as it goes."""
    try:
        parts = list(_plain_parts(html))
    except _WrittenOtherwiseError:
        parser = _Careful(reader)
        parser.feed(html)
        parser.close()
        return
    start, end, words = reader.start, reader.end, reader.words
    for part in parts:
        if isinstance(part, Tag):
            start(part)
            if part.is_closed:
                end(part.name)
        elif part[0] == "<":
            end(part[2:-1])
        else:
            words(part[1:])


# A tag as we write it: small letters, one blank before each attribute, each value in quotes and without a tag in it.
# Style, script and title are taken whole, because no tag starts in them.
_ATTRIBUTES = r'(?:[ \n]+[A-Za-z][A-Za-z:-]*(?:="[^"<>]*")?)*'
_PART = re.compile(
    rf"(?P<whole><(?P<of>style|script|title){_ATTRIBUTES}>)(?P<text>[^<]*+(?:<(?!/)[^<]*+)*+)(?P<close></(?P=of)>)"
    rf"|(?P<tag><[a-z][a-z0-9]*{_ATTRIBUTES} ?/?>)|(?P<end></[a-z][a-z0-9]*>)|(?P<type><!DOCTYPE html>)"
)
_NOT_PLAIN = frozenset(
    {"style", "script", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"}
)
"""Elements in which parsers do not look for tags, or not all parsers do."""


class _WrittenOtherwiseError(Exception):
    """A piece of HTML has something in it that our templates do not write."""


def _plain_parts(html: str) -> Iterator[Tag | str]:
    """Starts as tags, ends as ``</name>``, words after a blank."""
    at = 0
    for match in _PART.finditer(html):
        begin = match.start()
        if begin > at:
            yield " " + _words(html[at:begin])
        at = match.end()
        kind = match.lastgroup
        if kind == "tag":
            tag = _tag(match[0])
            if tag is None or tag.name in _NOT_PLAIN:
                raise _WrittenOtherwiseError
            yield tag
        elif kind == "end":
            yield match[0]
        elif kind == "close":
            yield from _whole(match)
    if at < len(html):
        yield " " + _words(html[at:])


def _words(between: str) -> str:
    if "<" in between:
        raise _WrittenOtherwiseError
    return unescape(between) if "&" in between else between


def _whole(match: re.Match[str]) -> Iterator[Tag | str]:
    """An element in which no tag starts."""
    tag, text = _tag(match["whole"]), match["text"]
    if tag is None:
        raise _WrittenOtherwiseError
    yield tag
    if text:
        yield " " + (_words(text) if tag.name == "title" else text)
    yield match["close"]


@lru_cache(maxsize=1 << 15)
def _tag(written: str) -> Tag | None:
    """The one tag that a piece of HTML is; None if it is anything else."""
    alone = _Alone()
    parser = _Careful(alone)
    parser.feed(written)
    return alone.tags[0] if len(alone.tags) == 1 and not parser.rawdata else None


class _Alone:
    """A reader that keeps tags."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []

    def start(self, tag: Tag) -> None:
        self.tags.append(tag)

    def end(self, name: str) -> None:
        pass

    def words(self, _text: str) -> None:
        self.tags.clear()


class _Careful(HTMLParser):
    """The parser of the standard library."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(convert_charrefs=True)
        self._reader = reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._reader.start(_tag_of(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._reader.start(_tag_of(tag, attrs, is_closed=True))
        self._reader.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self._reader.end(tag)

    def handle_data(self, data: str) -> None:
        self._reader.words(data)


def _tag_of(name: str, attrs: list[tuple[str, str | None]], *, is_closed: bool = False) -> Tag:
    attributes = {key: value or "" for key, value in attrs}
    return Tag(name, attributes, frozenset(attributes.get("class", "").split()), is_closed)
