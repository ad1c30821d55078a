"""JSON of any size, element by element: what stands in long lists is never in memory at once, and has its place.

The scanner of the standard library reads each element; here is only the walk from one to the next. Libraries that
stream JSON give no line and column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

CHUNK = 256 * 1024
# AWS's own limits stay far below: an event is at most 256 KB, a credential report of 10,000 users in base64 6 MB.
VALUE_LIMIT = 8 * 1024 * 1024
STREAMED = frozenset({"Records", "Events", "Accounts"})

_WHITE = " \t\n\r"
_LONGEST_WORD = 12  # more text cannot make an error right that is further than a word from the end
_LONGEST_NUMBER = 18
_START_OF_FRACTION = 2  # 1e+ is read as 1 while the rest is missing
_WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_CUT = re.compile(
    "|".join(
        (
            r"\s*",
            r"\.|[eE][+-]?",
            r"\\?u?[0-9A-Fa-f]{0,4}",
            *(word[:end] for word in _WORDS for end in range(1, len(word))),
        )
    )
)


class Reads(Protocol):
    """A text that is read from its start to its end."""

    def read(self, signs: int, /) -> str:
        """The next signs, so many or as many as there are; "" at the end."""


class JsonFault(Exception):  # noqa: N818  no error of the program: it becomes a problem among others
    """Text that is no JSON, or too large: ``rule`` names the sentence."""

    def __init__(self, rule: str, line: int, column: int) -> None:
        """``rule`` is a key of messages-evidence.yaml."""
        super().__init__(rule)
        self.rule, self.line, self.column = rule, line, column


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text: an element of a long list (``name`` of the list), or an object without its long lists.

    ``lists`` are the names of those lists.
    """

    name: str
    value: Any
    line: int
    column: int
    lists: tuple[str, ...] = ()


def json_parts(file: Reads) -> Iterator[Part]:
    """The parts of a text: one JSON value, or one after the other (JSON lines). JsonFault if it is none."""
    return _Walk(file).parts()


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError
    return found


def _number(digits: str) -> int | str:
    """An integer; a longer one stays text, because no field of AWS has it and the language limits its length."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


_SCANNER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_number)


class _Walk:
    """Reads on as it needs; ``at`` is how far the buffer is used."""

    def __init__(self, file: Reads) -> None:
        self.file = file
        self.buffer = ""
        self.at = 0
        self.line, self.column = 1, 1
        self.ended = False

    def parts(self) -> Iterator[Part]:
        while sign := self.next_sign():
            line, column = self.line, self.column
            if sign == "{":
                yield from self.object(line, column)
            elif sign == "[":
                yield from self.elements("")
            else:
                yield Part("", self.value(), line, column)

    def object(self, line: int, column: int) -> Iterator[Part]:
        """Its long lists element by element, then the rest of it."""
        rest: dict[str, Any] = {}
        lists: list[str] = []
        used = 0
        self.skip(1)
        if self.next_sign() == "}":
            self.skip(1)
        else:
            while True:
                if self.next_sign() != '"':
                    self.refuse_sign()
                key = self.value()
                if key in rest or key in lists:
                    self.refuse("evidence-json-key")
                self.expect(":")
                if self.next_sign() == "[" and key in STREAMED:
                    lists.append(key)
                    yield from self.elements(key)
                else:
                    before = self.line, self.column
                    rest[key] = self.value()
                    used += self.last_length
                    if used > VALUE_LIMIT:
                        raise JsonFault("evidence-value-too-large", *before)
                if not self.another("}"):
                    break
        yield Part("", rest, line, column, tuple(lists))

    def elements(self, name: str) -> Iterator[Part]:
        """The elements of a list."""
        self.skip(1)
        if self.next_sign() == "]":
            self.skip(1)
            return
        while True:
            self.next_sign()
            line, column = self.line, self.column
            yield Part(name, self.value(), line, column)
            if not self.another("]"):
                return

    def another(self, end: str) -> bool:
        """Whether a comma follows, and not the end."""
        sign = self.next_sign()
        if sign not in {",", end} or not sign:
            self.refuse_sign()
        self.skip(1)
        return sign == ","

    def expect(self, sign: str) -> None:
        if self.next_sign() != sign:
            self.refuse_sign()
        self.skip(1)

    def next_sign(self) -> str:
        """The next sign that is no white space; "" at the end."""
        while True:
            start = self.at
            while self.at < len(self.buffer) and self.buffer[self.at] in _WHITE:
                self.at += 1
            self.count(start, self.at)
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more(CHUNK):
                return ""

    def value(self) -> Any:  # noqa: ANN401  any JSON value
        """The value that begins here."""
        while True:
            try:
                found, end = _SCANNER.raw_decode(self.buffer, self.at)
            except json.JSONDecodeError as error:
                near_end = error.pos >= len(self.buffer) - _LONGEST_WORD or error.msg.startswith("Unterminated")
                if near_end and self.more_of_a_value():
                    continue
                self.count(self.at, error.pos)
                self.at = error.pos
                if error.msg.startswith("Unterminated"):
                    self.refuse("evidence-json-cut")
                self.refuse_sign()
            except _RepeatedKeyError:
                self.refuse("evidence-json-key")
            except RecursionError:
                self.refuse("evidence-json-deep")
            may_go_on = not isinstance(found, dict | list | str) and end >= len(self.buffer) - _START_OF_FRACTION
            if may_go_on and self.more(CHUNK):
                continue
            self.last_length = end - self.at
            self.count(self.at, end)
            self.at = end
            return found

    def more_of_a_value(self) -> bool:
        """Read on, each time as much as there is: a long value is scanned a few times, not once for each chunk."""
        if (pending := len(self.buffer) - self.at) > VALUE_LIMIT:
            self.refuse("evidence-value-too-large")
        return self.more(max(CHUNK, pending))

    def more(self, signs: int) -> bool:
        read = "" if self.ended else self.file.read(signs)
        if not read:
            self.ended = True
            return False
        self.buffer, self.at = self.buffer[self.at :] + read, 0
        return True

    def skip(self, signs: int) -> None:
        self.column += signs
        self.at += signs

    def count(self, start: int, end: int) -> None:
        """Move line and column over a piece of the buffer."""
        if breaks := self.buffer.count("\n", start, end):
            self.line += breaks
            self.column = end - self.buffer.rfind("\n", start, end)
        else:
            self.column += end - start

    def refuse_sign(self) -> NoReturn:
        """Refuse what stands here: the end of the text, also within a word or number, or something else."""
        is_end = self.ended and _CUT.fullmatch(self.buffer[self.at : self.at + _LONGEST_WORD])
        self.refuse("evidence-json-cut" if is_end else "evidence-json")

    def refuse(self, rule: str) -> NoReturn:
        raise JsonFault(rule, self.line, self.column)
