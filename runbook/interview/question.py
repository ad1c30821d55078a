"""What a question is, and what is proposed where nothing is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.interview import reading
from runbook.interview.answers import EmergencyUsers, NamedPlace

if TYPE_CHECKING:
    from runbook.interview.answers import Answers
    from runbook.knowledge.language import Language


def _always(_: Answers) -> bool:
    return True


def _nothing_proposed(_: Answers, __: Language) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its sentences stand under its name in ``interview.yaml``.

    ``applies`` says whether it is asked after what was told before; ``read`` makes the field of `Answers` of what was
    typed, or fails with RefusedAnswerError; ``proposed`` is the answer of an empty line, None if it has to be typed.
    ``line`` reads one line of an answer that has several, ``ends_with`` says that a line is the last.
    ``is_about_people``: it is asked with the list of people, and ``again`` is its answer with their ids: a number in
    the list means somebody else once the list is corrected. ``is_taken``: where something is proposed it is not asked,
    but shown at the end, where it can be corrected.
    """

    name: str
    read: Callable[[str, Answers], object]
    applies: Callable[[Answers], bool] = _always
    proposed: Callable[[Answers, Language], str | None] = _nothing_proposed
    line: Callable[[str, Answers], object] | None = None
    ends_with: Callable[[str], bool] = lambda _: False
    is_about_people: bool = False
    again: Callable[[object, str], str] = lambda _, typed: typed
    is_taken: bool = False


def in_ids(people: object, typed: str) -> str:
    """People, or groups of them, by their ids.

    Where nobody was named it is what was typed: that there is none is not the same as that nobody knows.
    """
    listed = people if isinstance(people, tuple) else ()
    return ", ".join(one if isinstance(one, str) else " + ".join(one) for one in listed) or typed


def place_in_ids(place: object, typed: str) -> str:
    """A place with those who open it, if they were named with it."""
    if not isinstance(place, NamedPlace) or not place.openers:
        return typed
    agreed = place.hours
    hours = f", {agreed.start}-{agreed.until} {agreed.days}" if agreed else ""
    return f"{place.kind}, {place.name}{hours}: {in_ids(place.openers, '')}"


def lines_in_ids(found: object, typed: str) -> str:
    """Lines of something and its people; nobody is that there is none of it."""
    pairs = found if isinstance(found, tuple) else ()
    return "\n".join(f"{name}: {in_ids(people, reading.THERE_IS_NONE[0])}" for name, people in pairs) or typed


def users_in_ids(users: object, typed: str) -> str:
    """Who gets in, and how."""
    if not isinstance(users, EmergencyUsers) or not users.people:
        return typed
    return f"{in_ids(users.people, '')}: {users.how}"


def fixed(answer: str) -> Callable[[Answers, Language], str]:
    """Always the same answer."""
    return lambda _, __: answer


def in_words(key: str) -> Callable[[Answers, Language], str]:
    """A sentence of the language, below ``interview.proposed``."""
    return lambda _, language: language.words(f"interview.proposed.{key}")


def with_root_or_unknown(told: Answers, language: Language) -> str:
    """What belongs to the emergency user lies with what belongs to root, if that lies anywhere."""
    return language.words("interview.proposed.emergency_users") if told.has_safe else reading.NOTHING[0]


def first_two(told: Answers, _: Language) -> str:
    """The first people, as many as must approve."""
    return ", ".join(person.id for person in told.people[: reading.LEAST_APPROVERS])


def besides(*taken: Callable[[Answers], tuple[str, ...]]) -> Callable[[Answers, Language], str]:
    """The first person who does none of what is named already; the last one if all do."""

    def proposed(told: Answers, _: Language) -> str:
        busy = {person for each in taken for person in each(told)}
        free = [person.id for person in told.people if person.id not in busy]
        return free[0] if free else told.people[-1].id

    return proposed


def first_opener(place: Callable[[Answers], NamedPlace | None]) -> Callable[[Answers, Language], str | None]:
    """The first who opens a place, and is not the custodian of the other half."""

    def proposed(told: Answers, _: Language) -> str | None:
        named = place(told)
        openers = (person for group in (told.openers_of(named) if named else ()) for person in group)
        return next((person for person in openers if (person,) != told.password_custodian), None)

    return proposed


def first_place(told: Answers, _: Language) -> str | None:
    """The first place in which paper can lie."""
    return next((place.name for place in told.places() if not place.is_digital), None)


def listed_management(told: Answers, _: Language) -> str | None:
    """The management account that the list names, if it is in the list; "-" for a single account."""
    known = {account.id for account in told.accounts}
    named = {account.organization for account in told.accounts if account.organization}
    if len(named & known) == 1:
        return (named & known).pop()
    return "-" if len(known) == 1 else None
