"""How one answer is read. A value is judged by the type that it has in the config; there is no second rule for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.errors import Problem
from runbook.interview.answers import AgreedHours, Answers, NamedPerson, NamedPlace
from runbook.organisation import fields
from runbook.organisation.numbers import JAPAN, international
from runbook.organisation.parsers import IDENTIFIER
from runbook.text.characters import folded
from runbook.text.nearest import near_one, suggested
from runbook.text.secret_values import looks_like_password, may_be_secret
from runbook.text.secrets import announces_secret, find_secrets

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NOTHING = ("-", "－", "ー", "なし", "none")  # what says "there is none", or "I do not know"
THERE_IS_NONE = ("none", "なし")  # "-" is that nobody knows
ALWAYS = ("always", "常時", "24/7")
PLACE_KINDS = ("safe", "cabinet", "bank", "vault")
MFA_KINDS = ("security-key", "totp-token", "authenticator-app", "phone", "tablet")
LEAST_APPROVERS = 2

_COMMA = re.compile(r"[,，、;；]")
_NUMBERS = re.compile(r"[0-9]+(?:\s+[0-9]+)+")  # people by number, with blanks between
_TOGETHER = re.compile(r"[+＋&＆]")
_DAYS = {"every-day": "every-day", "毎日": "every-day", "weekdays": "weekdays", "平日": "weekdays"}
_HOURS = re.compile(r"(?P<start>\S+?)\s*[-–〜~]\s*(?P<until>[0-9:]+)\s*(?P<days>\S+)?")
LIKE_HOURS = re.compile(r"\s*[0-9]{1,2}:[0-9]{2}\s*[-–〜~].*")
# Who opens a place stands after the last colon that is none of a time of day.
_OPENED_BY = re.compile(r"(?P<place>.*\S)\s*(?:：|:(?![0-9]{2}(?![0-9])))\s*(?P<people>.+)")
_YES_OR_NO = {
    "y": True,
    "yes": True,
    "true": True,
    "はい": True,
    "n": False,
    "no": False,
    "false": False,
    "いいえ": False,
}


class RefusedAnswerError(Exception):
    """An answer that the config would not take, as one problem."""

    def __init__(self, rule: str, /, **values: object) -> None:
        """``rule`` and ``values`` as of a `Problem`; they never hold what was typed as a secret."""
        super().__init__(rule)
        self.problem = Problem.of(rule, **values)


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
    if announces_secret(name, typed) or any(map(_is_secret, typed.split())):
        raise RefusedAnswerError("interview-secret")


def _is_secret(token: str) -> bool:
    return looks_like_password(token) or may_be_secret(token)


def parts(typed: str) -> list[str]:
    """What stands between commas of either width."""
    return [part.strip() for part in _COMMA.split(typed) if part.strip()]


def is_nothing(typed: str) -> bool:
    """Whether an answer says that there is none, or that it is not known."""
    return typed.strip().lower() in NOTHING


def says_none(typed: str) -> bool:
    """Whether an answer says that there is none, which is more than that nobody knows."""
    return folded(typed).strip().lower() in THERE_IS_NONE


def one_of(typed: str, known: Sequence[str]) -> str:
    """One of some words; RefusedAnswerError with the nearest."""
    word = folded(typed).strip().lower()
    if word not in known:
        raise RefusedAnswerError("choice", nearest=near_one(word, known), all=", ".join(known))
    return word


def yes_or_no(typed: str) -> bool:
    """An answer by yes or no, in English or Japanese."""
    answer = folded(typed).strip().lower()
    if answer not in _YES_OR_NO:
        raise RefusedAnswerError("interview-yes-or-no")
    return _YES_OR_NO[answer]


# --- People ---------------------------------------------------------------------------------------------------------


def person(line: str, told: Answers) -> NamedPerson:
    """A person of "name, number"; an address and an id may follow, in any order. Without an id it is still ""."""
    name, *others = parts(line) or [""]
    phone, email, own_id = "", None, ""
    for part in others:
        if "@" in folded(part):
            email = as_type(fields.Email, part)
        elif re.search("[A-Za-z]", part) and IDENTIFIER.fullmatch(part):
            own_id = part
        else:
            phone = _phone(part, told)
    if not name or not phone:
        raise RefusedAnswerError("interview-person")
    return NamedPerson(own_id, as_type(fields.Name, name), phone, email)


def _phone(typed: str, told: Answers) -> str:
    try:
        return as_type(fields.Phone, typed)
    except RefusedAnswerError as refused:
        # As in a config: only in Japan is a number without a country code measured by the rule of Japan.
        if refused.problem.rule == "phone-length-japan" and told.time_zone not in ("", *JAPAN) and "+" not in typed:
            raise RefusedAnswerError("phone-no-country", line=international(typed, told.time_zone)) from None
        raise


def people(typed: str, told: Answers) -> tuple[NamedPerson, ...]:
    """A person for each line, each with an id of their own: the typed one, else their last name in ASCII."""
    found: list[NamedPerson] = []
    for number, line in enumerate(typed.splitlines(), 1):
        read = person(line, told)
        name = read.id or _id_of(read.name) or f"p{number}"
        taken = [other.id for other in found]
        if read.id in taken:
            raise RefusedAnswerError("interview-id-twice", id=read.id)
        unique = name if name not in taken else f"{name}-{number}"
        found.append(NamedPerson(unique, read.name, read.phone, read.email))
    if len(found) < LEAST_APPROVERS:
        raise RefusedAnswerError("interview-one-person")
    return tuple(found)


def _id_of(name: str) -> str:
    """The last word of a name in ASCII letters, small; "" if it is written otherwise."""
    last = name.rsplit(maxsplit=1)[-1].lower() if name.isascii() else ""
    return re.sub(r"[^a-z0-9]+", "-", last).strip("-")


def those(typed: str, told: Answers) -> tuple[str, ...]:
    """People by number in the list, id or name, in the order typed; RefusedAnswerError for a stranger."""
    listed = typed.split() if _NUMBERS.fullmatch(folded(typed).strip()) else parts(typed)
    return tuple(dict.fromkeys(_one(part, told) for part in listed))


def groups(typed: str, told: Answers) -> tuple[tuple[str, ...], ...]:
    """Groups of people who open something: "1 + 2, 3" is one with two, or three alone."""
    found = [tuple(dict.fromkeys(_one(one, told) for one in _TOGETHER.split(part))) for part in parts(typed)]
    if not found:
        raise RefusedAnswerError("interview-nobody")
    return tuple(found)


def some(typed: str, told: Answers) -> tuple[str, ...]:
    """The same as `those`, at least one."""
    found = those(typed, told)
    if not found:
        raise RefusedAnswerError("interview-nobody")
    return found


def approvers(typed: str, told: Answers) -> tuple[str, ...]:
    """People, at least two: what one approver means is in the sentence of the refusal."""
    found = those(typed, told)
    if len(found) < LEAST_APPROVERS:
        raise RefusedAnswerError("interview-one-approver")
    return found


def apart(typed: str, told: Answers, *, other: tuple[str, ...], roles: tuple[str, str]) -> tuple[str, ...]:
    """People who do not hold the other half alone, too; RefusedAnswerError by the config's own rule."""
    found = some(typed, told)
    if set(found) == set(other) and len(other) == 1:
        raise RefusedAnswerError("custodians-not-apart", first=roles[0], second=roles[1], person=other[0])
    return found


def _one(typed: str, told: Answers) -> str:
    text = typed.strip()
    number = folded(text)
    if number.isascii() and number.isdigit() and 0 < int(number) <= len(told.people):
        return told.people[int(number) - 1].id
    for each in told.people:
        if _squeezed(text) in (_squeezed(each.id), _squeezed(each.name)):
            return each.id
    if len(called := [each.id for each in told.people if text.lower() in each.name.lower().split()]) == 1:
        return called[0]
    raise RefusedAnswerError("unknown-person", id=text[:60], **suggested(text, [each.id for each in told.people]))


def _squeezed(name: str) -> str:
    """A name without its blanks, small and large letters alike."""
    return re.sub(r"\s", "", name).lower()


# --- Places and things ----------------------------------------------------------------------------------------------


def place(typed: str, told: Answers) -> NamedPlace:
    """A place of "kind, name, hours: openers", the last two if they were typed, or the name of one told already."""
    match = _OPENED_BY.fullmatch(typed.strip())
    openers = groups(match["people"], told) if match else ()
    words = match["place"].strip() if match else typed.strip()
    for known in told.places():
        if words == known.name:
            return replace(known, openers=openers)
    kind, *name = parts(words)
    agreed = hours(name.pop()) if name and LIKE_HOURS.fullmatch(folded(name[-1])) else None
    if not name:
        raise RefusedAnswerError("interview-place", kinds=", ".join(PLACE_KINDS))
    return NamedPlace(one_of(kind, PLACE_KINDS), as_type(fields.Name, ", ".join(name)), agreed, openers)


def hours(typed: str) -> AgreedHours | None:
    """Hours of "09:00-18:00 weekdays", or of "always"; None for "-"."""
    if is_nothing(typed):
        return None
    text = folded(typed).strip().lower()
    if text in ALWAYS:
        return AgreedHours("00:00", "23:59", "every-day")
    match = _HOURS.fullmatch(text)
    if not match or (match["days"] or "weekdays") not in _DAYS:
        raise RefusedAnswerError("interview-hours")
    start, until = (as_type(fields.TimeOfDay, match[part]) for part in ("start", "until"))
    return AgreedHours(start, until, _DAYS[match["days"] or "weekdays"])


def kinds_of_device(typed: str) -> tuple[str, ...]:
    """The kind of each MFA device."""
    found = tuple(one_of(part, MFA_KINDS) for part in parts(typed))
    if not found:
        raise RefusedAnswerError("choice", nearest="", all=", ".join(MFA_KINDS))
    return found


def numbers_on_seals(typed: str) -> tuple[str, ...] | None:
    """The number of each seal; () for "none", None for "-"."""
    if says_none(typed):
        return ()
    return None if is_nothing(typed) else tuple(as_type(fields.SealNumber, part) for part in parts(typed))
