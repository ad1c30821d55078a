"""How places are read in an answer, and what lies in them: kind, name, hours and openers; devices; numbers on seals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from runbook.config.meant import ALL_DAY, EVERY_DAY, WEEKDAYS, hours_in, times_in, weekdays_in
from runbook.interview.answers import CARRIED, VAULT, AgreedHours, NamedDevice, NamedPlace
from runbook.interview.carrying import carrier, halves
from runbook.interview.people import groups, squeezed
from runbook.interview.reading import RefusedAnswerError, as_type, needed, one_of, parts
from runbook.interview.vocabulary import SAME, device, is_nothing, kind_called, kind_within, plain, says_none, word_for
from runbook.organisation import fields
from runbook.text.characters import folded

if TYPE_CHECKING:
    from runbook.interview.answers import Answers

ALWAYS = ("always", "any time", "anytime", "常時", "いつでも", "24/7")
PLACE_KINDS = ("safe", "cabinet", "bank", "vault")
CODES_IN_A_VAULT = "vault-entry"
MFA_KINDS = ("security-key", "totp-token", "authenticator-app", "phone", "tablet", CODES_IN_A_VAULT)

LIKE_HOURS = re.compile(
    r"\s*(?:平日|毎日)?\s*(?:午前|朝)?[0-9]{1,2}(?::[0-9]{2}|時半?| ?[ap]m)\s*[-–〜~].*", re.IGNORECASE
)
_NOT_OF_HOURS = re.compile(r"[0-9:.\s–〜~-]|am|pm|from|to|until|時|半|分|から|まで|午前|午後|朝|夕方|夜")
_NOON = "12:00"
_SHORT_END = re.compile(
    r"(?:[-–〜~]|\b(?:to|until|till)\b|から)\s*[1-9](?![0-9])(?!\S*\s*am)"
)  # an hour that a clock of 24 hours shows as 05
_CODES_OF = re.compile(
    r"^(?:in|codes in|stored in)\s+|\s*(?:totp|codes?|one[- ]time passwords?|otp|app|に保存|に登録|内)$", re.IGNORECASE
)
# Who opens a place stands after the last colon that is none of a time of day.
_OPENED_BY = re.compile(r"(?P<place>.*\S)\s*(?:：|:(?![0-9]{2}(?![0-9])))\s*(?P<people>.+)")


def place(typed: str, told: Answers) -> NamedPlace | None:
    """A place of "kind, name, hours: openers", the last two if they were typed, or the name of one told already.

    None if nobody knows. The kind may be left out where the name tells it: "1Password", "Safe in the archive". What
    somebody has with them lies in a place that they alone open.
    """
    if is_nothing(typed):
        return None
    if carried := _carried(typed, told):
        return carried
    match = _OPENED_BY.fullmatch(typed.strip())
    openers = groups(match["people"], told) if match else ()
    words = match["place"].strip() if match else typed.strip()
    for known in told.places():
        if squeezed(words) == squeezed(known.name):
            return replace(known, openers=openers)
    if plain(words) in SAME and told.places():
        return replace(told.places()[-1], openers=openers)
    called = parts(words)
    agreed = hours(called.pop()) if len(called) > 1 and LIKE_HOURS.fullmatch(folded(called[-1])) else None
    kind, name = _kind_and_name(called)
    return NamedPlace(kind, as_type(fields.Name, name), agreed, openers)


def _carried(typed: str, told: Answers) -> NamedPlace | None:
    """What one person has with them; they open it, also where that is said once more behind a colon."""
    words, colon, people = typed.replace("：", ":").rpartition(":")
    for text, openers in ((typed, ""), *([(words, people)] if colon else [])):
        who = carrier(text, told)
        if who is not None and (not openers or groups(openers, told) == ((who,),)):
            name = next(each.name for each in told.people if each.id == who)
            return NamedPlace(CARRIED, name, openers=((who,),))
    return None


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
    on_paper = next((each.name for each in told.places() if each.has_lock), "")
    return place(needed(typed, on_paper), told)


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


def devices(typed: str, told: Answers) -> tuple[NamedDevice, ...]:
    """The kind of each MFA device, and where it lies if that was said; nothing if there is none, or nobody knows."""
    if is_nothing(typed):
        return ()
    found = [device for part in parts(typed) for device in _devices(part, told)]
    if not found:
        raise RefusedAnswerError("choice", nearest="", all=", ".join(MFA_KINDS))
    return tuple(found)


def _devices(part: str, told: Answers) -> list[NamedDevice]:
    """Those of one part of the answer. A product that keeps passwords says that it shows the codes."""
    if kind := word_for(part, MFA_KINDS):
        return [NamedDevice(kind)]
    word, count = device(part)
    if kind := word_for(word, MFA_KINDS):
        return [NamedDevice(kind)] * count
    named, where = halves(part, told)
    in_vault = kind_within(where or part) == VAULT
    if in_vault:
        product = where or _CODES_OF.sub("", part).strip()
        return [NamedDevice(CODES_IN_A_VAULT, product)]
    if where and (kind := word_for(named, MFA_KINDS)):
        return [NamedDevice(kind, where)]
    if (who := carrier(part, told)) is not None and (kind := _phone_in(part)):
        return [NamedDevice(kind, next(each.name for each in told.people if each.id == who))]
    return [NamedDevice(one_of(word, MFA_KINDS))] * count


def _phone_in(part: str) -> str:
    """The kind of telephone or tablet with whose name a text ends; "" if it ends otherwise."""
    ending = (plain(part)[at:] for at in range(len(part)))
    return next((kind for word in ending if (kind := word_for(word, ("phone", "tablet")))), "")


def numbers_on_seals(typed: str) -> tuple[str, ...] | None:
    """The number of each seal; () for "none", None for "-"."""
    if says_none(typed):
        return ()
    return None if is_nothing(typed) else tuple(as_type(fields.SealNumber, part) for part in parts(typed))
