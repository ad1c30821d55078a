"""How one answer is read. A value is judged by the type that it has in the config; there is no second rule for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.errors import Problem
from runbook.interview.vocabulary import (
    is_nothing,
    is_unknown,
    kind_within,
    plain,
    word_for,
)
from runbook.organisation import Custody, fields
from runbook.text.nearest import near_one
from runbook.text.secret_values import looks_like_password, may_be_secret
from runbook.text.secrets import announces_secret, find_secrets

if TYPE_CHECKING:
    from pydantic import TypeAdapter


_COMMA = re.compile(r"[,，、;；]")
_BETWEEN_WORDS = re.compile(r"[\s、，；：（）「」]+")
_OF_ROOT = re.compile(r"^(?:root (?:is|was) |all |ル[ー-]ト(?:ユ[ー-]ザ[ー-])?は|すべて|全部)")
_AT = re.compile(r"\s+(?:at|アット)\s+|\s*[\[(]at[\])]\s*", re.IGNORECASE)
_SLIPS = 6  # in one answer; with more of them nobody can tell what was meant
_YES_OR_NO = {
    "y": True,
    "yes": True,
    "true": True,
    "yep": True,
    "yeah": True,
    "はい": True,
    "はいそうです": True,
    "あります": True,
    "ある": True,
    "n": False,
    "no": False,
    "false": False,
    "nope": False,
    "not yet": False,
    "not all": False,
    "not all of them": False,
    "いいえ": False,
    "まだ": False,
    "まだです": False,
}


class RefusedAnswerError(Exception):
    """An answer that the config would not take, as one problem."""

    def __init__(self, rule: str, /, *, mend: tuple[str, str] = ("", ""), **values: object) -> None:
        """``rule`` and ``values`` as of a `Problem`; they never hold what was typed as a secret.

        ``mend`` is what of the answer was wrong, and what may have been meant in its place.
        """
        super().__init__(rule)
        self.problem = Problem.of(rule, **values)
        self.mend = mend


def mended(read: Callable[[str], object], typed: str, refused: RefusedAnswerError) -> str:
    """The answer with what was wrong in it put right, if it can be read then; "" if nobody can tell."""
    line = typed
    for _ in range(_SLIPS):
        wrong, right = refused.mend
        if not right or wrong not in line:
            return ""
        line = line.replace(wrong, right, 1)
        try:
            read(line)
        except RefusedAnswerError as again:
            refused = again
        else:
            return line
    return ""


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:  # noqa: ANN401  the alias of a type of the config
    from pydantic import TypeAdapter  # noqa: PLC0415  slow to import, and only when something was answered

    return TypeAdapter(type_)


def as_type(type_: Any, typed: str) -> str:  # noqa: ANN401  as above
    """The text in the form that a type of the config gives it; RefusedAnswerError by the rule of that type."""
    from pydantic import ValidationError  # noqa: PLC0415  as above

    try:
        value = _adapter(type_).validate_python(typed)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        raise RefusedAnswerError(detail["type"], **detail.get("ctx", {})) from None
    return value.words if isinstance(value, fields.Text) and isinstance(value.words, str) else str(value)


def refuse_secret(name: str, typed: str) -> None:
    """RefusedAnswerError for an answer that looks like a secret; the answer itself is in no message."""
    if found := find_secrets(typed):
        raise RefusedAnswerError(found[0][0])
    # Marks of Japanese stand between words that have no blank between them, and in no password.
    if announces_secret(name, typed) or any(map(_is_secret, _BETWEEN_WORDS.split(typed))):
        raise RefusedAnswerError("interview-secret")


def _is_secret(token: str) -> bool:
    return looks_like_password(token) or may_be_secret(token)


def parts(typed: str) -> list[str]:
    """What stands between commas of either width."""
    return [part.strip() for part in _COMMA.split(typed) if part.strip()]


def address(typed: str) -> str:
    """An e-mail address, also if it was written as for people."""
    return as_type(fields.Email, _AT.sub("@", typed.strip()))


def one_of(typed: str, known: Sequence[str]) -> str:
    """One of some words; RefusedAnswerError with the nearest."""
    if word := word_for(typed, known):
        return word
    near = near_one(plain(typed), known)
    raise RefusedAnswerError("choice", mend=(typed.strip(), near), nearest=near, all=", ".join(known))


def custody_called(typed: str, known: Sequence[str]) -> str:
    """How root is kept; the place where it is kept says that it is."""
    said = _OF_ROOT.sub("", plain(typed))
    if Custody.SAFE in known and not word_for(said, known) and kind_within(said):
        return Custody.SAFE
    return one_of(said if word_for(said, known) else typed, known)


def yes_or_no(typed: str) -> bool:
    """An answer by yes or no, in English or Japanese."""
    answer = plain(typed)
    if _YES_OR_NO.get(answer.partition(",")[0]) is False:
        return False  # "no, it is her own"; what follows a yes may take it back
    if answer not in _YES_OR_NO:
        raise RefusedAnswerError("interview-yes-or-no")
    return _YES_OR_NO[answer]


def says_yes(typed: str) -> bool:
    """Whether an answer says yes, where a name is asked for."""
    return _YES_OR_NO.get(plain(typed), False)


def yes_no_or_unknown(typed: str) -> bool | None:
    """The same; None if nobody knows."""
    return None if is_unknown(typed) else yes_or_no(typed)


def needed(typed: str, proposed: str = "") -> str:
    """What was typed; RefusedAnswerError if it says that nobody knows, where no page can be made without it."""
    if is_nothing(typed):
        raise RefusedAnswerError("interview-needed", mend=(typed, proposed))
    return typed
