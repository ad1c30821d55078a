"""How is read where an alert arrives, who administers what guards the keys, and how one gets in on the worst day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from runbook.interview.answers import Answers, EmergencyUsers, NamedAlert, NamedPhone, NamedSessions, NamedVendor
from runbook.interview.people import called_number, registered_number, some
from runbook.interview.reading import RefusedAnswerError, as_type, one_of, parts, yes_no_or_unknown
from runbook.interview.vocabulary import is_nothing, plain, region_called, says_every_region, says_none, word_for
from runbook.organisation import SIGN_IN_REGIONS, fields
from runbook.text.characters import folded
from runbook.text.regions import is_region

ALL = ("all", "すべて", "全部")
WITH_ROOT = ("with root", "same as root", "same place as root", "ルートと同じ", "ルートと同じ場所")
# What guards keys, as it is typed, and what of it there may be none of.
ORGANIZATION, VAULT, MAIL, DOMAINS, PHONE, IDENTITY, PIPELINE = GUARDS = (
    *("organization", "vault", "mail", "domains", "phone", "idp", "pipeline"),
)
MAY_BE_NONE = (IDENTITY, PIPELINE)
_BEFORE_WORDS = re.compile(r"(?<=[0-9０-９])\s+(?=[^\W\d])")  # between a number and what works on it
_LABEL = re.compile(r"^[^0-9０-９+＋(（]+(?=[0-9０-９+＋(（])")  # what it is called
_AND = re.compile(r"\s+and\s+|\s*と\s*")
_THERE_IS_NO = re.compile(r"no (?P<guard>[^:：]+)|(?P<ja>[^:：]+?)(?:は)?(?:なし|ない|無し|ありません)", re.IGNORECASE)
NONE = "none"
_SMS, _VOICE = _CHANNELS = ("sms", "voice")


def alert(typed: str) -> NamedAlert | None:
    """The alert of "place, Region, Region"; None for "-"."""
    if is_nothing(typed):
        return None
    found = [(part, _regions(part)) for part in parts(typed)]
    regions = tuple(dict.fromkeys(region for _, named in found for region in named))
    destination = ", ".join(part for part, named in found if not named)
    if not regions or not destination:
        raise RefusedAnswerError("interview-alert")
    return NamedAlert(as_type(fields.Text, destination), regions)


def _regions(part: str) -> tuple[str, ...]:
    """The Regions that a part of an answer names.

    Of "all Regions" those in which a root sign-in is recorded: of the others nobody could say later which they were.
    """
    if says_every_region(part):
        return SIGN_IN_REGIONS
    named = [region_called(each) for each in _AND.split(part)]
    if all(named):
        return tuple(named)
    return tuple(part.split()) if all(map(is_region, part.split())) else ()


def guarding(typed: str, told: Answers) -> tuple[str, ...] | None:
    """The people who have a key of a guard; () for "none", None for "-"."""
    if says_none(typed):
        return ()
    return None if is_nothing(typed) else some(typed, told)


# --- Who administers what guards the keys ---------------------------------------------------------------------------


def guards_of(told: Answers) -> tuple[str, ...]:
    """What guards keys in this company, as far as it was told."""
    there_is = {
        ORGANIZATION: told.management is not None,
        VAULT: any(place.is_digital for place in told.places()),
        PHONE: told.has_phone,
    }
    return tuple(guard for guard in GUARDS if there_is.get(guard, True))


def guards(typed: str, told: Answers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What guards keys, each with its administrators; what is not known is not among it. Nothing for "-"."""
    return _once(pair for line in _lines(typed) for pair in guard(line, told))


def guard(line: str, told: Answers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a line "mail, domains: people" says of each; nothing for "-" after the colon."""
    named, people = _halves(_turned(line, guards_of(told)), guards_of(told), told)
    if is_nothing(people) and not says_none(people):
        return ()
    if not says_none(people):
        return tuple((each, some(people, told)) for each in named)
    if strange := [each for each in named if each not in MAY_BE_NONE]:
        raise RefusedAnswerError("interview-guard-none", guard=strange[0], some=", ".join(MAY_BE_NONE))
    return tuple((each, ()) for each in named)


def watchers(typed: str, told: Answers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whom an alert on an act of administration reaches, by what guards keys. Nothing for "-"."""
    return _once(pair for line in _lines(typed) for pair in watcher(line, told))


def watcher(line: str, told: Answers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a line "organization, mail: people" says of each whose administrators were told."""
    named, people = _halves(_turned(line, watched(told)), watched(told), told)
    return tuple((each, some(people, told)) for each in named)


def is_whole(line: str) -> bool:
    """Whether a line says all there is to say: "-", or something of all guards."""
    return is_nothing(line) or line.replace("：", ":").partition(":")[0].strip().lower() in ALL


def watched(told: Answers) -> tuple[str, ...]:
    """What has administrators, so that an alert can tell what they do."""
    return tuple(name for name, admins in told.guards if admins)


def _lines(typed: str) -> list[str]:
    return [] if is_nothing(typed) else typed.splitlines()


def _once(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same; RefusedAnswerError if two lines say something of one guard: the later would win unseen."""
    found: dict[str, tuple[str, ...]] = {}
    for name, people in pairs:
        if name in found:
            raise RefusedAnswerError("interview-id-twice", id=name)
        found[name] = people
    return tuple(found.items())


def _halves(line: str, known: Sequence[str], told: Answers) -> tuple[tuple[str, ...], str]:
    """What stands before the colon of a line, each a known guard or all of them, and what stands after it."""
    named, colon, people = line.replace("：", ":").partition(":")
    if not colon or not people.strip() or not named.strip():
        raise RefusedAnswerError("interview-guard", guards=", ".join(known))
    return tuple(_guards(named, known, told)), people


def _turned(line: str, known: Sequence[str]) -> str:
    """A line with what is guarded before the colon, also if it was typed behind it."""
    if (match := _THERE_IS_NO.fullmatch(line.strip())) and word_for(match["guard"] or match["ja"], known):
        return f"{match['guard'] or match['ja']}: {NONE}"
    before, colon, behind = line.replace("：", ":").partition(":")
    is_guard = [bool(half.strip()) and all(word_for(part, known) for part in parts(half)) for half in (before, behind)]
    return f"{behind.strip()}: {before.strip()}" if colon and is_guard == [False, True] else line


def _guards(named: str, known: Sequence[str], told: Answers) -> Iterator[str]:
    """A guard by its word; that of a digital place by the name of the place, too."""
    vaults = [plain(place.name) for place in told.places() if place.is_digital]
    for part in parts(named):
        if part.lower() in ALL:
            yield from known
        else:
            yield VAULT if VAULT in known and plain(part) in vaults else one_of(part, known)


# --- Ways in --------------------------------------------------------------------------------------------------------


def sessions(typed: str) -> NamedSessions | None:
    """Whether they are switched on, of "y", "n" or "y, role"; None if nobody knows."""
    answer, *role = parts(typed) or [""]
    are_on = yes_no_or_unknown(answer)
    if are_on is None:
        return None
    if role and not are_on:
        raise RefusedAnswerError("interview-yes-or-no")
    return NamedSessions(are_on, as_type(fields.Name, ", ".join(role)) if role else None)


def phone(typed: str, told: Answers) -> NamedPhone | None:
    """The registered telephone of "number, sms, voice"; None for "-". AWS takes it with its country code only."""
    if is_nothing(typed):
        return None
    bare = _LABEL.sub("", typed.strip())
    number, *works = parts(_AND.sub(", ", _BEFORE_WORDS.sub(", ", bare, 1))) or [""]
    said = {word_for(each, _CHANNELS) for each in works}
    if not said <= set(_CHANNELS):
        raise RefusedAnswerError("interview-phone")
    return NamedPhone(registered_number(number, told), sms=_SMS in said, voice=_VOICE in said)


def vendor(typed: str, told: Answers) -> NamedVendor | None:
    """A firm of "name, number", or of its name alone; None for "-"."""
    if is_nothing(typed):
        return None
    *name, last = parts(typed) or [""]
    if not re.search("[0-9]{3}", folded(last)) or not name:
        return NamedVendor(as_type(fields.Name, ", ".join([*name, last])))
    return NamedVendor(as_type(fields.Name, ", ".join(name)), called_number(last, told))


def emergency_users(typed: str, told: Answers) -> EmergencyUsers | None:
    """Who gets in and how, of "people: how"; nobody for "with root"; None for "-"."""
    if is_nothing(typed):
        return None
    if typed.strip().lower() in WITH_ROOT:
        if not told.has_safe:
            raise RefusedAnswerError("interview-emergency-places")
        return EmergencyUsers()
    people, colon, how = typed.replace("：", ":").partition(":")
    if not colon or not how.strip():
        raise RefusedAnswerError("interview-emergency")
    return EmergencyUsers(some(people, told), as_type(fields.Name, how.strip()))
