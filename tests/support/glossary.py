"""The glossaries of the languages, and where a text uses a word that they forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runbook.knowledge.strict_yaml import STRICT, Several, Words, read_strict

_CODE = re.compile(r"`[^`]*`|\{[^{}]*\}|<[^<>]*>|https?://\S+|\S+\.ya?ml\b|--[\w-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word for one thing."""

    __pydantic_config__ = STRICT

    word: Words
    means: Words
    never: Several[Words]
    unless: tuple[Words, ...] = ()

    def misnamed_in(self, text: str) -> Iterator[str]:
        """The forbidden words in a text; code, placeholders and addresses are no words."""
        for spared in self.unless:
            text = text.replace(spared, " ")
        prose = _CODE.sub("·", text)
        return (word for word in self.never if _pattern(word).search(prose))


def _pattern(word: str) -> re.Pattern[str]:
    if word.isascii():
        return re.compile(rf"(?<![A-Za-z0-9_@./-]){re.escape(word)}(?![A-Za-z0-9_@/=-]|\.[a-z])", re.IGNORECASE)
    return re.compile(re.escape(word))


def glossary(languages: Path, code: str) -> tuple[Term, ...]:
    """The terms of a language of a folder; ValueError if the file is not right."""
    return read_strict(languages / code / "glossary.yaml", tuple[Term, ...])
