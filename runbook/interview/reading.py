"""How one answer is read. A value is judged by the type that it has in the config; there is no second rule for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.config.meant import ALL_DAY, EVERY_DAY, WEEKDAYS, hours_in, times_in, weekdays_in
from runbook.errors import Problem
from runbook.interview.answers import VAULT, AgreedHours, Answers, NamedPerson, NamedPlace
from runbook.interview.vocabulary import (
    EVERYBODY,
    SAME,
    device,
    is_nothing,
    is_unknown,
    kind_called,
    kind_within,
    plain,
    says_none,
    word_for,
)
from runbook.organisation import fields
from runbook.organisation.numbers import JAPAN, international
from runbook.organisation.parsers import IDENTIFIER
from runbook.text.characters import folded
from runbook.text.nearest import a_dozen, near_one
from runbook.text.secret_values import looks_like_password, may_be_secret
from runbook.text.secrets import announces_secret, find_secrets

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NOTHING, THERE_IS_NONE = "-", "none"  # as they are shown: that nobody knows, and that somebody looked
ALWAYS = ("always", "any time", "anytime", "常時", "いつでも", "24/7")
PLACE_KINDS = ("safe", "cabinet", "bank", "vault")
MFA_KINDS = ("security-key", "totp-token", "authenticator-app", "phone", "tablet")
LEAST_APPROVERS = 2

_COMMA = re.compile(r"[,，、;；]")
_NUMBERS = re.compile(r"[0-9]+(?:\s+[0-9]+)+")  # people by number, with blanks between
_TOGETHER = re.compile(r"[+＋&＆]")
LIKE_HOURS = re.compile(r"\s*(?:平日|毎日)?\s*[0-9]{1,2}(?::[0-9]{2}|時| ?[ap]m)\s*[-–〜~].*", re.IGNORECASE)
_NOT_OF_HOURS = re.compile(r"[0-9:.\s–〜~-]|am|pm|from|to|until|時|から|まで")
_NOON = "12:00"
_SHORT_END = re.compile(r"[-–〜~]\s*[1-9](?![0-9])(?!\S*\s*am)")  # an hour that a clock of 24 hours shows as 05
_SLIPS = 6  # in one answer; with more of them nobody can tell what was meant
_AND = re.compile(r"\s+and\s+|\s*[と&＆]\s*")
_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|mx)\.?\s+|\s*(?:さん|さま|様|氏|殿)$", re.IGNORECASE)
_OFFICE = re.compile(r"^(?:dr|prof)\.?\s+|(?<=.)(?:部長|次長|課長|係長|社長|専務|常務|室長|店長|主任)$", re.IGNORECASE)
# A name and a number with only a blank between them.
_NAME_AND_NUMBER = re.compile(
    r"([^,，、;；:：@0-9０-９+＋]*[^,，、;；:：@0-9０-９+＋\s])\s+([+＋]?[0-9０-９(][0-9０-９()\s−–－-]{7,})"
)
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
    if announces_secret(name, typed) or any(map(_is_secret, typed.split())):
        raise RefusedAnswerError("interview-secret")


def _is_secret(token: str) -> bool:
    return looks_like_password(token) or may_be_secret(token)


def parts(typed: str) -> list[str]:
    """What stands between commas of either width."""
    return [part.strip() for part in _COMMA.split(typed) if part.strip()]


def one_of(typed: str, known: Sequence[str]) -> str:
    """One of some words; RefusedAnswerError with the nearest."""
    if word := word_for(typed, known):
        return word
    near = near_one(plain(typed), known)
    raise RefusedAnswerError("choice", mend=(typed.strip(), near), nearest=near, all=", ".join(known))


def yes_or_no(typed: str) -> bool:
    """An answer by yes or no, in English or Japanese."""
    answer = plain(typed)
    if answer not in _YES_OR_NO:
        raise RefusedAnswerError("interview-yes-or-no")
    return _YES_OR_NO[answer]


def yes_no_or_unknown(typed: str) -> bool | None:
    """The same; None if nobody knows."""
    return None if is_unknown(typed) else yes_or_no(typed)


def needed(typed: str) -> str:
    """What was typed; RefusedAnswerError if it says that nobody knows, where no page can be made without it."""
    if is_nothing(typed):
        raise RefusedAnswerError("interview-needed")
    return typed


# --- People ---------------------------------------------------------------------------------------------------------


def person(line: str, told: Answers) -> NamedPerson:
    """A person of "name, number"; an address and an id may follow, in any order. Without an id it is still ""."""
    name, *others = parts(_NAME_AND_NUMBER.sub(r"\1, \2", line.strip())) or [""]
    phone, email, own_id = "", None, ""
    for part in others:
        if "@" in folded(part):
            email = as_type(fields.Email, part)
        elif re.search("[A-Za-z]", part) and IDENTIFIER.fullmatch(part):
            own_id = part
        else:
            phone = called_number(part, told)
    if not name or not phone:
        raise RefusedAnswerError("interview-person")
    return NamedPerson(own_id, as_type(fields.Name, _HONORIFIC.sub("", name).strip()), phone, email)


def called_number(typed: str, told: Answers) -> str:
    """A telephone number that can be dialled from where the company is."""
    if is_nothing(typed):
        raise RefusedAnswerError("interview-person-unreached")
    try:
        return as_type(fields.Phone, typed)
    except RefusedAnswerError as refused:
        # As in a config: only in Japan is a number without a country code measured by the rule of Japan.
        if refused.problem.rule == "phone-length-japan" and told.time_zone not in ("", *JAPAN) and "+" not in typed:
            raise no_country(typed, told) from None
        raise


def no_country(typed: str, told: Answers) -> RefusedAnswerError:
    """The refusal of a number that only those at home can dial; it is put right by the country of the company."""
    line = international(typed, told.time_zone)
    return RefusedAnswerError("phone-no-country", mend=(typed, line), line=line)


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
    """People by number in the list, id or name, in the order typed, or all; RefusedAnswerError for a stranger."""
    if plain(typed) in EVERYBODY:
        return tuple(person.id for person in told.people)
    listed = typed.split() if _NUMBERS.fullmatch(folded(typed).strip()) else parts(typed)
    return tuple(dict.fromkeys(each for part in listed for each in _one_or_joined(part, told)))


def groups(typed: str, told: Answers) -> tuple[tuple[str, ...], ...]:
    """Groups of people who open something: "1 + 2, 3" is one with two, or three alone. Nobody for "unknown"."""
    if is_unknown(typed):
        return ()
    found = [tuple(dict.fromkeys(_opener(one, told) for one in _TOGETHER.split(part))) for part in parts(typed)]
    if not found:
        raise RefusedAnswerError("interview-nobody")
    return tuple(found)


def _opener(typed: str, told: Answers) -> str:
    """One person; RefusedAnswerError for several, of whom it is not said whether each can do it alone."""
    found = _one_or_joined(typed, told)
    if len(found) > 1:
        raise RefusedAnswerError("interview-together", together=" + ".join(found), each=", ".join(found))
    return found[0]


def _one_or_joined(typed: str, told: Answers) -> tuple[str, ...]:
    """One person, or several that are joined by a word; the refusal is that of the whole."""
    try:
        return (_one(typed, told),)
    except RefusedAnswerError as refused:
        joined = _AND.split(typed.strip())
        if len(joined) == 1:
            raise
        try:
            return tuple(_one(one, told) for one in joined)
        except RefusedAnswerError:
            raise refused from None


def some(typed: str, told: Answers) -> tuple[str, ...]:
    """The same as `those`, at least one."""
    if is_nothing(typed):
        raise RefusedAnswerError("interview-nobody")
    found = those(typed, told)
    if not found:
        raise RefusedAnswerError("interview-nobody")
    return found


def holders(typed: str, told: Answers, proposed: str | None = None) -> tuple[str, ...]:
    """People who answer for something; that nobody knows is no answer, but somebody can be made to find out."""
    if is_nothing(typed):
        raise RefusedAnswerError("interview-answers-for", mend=(typed, proposed or ""))
    return some(typed, told)


def approvers(typed: str, told: Answers) -> tuple[str, ...]:
    """People, at least two: what one approver means is in the sentence of the refusal."""
    found = those(typed, told)
    if len(found) < LEAST_APPROVERS:
        raise RefusedAnswerError("interview-one-approver")
    return found


def apart(typed: str, told: Answers, *, other: tuple[str, ...], roles: tuple[str, str]) -> tuple[str, ...]:
    """People who do not hold the other half alone, too; RefusedAnswerError by the config's own rule."""
    found = holders(typed, told, next((each.id for each in told.people if each.id not in other), None))
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
    called = [each.id for each in told.people if _called(text) in (_called(each.name), *_words(each.name))]
    if len(called) == 1:
        return called[0]
    raise _stranger(text, told)


def _stranger(text: str, told: Answers) -> RefusedAnswerError:
    """The refusal of a name that is not in the list, with the person who is nearest to it, or all."""
    names = {
        name: person.id for person in told.people for name in (*_words(person.name), person.name.lower(), person.id)
    }
    begun = [person.id for person in told.people if _called(person.name).startswith(_called(text) or " ")]
    near = begun[0] if len(begun) == 1 else names.get(near_one(text.lower(), names), "")
    everybody = [f"{number} {person.id} ({person.name})" for number, person in enumerate(told.people, 1)]
    known = "" if near else a_dozen(everybody)
    return RefusedAnswerError("interview-stranger", mend=(text, near), name=text[:60], nearest=near, known=known)


def _words(name: str) -> list[str]:
    """The words of a name, by each of which somebody may be called."""
    return [_called(word) for word in name.split()]


def _called(name: str) -> str:
    """A name without its blanks, and without what stands before or after it out of courtesy or for an office."""
    return _squeezed(_OFFICE.sub("", _HONORIFIC.sub("", name.strip())))


def _squeezed(name: str) -> str:
    """A name without its blanks, small and large letters alike."""
    return re.sub(r"\s", "", name).lower()


# --- Places and things ----------------------------------------------------------------------------------------------


def place(typed: str, told: Answers) -> NamedPlace | None:
    """A place of "kind, name, hours: openers", the last two if they were typed, or the name of one told already.

    None if nobody knows. The kind may be left out where the name tells it: "1Password", "Safe in the archive".
    """
    if is_nothing(typed):
        return None
    match = _OPENED_BY.fullmatch(typed.strip())
    openers = groups(match["people"], told) if match else ()
    words = match["place"].strip() if match else typed.strip()
    for known in told.places():
        if _squeezed(words) == _squeezed(known.name):
            return replace(known, openers=openers)
    if plain(words) in SAME and told.places():
        return replace(told.places()[-1], openers=openers)
    called = parts(words)
    agreed = hours(called.pop()) if len(called) > 1 and LIKE_HOURS.fullmatch(folded(called[-1])) else None
    kind, name = _kind_and_name(called)
    return NamedPlace(kind, as_type(fields.Name, name), agreed, openers)


def _kind_and_name(called: list[str]) -> tuple[str, str]:
    """Kind and name of a place; RefusedAnswerError if one of them is missing, with an example of the kind typed."""
    first, *others = called or [""]
    kind, name = kind_called(first), ", ".join(others)
    if kind and (not name or is_nothing(name)):
        raise RefusedAnswerError(f"interview-place-{kind}")
    if kind:
        return kind, name
    within = kind_within(first)
    if within and (not others or within == VAULT):
        return within, ", ".join(called)
    if others:
        return one_of(first, PLACE_KINDS), name
    raise RefusedAnswerError("interview-place", kinds=", ".join(PLACE_KINDS))


def place_of_paper(typed: str, told: Answers) -> NamedPlace | None:
    """The same; RefusedAnswerError if it is not known, because paper that lies nowhere is never replaced."""
    return place(needed(typed), told)


def hours(typed: str) -> AgreedHours | None:
    """Hours of "09:00-18:00 weekdays", "9am-5:30pm Mon-Fri", or "always"; None for "-"."""
    if is_nothing(typed):
        return None
    text = folded(typed).strip().lower()
    if text in ALWAYS or hours_in(text) == ALL_DAY:
        return AgreedHours(*ALL_DAY, EVERY_DAY)
    times, days = times_in(text), weekdays_in(text)
    days = days or ("" if _NOT_OF_HOURS.sub("", text) else WEEKDAYS)
    if len(times) != len(ALL_DAY) or not days or not isinstance(days, str):
        raise RefusedAnswerError("time-of-day" if LIKE_HOURS.fullmatch(text) and not times else "interview-hours")
    start, until = times
    if start < _NOON and until <= start and _SHORT_END.search(text):
        # "9-5" is hardly until 5 in the morning, and nobody is to be called at night who did not say so.
        afternoon = f"{int(until[:2]) + 12:02d}{until[2:]}"
        raise RefusedAnswerError(
            "interview-hours-of-night", mend=(typed, f"{start}-{afternoon} {days}"), until=until, meant=afternoon
        )
    return AgreedHours(start, until, days)


def kinds_of_device(typed: str) -> tuple[str, ...]:
    """The kind of each MFA device; nothing if there is none, or if nobody knows."""
    if is_nothing(typed):
        return ()
    found: list[str] = []
    for part in parts(typed):
        word, count = (part, 1) if word_for(part, MFA_KINDS) else device(part)
        found += [one_of(word, MFA_KINDS)] * count
    if not found:
        raise RefusedAnswerError("choice", nearest="", all=", ".join(MFA_KINDS))
    return tuple(found)


def numbers_on_seals(typed: str) -> tuple[str, ...] | None:
    """The number of each seal; () for "none", None for "-"."""
    if says_none(typed):
        return ()
    return None if is_nothing(typed) else tuple(as_type(fields.SealNumber, part) for part in parts(typed))
