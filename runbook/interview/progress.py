"""How far the conversation is: a pure function of what was typed, so that any answer can be corrected at any time."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from runbook.interview.answers import Answers
from runbook.interview.question import Question
from runbook.interview.questions import QUESTIONS
from runbook.interview.reading import RefusedAnswerError, mended, refuse_secret

if TYPE_CHECKING:
    from datetime import date

    from runbook.errors import Problem
    from runbook.knowledge.language import Language


EVERY_QUESTION = frozenset(question.name for question in QUESTIONS)
TAKEN = frozenset(question.name for question in QUESTIONS if question.is_taken)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question whose answer was refused, and why; no problem if it was not answered.

    ``line`` is the answer as it may have been meant, if it can stand then; it may be taken in place of the other.
    """

    question: Question
    problem: Problem | None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What was told, by which answers (people by id), and which questions are open, in their order."""

    told: Answers
    answered: tuple[tuple[Question, str], ...]
    open: tuple[Refusal, ...]

    @property
    def next(self) -> Refusal | None:
        """The first open question; None at the end."""
        return next(iter(self.open), None)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the language of the conversation, what the machine itself proposes, by question, and the day."""

    language: Language
    proposals: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None

    def proposed(self, question: Question, told: Answers) -> str | None:
        """The answer that an empty line gives to a question; None if it has to be typed."""
        return self.proposals.get(question.name) or question.proposed(told, self.language)


def progress(typed: Mapping[str, str], asker: Asker, *, by_proposal: Container[str] = ()) -> Progress:
    """All questions in order with what was typed for each, and of some what is proposed where nothing was.

    Later questions see only what could be read of the earlier ones, and do not apply without what they build on.
    """
    told = Answers(today=asker.day)
    answered: list[tuple[Question, str]] = []
    missing: list[Refusal] = []
    for question in QUESTIONS:
        if not question.applies(told):
            continue
        answer = typed.get(question.name)
        if answer is None and question.name in by_proposal:
            answer = asker.proposed(question, told)
        if answer is None:
            missing.append(Refusal(question, None))
            continue
        try:
            value = _value(question, answer, told=told)
            told = told.with_answer(question.name, value)
            answered.append((question, question.again(value, answer)))
        except RefusedAnswerError as refused:
            missing.append(_refusal(question, answer, refused, partial(_value, question, told=told)))
    return Progress(told, tuple(answered), tuple(missing))


def _value(question: Question, answer: str, *, told: Answers) -> object:
    refuse_secret(question.name, answer)
    return question.read(answer, told)


def refused_line(question: Question, line: str, told: Answers) -> Refusal | None:
    """Why a line of a longer answer cannot stay, after what was told before; None if it can."""
    try:
        _line(question, line, told)
    except RefusedAnswerError as refused:
        return _refusal(question, line, refused, lambda again: _line(question, again, told))
    return None


def refused_answer(question: Question, answer: str, told: Answers) -> Refusal | None:
    """Why an answer as a whole cannot stay; None if it can."""
    try:
        _value(question, answer, told=told)
    except RefusedAnswerError as refused:
        return Refusal(question, refused.problem)
    return None


def line_as_read(question: Question, line: str, told: Answers) -> str:
    """What a line that can stay was read as; "" if there is nothing to show."""
    value = _line(question, line, told)
    return question.as_read(value) if value is not None else ""


def _line(question: Question, line: str, told: Answers) -> object:
    refuse_secret(question.name, line)
    return question.line(line, told) if question.line is not None and not question.ends_with(line) else None


def _refusal(question: Question, typed: str, refused: RefusedAnswerError, read: Callable[[str], object]) -> Refusal:
    return Refusal(question, refused.problem, mended(read, typed, refused))
