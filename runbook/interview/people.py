"""How people are read in an answer: with name and number, and later by number in the list, id or any of their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from runbook.interview.answers import NamedPerson
from runbook.interview.reading import RefusedAnswerError, address, as_type, parts
from runbook.interview.vocabulary import EVERYBODY, is_nothing, is_unknown, plain
from runbook.organisation import fields
from runbook.organisation.numbers import JAPAN, international, lacks_country
from runbook.organisation.parsers import IDENTIFIER
from runbook.text.characters import folded
from runbook.text.nearest import a_dozen, near_one

if TYPE_CHECKING:
    from runbook.interview.answers import Answers

LEAST_APPROVERS = 2

_NUMBERS = re.compile(r"[0-9]+(?:\s+[0-9]+)+")  # people by number, with blanks between
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_MARKS = re.compile("[\u0300-\u036f]")
_TOGETHER = re.compile(r"[+＋&＆]")
_AND = re.compile(r"\s+and\s+|\s*[と&＆]\s*")
_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|mx)\.?\s+|\s*(?:さん|さま|様|氏|殿)$", re.IGNORECASE)
_OFFICE = re.compile(r"^(?:dr|prof)\.?\s+|(?<=.)(?:部長|次長|課長|係長|社長|専務|常務|室長|店長|主任)$", re.IGNORECASE)
# A name and a number with only a blank between them.
_NAME_AND_NUMBER = re.compile(
    r"([^,，、;；:：@0-9０-９+＋]*[^,，、;；:：@0-9０-９+＋\s–-])\s+(?:[–-]\s+)?([+＋]?[0-9０-９(][0-9０-９()\s−–－-]{7,})"
)


def person(line: str, told: Answers) -> NamedPerson:
    """A person of "name, number"; an address and an id may follow, in any order. Without an id it is still ""."""
    name, *others = parts(_NAME_AND_NUMBER.sub(r"\1, \2", line.strip())) or [""]
    phone, email, own_id = "", None, ""
    for part in others:
        if "@" in folded(part) or re.search(r"\sat\s", part):
            email = address(part)
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
    line = international(folded(typed), told.time_zone)
    if lacks_country(folded(typed).strip(), told.time_zone) and _is_at_home(line, told):
        return _of_home(typed, told)
    try:
        return as_type(fields.Phone, typed)
    except RefusedAnswerError as refused:
        # As in a config: only in Japan is a number without a country code measured by the rule of Japan.
        if refused.problem.rule == "phone-length-japan" and told.time_zone not in ("", *JAPAN) and "+" not in typed:
            return _of_home(typed, told)
        if refused.problem.rule == "phone-country" and line:
            return _of_home(typed, told)
        raise


def registered_number(typed: str, told: Answers) -> str:
    """A number as AWS has it, always with its country code; in Japan one that begins with 0 is one of Japan."""
    line = international(folded(typed), told.time_zone)
    if "+" not in folded(typed) and (line or lacks_country(folded(typed).strip(), "")):
        return _of_home(typed, told)
    return as_type(fields.Phone, typed)


def _of_home(typed: str, told: Answers) -> str:
    """A number that only those at home can dial, with the code of the company's country.

    Outside Japan it is asked once whether that is the country: a number of somebody else that has its code already
    answers that, too.
    """
    line = international(folded(typed), told.time_zone)
    if not _is_at_home(line, told):
        raise RefusedAnswerError("phone-no-country", mend=(typed, line), line=line)
    return as_type(fields.Phone, line)


def _is_at_home(line: str, told: Answers) -> bool:
    """Whether a number made of one of home is known to have the right code."""
    code = line.partition(" ")[0]
    return bool(line) and (
        told.time_zone in JAPAN or any(f"{each.phone} ".startswith(f"{code} ") for each in told.people)
    )


def people(typed: str, told: Answers) -> tuple[NamedPerson, ...]:
    """A person for each line, each with an id of their own: the typed one, else their last name in ASCII."""
    found: list[NamedPerson] = []
    for number, line in enumerate(typed.splitlines(), 1):
        read = person(line, replace(told, people=tuple(found)))
        name = read.id or _id_of(read.name) or f"p{number}"
        taken = [other.id for other in found]
        if read.id in taken:
            raise RefusedAnswerError("interview-id-twice", id=read.id)
        unique = name if name not in taken else f"{name}-{number}"
        found.append(NamedPerson(unique, read.name, read.phone, read.email))
    if len(found) < LEAST_APPROVERS:
        raise RefusedAnswerError("interview-one-person")
    return tuple(found)


def so_far(lines: Sequence[str], told: Answers) -> Answers:
    """What is known when the next person is typed: those of the lines before."""
    found: Answers = told
    for line in lines:
        found = replace(found, people=(*found.people, person(line, found)))
    return found


def _id_of(name: str) -> str:
    """The last word of a name in ASCII letters, small; "" if it is written otherwise."""
    bare = _without_marks(_IN_BRACKETS.sub("", name)).strip()
    last = bare.rsplit(maxsplit=1)[-1].lower() if bare.isascii() and bare else ""
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
        if squeezed(text) in (squeezed(each.id), squeezed(each.name)):
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
    """The words of a name, by each of which somebody may be called; what stands in brackets is their office."""
    return [_called(word) for word in re.split(r"[\s()（）・]+", name) if word]


def _called(name: str) -> str:
    """A name without its blanks, and without what stands before or after it out of courtesy or for an office."""
    return squeezed(_OFFICE.sub("", _HONORIFIC.sub("", name.strip())))


def squeezed(name: str) -> str:
    """A name without its blanks and the marks on Latin letters, small and large letters alike."""
    return re.sub(r"\s", "", _without_marks(name)).lower()


def _without_marks(name: str) -> str:
    """Ciaran for Ciarán; the marks of kana make other letters, and stay."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", name)))
