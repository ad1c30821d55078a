"""A value that is one of a few words. Whoever wrote another is told these words; pydantic would put them in English."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

CHOICE = "record-choice"


def one_of(choice: Any) -> BeforeValidator:  # noqa: ANN401  a Literal is no type to a type checker
    """Refuses what is none of the words of a Literal; ``known`` of its message are these."""
    words = get_args(choice)

    def read(typed: object) -> object:
        if typed not in words or type(typed) not in {type(word) for word in words}:  # true is 1 to Python
            raise PydanticCustomError(CHOICE, "none of them", {"known": ", ".join(map(str, words))})
        return typed

    return BeforeValidator(read)
