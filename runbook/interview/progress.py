"""How far the conversation is: a pure function of what was typed, so that any answer can be corrected at any time."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runbook.interview.answers import Answers
from runbook.interview.question import Question
from runbook.interview.questions import QUESTIONS
from runbook.interview.reading import RefusedAnswerError, refuse_secret

if TYPE_CHECKING:
    from runbook.errors import Problem
    from runbook.knowledge.language import Language


EVERY_QUESTION = frozenset(question.name for question in QUESTIONS)
TAKEN = frozenset(question.name for question in QUESTIONS if question.is_taken)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question whose answer was refused, and why; no problem if it was not answered."""

    question: Question
    problem: Problem | None


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
    """Who asks: the language of the conversation, and what the machine itself proposes, by question."""

    language: Language
    proposals: Mapping[str, str] = field(default_factory=dict)

    def proposed(self, question: Question, told: Answers) -> str | None:
        """The answer that an empty line gives to a question; None if it has to be typed."""
        return self.proposals.get(question.name) or question.proposed(told, self.language)


def progress(typed: Mapping[str, str], asker: Asker, *, by_proposal: Container[str] = ()) -> Progress:
    """All questions in order with what was typed for each, and of some what is proposed where nothing was.

    Later questions see only what could be read of the earlier ones, and do not apply without what they build on.
    """
    told = Answers()
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
            refuse_secret(question.name, answer)
            value = question.read(answer, told)
            told = told.with_answer(question.name, value)
            answered.append((question, question.again(value, answer)))
        except RefusedAnswerError as refused:
            missing.append(Refusal(question, refused.problem))
    return Progress(told, tuple(answered), tuple(missing))


def refused_line(question: Question, line: str, told: Answers) -> Problem | None:
    """Why a line of a longer answer cannot stay, after what was told before; None if it can."""
    try:
        refuse_secret(question.name, line)
        if question.line is not None and not question.ends_with(line):
            question.line(line, told)
    except RefusedAnswerError as refused:
        return refused.problem
    return None
