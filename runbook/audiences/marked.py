"""What must be found in no byte of a role-only edition: every marked value, in all forms in which it is printed.

A value that the product says anyway, or that stands on every page, tells nobody anything and is not looked for. Neither
is one that is too short to be told from another word or number: "7", "it". That these do not arrive either follows from
how the edition is made (`pseudonyms.py`), and a test changes each of them and finds the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from runbook.knowledge.language import Language
from runbook.organisation import Organisation, RecoveryPhone
from runbook.organisation.disclosure import OPEN, PUBLIC, Path, parts
from runbook.organisation.localized import Text
from runbook.organisation.numbers import JAPAN, dialled_at_home

# What layout puts between signs, and what people put between digits: it does not make another value of it.
_SPACE = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
_SEPARATORS = _SPACE + r"().\-\u2010-\u2015\u2212"
_SPACES = re.compile(f"[{_SPACE}]+")
_ALL_SEPARATORS = re.compile(f"[{_SEPARATORS}]+")
_NUMBER = re.compile(r"\+?[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_SHORTEST_NUMBER = 6  # digits; shorter ones are also days, times, amounts
_SHORTEST_WORD = 3  # Latin letters
_SHORTEST_OTHER = 2  # kanji and kana
_MANY = 1000  # from so many values on, one walk through a text is shorter than looking for each
_BEGINNING = 8


@dataclass(frozen=True, slots=True)
class MarkedValue:
    """A form of a marked value as it is looked for, and where the value stands in the config."""

    sign: str
    path: Path


@dataclass(frozen=True, slots=True)
class Searched:
    """A text, made ready for looking up many values."""

    whole: str
    without_space: str
    without_separators: str

    @classmethod
    def of(cls, text: str) -> Searched:
        """From a text as it is read."""
        whole = folded(text)
        return cls(whole, squeezed(whole), unseparated(whole))

    def holds(self, sign: str) -> bool:
        """Whether a value stands in it as a word or number of its own, however it is broken."""
        return sign in self._rough(sign) and stands_in(sign, self.whole)

    def held(self, signs: Collection[str]) -> frozenset[str]:
        """Those of many values that stand in it."""
        few = len(signs) <= _MANY
        return frozenset(sign for sign in (signs if few else self._begun(signs)) if self.holds(sign))

    def _begun(self, signs: Collection[str]) -> Iterator[str]:
        """Those of which at least the beginning stands in it: one walk through the text for all of them."""
        beginnings = {sign[:_BEGINNING] for sign in signs if len(sign) >= _BEGINNING}
        found = {
            rough[at : at + _BEGINNING]
            for rough in (self.without_space, self.without_separators)
            for at in range(len(rough) - _BEGINNING + 1)
            if rough[at : at + _BEGINNING] in beginnings
        }
        return (sign for sign in signs if len(sign) < _BEGINNING or sign[:_BEGINNING] in found)

    def _rough(self, sign: str) -> str:
        return self.without_separators if is_number(sign) else self.without_space


@dataclass(frozen=True)  # without slots: worked out once
class Marked:
    """The marked values of a company with all its appointments, and what is said anyway (texts of the product).

    ``past`` are values that were marked once, each with the path that it had.
    """

    organisation: Organisation
    languages: tuple[Language, ...]
    said: str
    past: tuple[tuple[Path, str], ...] = ()

    @cached_property
    def values(self) -> tuple[MarkedValue, ...]:
        """All that is looked for."""
        ordinary = Searched.of(self.said + "\n" + "\n".join(self._printed_anyway()))
        open_texts = Searched.of("\n".join(words for _, texts in self._open_texts() for words in texts))
        listed = [
            MarkedValue(sign, path)
            for path, value in self._marked()
            for sign in map(sign_of, self._forms(path, value))
            if _can_be_told(sign)
        ]
        signs = {value.sign for value in listed}
        said, open_ = ordinary.held(signs), open_texts.held(signs)
        found: dict[str, MarkedValue] = {}
        for value in listed:
            if value.sign not in said and not (_is_id(value.path) and value.sign in open_):
                found.setdefault(value.sign, value)
        return tuple(found.values())

    def _marked(self) -> Iterator[tuple[Path, object]]:
        yield from ((path, value) for path, mark, value in parts(self.organisation) if mark.is_marked)
        yield from self.past

    def held(self, text: str) -> tuple[MarkedValue, ...]:
        """The values that stand in a text."""
        found = Searched.of(text).held(self._signs)
        return tuple(value for value in self.values if value.sign in found) if found else ()

    @cached_property
    def _signs(self) -> frozenset[str]:
        return frozenset(value.sign for value in self.values)

    def in_open_texts(self) -> Iterator[tuple[Path, Path]]:
        """Where a text of the company that is printed as it is holds a marked value, and where that stands.

        An id of this file is no name, but for the number of an item: it is looked for only in what is printed.
        """
        texts_of = tuple(self._open_texts())
        looked_for = [
            value
            for value in self.held("\n".join(words for _, texts in texts_of for words in texts))
            if not _is_id(value.path)
        ]
        for path, texts in texts_of if looked_for else ():
            searched = Searched.of("\n".join(texts))
            yield from ((path, value.path) for value in looked_for if searched.holds(value.sign))

    def _open_texts(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        for path, mark, value in parts(self.organisation):
            if mark == OPEN:
                yield path, tuple(_words(value))

    def _printed_anyway(self) -> Iterator[str]:
        """What is neither marked nor free words: ids of accounts, zones, the company's name."""
        for _, mark, value in parts(self.organisation):
            if mark == PUBLIC:
                yield from _words(value)
        yield from (account.shown_id for account in self.organisation.accounts)

    def _forms(self, path: Path, value: object) -> Iterator[str]:
        """A value as it may be printed; of the name of a person each part, too."""
        for words in _words(value):
            yield words
            if words.startswith("+"):
                yield words[1:]
                if home := dialled_at_home(words, JAPAN[0]):
                    yield home
        match path:
            case ("people", _, "name"):
                yield from (part for words in _words(value) for part in words.split())
            case ("recovery_phones", int(number), "number"):
                yield from self._endings(self.organisation.recovery_phones[number])
            case ("seals", int(number), "first"):
                yield from self.organisation.seals[number].numbers or ()

    def _endings(self, phone: RecoveryPhone) -> Iterator[str]:
        """The sentences in which the last digits of the registered telephone are said."""
        return (language.say("packets.notes.ending", digits=phone.ending) for language in self.languages)


def folded(text: str) -> str:
    """A text in which the same words are the same signs: no case, no width."""
    return unicodedata.normalize("NFKC", text).casefold()


def squeezed(text: str) -> str:
    """A folded text without white space."""
    return _SPACES.sub("", text)


def unseparated(text: str) -> str:
    """A folded text without all that stands between the digits of a number."""
    return _ALL_SEPARATORS.sub("", text)


def sign_of(value: str) -> str:
    """A value as it is looked for: of a number the digits alone."""
    whole = folded(value)
    number = unseparated(whole)
    return number if _NUMBER.fullmatch(number) else squeezed(whole)


def is_number(sign: str) -> bool:
    """Whether a value is one whose digits are separated in one way or another."""
    return _NUMBER.fullmatch(sign) is not None


def stands_in(sign: str, text: str) -> bool:
    """Whether a value stands in a folded text as a word or number of its own, however it is broken."""
    return _pattern(sign).search(text) is not None


@lru_cache(maxsize=8192)
def _pattern(sign: str) -> re.Pattern[str]:
    between = f"[{_SEPARATORS if is_number(sign) else _SPACE}]*"
    before = r"(?<![0-9a-z])" if _is_latin(sign[0]) else ""
    after = r"(?![0-9a-z])" if _is_latin(sign[-1]) else ""
    return re.compile(before + between.join(map(re.escape, sign)) + after)


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _can_be_told(sign: str) -> bool:
    """Whether a value is long enough to be known again."""
    if _DIGITS.fullmatch(sign):
        return len(sign) >= _SHORTEST_NUMBER
    return len(sign) >= (_SHORTEST_WORD if sign.isascii() else _SHORTEST_OTHER)


def _words(value: object) -> Iterable[str]:
    if isinstance(value, Text):
        return (value.words,) if isinstance(value.words, str) else tuple(words for _, words in value.words)
    return (value,) if isinstance(value, str) else ()


def _is_id(path: Path) -> bool:
    """Whether a value only joins parts of the file; the number of an item is on the thing."""
    return path[-1] == "id" and path[0] != "items"
