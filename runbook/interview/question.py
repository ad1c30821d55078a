"""What a question is, and what is proposed where nothing is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.interview import reading

if TYPE_CHECKING:
    from runbook.interview.told import Told
    from runbook.knowledge.language import Language


def _always(_: Told) -> bool:
    return True


def _nothing_proposed(_: Told, __: Language) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its sentences stand under its name in ``interview.yaml``.

    ``applies`` says whether it is asked after what was told before; ``read`` makes the field of `Told` of what was
    typed, or fails with RefusedAnswerError; ``proposed`` is the answer of an empty line, None if it has to be typed.
    ``line`` reads one line of an answer that has several, ``ends_with`` says that a line is the last.
    ``is_about_people``: it is asked with the list of people.
    """

    name: str
    read: Callable[[str, Told], object]
    applies: Callable[[Told], bool] = _always
    proposed: Callable[[Told, Language], str | None] = _nothing_proposed
    line: Callable[[str, Told], object] | None = None
    ends_with: Callable[[str], bool] = lambda _: False
    is_about_people: bool = False


def fixed(answer: str) -> Callable[[Told, Language], str]:
    """Always the same answer."""
    return lambda _, __: answer


def in_words(key: str) -> Callable[[Told, Language], str]:
    """A sentence of the language, below ``interview.proposed``."""
    return lambda _, language: language.words(f"interview.proposed.{key}")


def first_two(told: Told, _: Language) -> str:
    """The first people, as many as must approve."""
    return ", ".join(person.id for person in told.people[: reading.LEAST_APPROVERS])


def besides(*taken: Callable[[Told], tuple[str, ...]]) -> Callable[[Told, Language], str]:
    """The first person who does none of what is named already; the last one if all do."""

    def proposed(told: Told, _: Language) -> str:
        busy = {person for each in taken for person in each(told)}
        free = [person.id for person in told.people if person.id not in busy]
        return free[0] if free else told.people[-1].id

    return proposed


def first_opener(groups: Callable[[Told], tuple[tuple[str, ...], ...]]) -> Callable[[Told, Language], str | None]:
    """The first who opens a place, and is not the custodian of the other half."""

    def proposed(told: Told, _: Language) -> str | None:
        openers = (person for group in groups(told) for person in group)
        return next((person for person in openers if (person,) != told.password_custodian), None)

    return proposed


def first_place(told: Told, _: Language) -> str | None:
    """The first place in which paper can lie."""
    return next((place.name for place in told.places() if not place.is_digital), None)


def listed_management(told: Told, _: Language) -> str | None:
    """The management account that the list names, if it is in the list; "-" for a single account."""
    known = {account.id for account in told.accounts}
    named = {account.organization for account in told.accounts if account.organization}
    if len(named & known) == 1:
        return (named & known).pop()
    return "-" if len(known) == 1 else None
