"""The conversation of `runbook init` at a terminal, and the same answers given as options."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.assessment import read_config
from runbook.config.source import source_of
from runbook.errors import ConfigError, Problem, RunbookError
from runbook.interview import EVERY_QUESTION, QUESTIONS, TAKEN, Asker, Progress, Question, draft, progress, refused_line
from runbook.interview.reading import RefusedAnswerError, as_type
from runbook.knowledge.loading import shipped_knowledge
from runbook.organisation import fields
from runbook.text.nearest import suggested

if TYPE_CHECKING:
    from datetime import date

    from runbook.cli.console import Console
    from runbook.interview.answers import Answers
    from runbook.knowledge.language import Language

PROMPT = "> "  # what is proposed stands above: a long prompt would leave no room to type
BACK = ("<", "＜")
_ZONES = "zoneinfo/"
_NO_PLACE = ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Universal", "GMT")  # of a machine, not of a company


def given(
    company: str | None, people: Sequence[str], accounts: Path | None, answers: Sequence[str]
) -> Mapping[str, str]:
    """The answers given as options; ConfigError for a question that does not exist."""
    typed = {"company": company, "people": "\n".join(people), "accounts": str(accounts) if accounts else None}
    known = [question.name for question in QUESTIONS]
    strange = []
    for answer in answers:
        name, _, value = answer.partition("=")
        if name in known:
            typed[name] = value
        else:
            strange.append(Problem.of("interview-question", "--answer", value=name[:40], **suggested(name, known)))
    if strange:
        raise ConfigError(tuple(strange))
    return {name: value for name, value in typed.items() if value}


def asker_of(language: Language, environment: Mapping[str, str] = os.environ) -> Asker:
    """Who asks: it proposes the reader's language, and the time zone that this machine is set to."""
    zone = machine_zone(environment)
    return Asker(language, {"languages": language.code} | ({"time_zone": zone} if zone else {}))


def machine_zone(environment: Mapping[str, str]) -> str | None:
    """The IANA name of the machine's time zone; None if it has none that says where a company is."""
    name = environment.get("TZ", "").removeprefix(":")
    if not name:
        try:
            name = str(Path("/etc/localtime").readlink()).rpartition(_ZONES)[2]
        except OSError:
            return None
    try:
        return None if name in _NO_PLACE else as_type(fields.TimeZone, name)
    except RefusedAnswerError:
        return None


def by_options(typed: Mapping[str, str], asker: Asker, config: Path, day: date) -> tuple[str, Progress]:
    """The config made of what was given, and what is proposed for the rest; ConfigError if that is not enough."""
    reached = progress(typed, asker, by_proposal=EVERY_QUESTION)
    if reached.open:
        raise ConfigError(
            tuple(
                replace(refusal.problem, where=refusal.question.name)
                if refusal.problem
                else Problem.of(
                    "interview-unanswered", name=refusal.question.name, ask=_ask(asker.language, refusal.question)
                )
                for refusal in reached.open
            )
        )
    return _checked(reached, asker.language, config, day), reached


def sample(language: Language, config: Path, day: date) -> str:
    """The config of an invented company, in the words of a language."""
    answers = language.branch("interview.sample")
    typed = {str(name): str(answer) for name, answer in answers.items()} if isinstance(answers, Mapping) else {}
    return _checked(progress(typed, Asker(language), by_proposal=EVERY_QUESTION), language, config, day, is_sample=True)


def converse(console: Console, asker: Asker, typed: Mapping[str, str], config: Path, day: date) -> tuple[str, Progress]:
    """Ask what is open until all is answered and confirmed; the config, and what it was made of."""
    say, answers, taken = console.language.say, dict(typed), set(TAKEN)
    console.tell(say("interview.start", file=config))
    proposals = dict(asker.proposals)
    while True:
        asker = Asker(asker.language, proposals)
        reached = progress(answers, asker, by_proposal=taken)
        answers |= {question.name: answer for question, answer in reached.answered if question.name in answers}
        refusal = reached.next
        if refusal is None:
            number = _confirmed(console, reached, answers)
            if number is None:
                try:
                    return _checked(reached, asker.language, config, day), reached
                except RunbookError as error:  # rules between answers; any of them may be corrected
                    console.show_problems(error)
                    continue
            question, answer_so_far = reached.answered[number]
            proposals[question.name] = answers.pop(question.name, answer_so_far)
            taken.discard(question.name)
            continue
        if refusal.problem is not None:
            console.tell_problem(refusal.problem)
            answers.pop(refusal.question.name, None)
        asked = [question.name for question, _ in reached.answered if question.name in answers]
        answer = _answer(console, asker, refusal.question, reached, asked)
        if answer is not None:
            answers[refusal.question.name] = answer
        elif asked:
            proposals[asked[-1]] = answers.pop(asked[-1])
        else:
            console.tell(say("interview.first_question"))


def _answer(console: Console, asker: Asker, question: Question, reached: Progress, asked: Sequence[str]) -> str | None:
    """What is typed for a question after those that were asked, or its proposal; None for going back."""
    language = console.language
    proposal = asker.proposed(question, reached.told)
    order = [each.name for each in QUESTIONS]
    before = [one for one in asked if order.index(one) < order.index(question.name)]
    console.tell("", f"({len(before) + 1}) {_ask(language, question)}")
    for line in language.words(f"interview.questions.{question.name}.why").splitlines():
        console.tell(f"    {line}")
    if question.is_about_people:
        people = (f"{number} {person.id} ({person.name})" for number, person in enumerate(reached.told.people, 1))
        console.tell(f"    {language.say('interview.people_so_far', people=', '.join(people))}")
    for line in proposal.splitlines() if proposal is not None else ():
        console.tell(f"    {language.say('interview.proposal', proposal=line)}")
    if question.line is not None:
        return _lines(console, question, proposal, reached.told)
    while True:
        typed = console.ask(PROMPT).strip()
        if typed in BACK:
            return None
        if typed or proposal is not None:
            return typed or proposal


def _lines(console: Console, question: Question, proposal: str | None, told: Answers) -> str | None:
    """Lines up to an empty one, each judged when it is typed; None for going back."""
    lines: list[str] = []
    console.tell(f"    {console.language.words('interview.each_line')}")
    while True:
        typed = console.ask(PROMPT).strip()
        if typed in BACK:
            return None
        if not typed and (lines or proposal is not None):
            return "\n".join(lines) or proposal
        if not typed:
            continue
        if problem := refused_line(question, typed, told):
            console.tell_problem(problem)
            continue
        lines.append(typed)
        if question.ends_with(typed) and len(lines) == 1:
            return typed


def _confirmed(console: Console, reached: Progress, asked: Container[str]) -> int | None:
    """Show what was told, what was taken unasked too. The index of the answer to correct; None if all is right."""
    language = console.language
    console.tell("", language.words("interview.summary"))
    for number, (question, answer) in enumerate(reached.answered, 1):
        shown = " / ".join(answer.splitlines())
        key = "interview.summary_line" if question.name in asked else "interview.summary_taken"
        console.tell(language.say(key, number=number, ask=_ask(language, question), answer=shown))
    while True:
        console.tell(language.words("interview.confirm"))
        typed = console.ask(PROMPT).strip()
        if not typed:
            return None
        if typed in BACK:
            return len(reached.answered) - 1
        if typed.isdecimal() and 0 < int(typed) <= len(reached.answered):
            return int(typed) - 1
        console.tell(language.say("interview.no_such_number", value=typed))


def _ask(language: Language, question: Question) -> str:
    return language.words(f"interview.questions.{question.name}.ask")


def _checked(reached: Progress, language: Language, config: Path, day: date, *, is_sample: bool = False) -> str:
    """The config, read as `check` will read it; errors as from `read_config`."""
    text = draft(reached.told, language, day, is_sample=is_sample)
    read_config(source_of(text.encode(), str(config)), shipped_knowledge())
    return text
