"""A human text: one string for every language, or one per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag
from pydantic_core import core_schema

from runbook.organisation.parsers import LANGUAGE_PATTERN, TEXT_LIMIT, language_code, line, refuse

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


def _one_or_each(value: object) -> str | None:
    if isinstance(value, Mapping) and value:
        return "$each"
    return "$one" if isinstance(value, str | None) else None


_Line = Annotated[str, BeforeValidator(line)]
_Given = Annotated[
    Annotated[_Line, Tag("$one")]
    | Annotated[dict[Annotated[str, BeforeValidator(language_code)], _Line], Tag("$each")],
    Discriminator(_one_or_each, custom_error_type="expected-text", custom_error_message="expected-text"),
]


@dataclass(frozen=True, slots=True)
class AtMost:
    """A limit on the length of a text, tighter than that of every text: a name must fit a cell or a page head."""

    characters: int

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Checked once the text is read; see pydantic, "custom types"."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The schema of a text with this limit."""
        return _schema_of_texts(self.characters)

    def _check(self, text: Text) -> Text:
        longest = max((text.words,) if isinstance(text.words, str) else (words for _, words in text.words), key=len)
        if len(longest) > self.characters:
            refuse("text-too-long", most=str(self.characters), actual=str(len(longest)))
        return text


@dataclass(frozen=True, slots=True)
class Text:
    """A human text: one string for every language, or one per language as (code, string) pairs."""

    words: str | tuple[tuple[str, str], ...]

    def in_language(self, code: str) -> str:
        """The words for a language; KeyError if it is missing (the config reader has checked)."""
        if isinstance(self.words, str):
            return self.words
        for language, words in self.words:
            if language == code:
                return words
        raise KeyError(code)

    def missing(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these languages it lacks."""
        if isinstance(self.words, str):
            return ()
        present = {language for language, _ in self.words}
        return tuple(code for code in codes if code not in present)

    @classmethod
    def of(cls, given: str | Mapping[str, str]) -> Text:
        """From the config's form: a string, or a mapping from language to string."""
        return cls(given if isinstance(given, str) else tuple(given.items()))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read from a string or a mapping; see pydantic, "custom types"."""
        return core_schema.no_info_after_validator_function(cls.of, handler.generate_schema(_Given))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One string, or a mapping from language to string."""
        return _schema_of_texts(TEXT_LIMIT)


def _schema_of_texts(most: int) -> JsonSchemaValue:
    """Numbers are let through: the reader takes them as typed (``name: 3.10`` is the text 3.10)."""
    words = {"type": ["string", "number"], "maxLength": most, "pattern": r"\S"}
    each = {
        "type": "object",
        "propertyNames": {"pattern": LANGUAGE_PATTERN},
        "additionalProperties": words,
        "minProperties": 1,
    }
    return {"anyOf": [words, each]}
