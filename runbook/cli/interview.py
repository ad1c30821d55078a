"""The conversation of `runbook init` at a terminal, and the same answers given as options."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.assessment import read_config
from runbook.config.source import source_of
from runbook.errors import ConfigError, Problem, RunbookError
from runbook.interview import (
    EVERY_QUESTION,
    QUESTIONS,
    TAKEN,
    Asker,
    Progress,
    Question,
    Refusal,
    draft,
    line_as_read,
    progress,
    refused_answer,
    refused_line,
)
from runbook.interview.reading import RefusedAnswerError, as_type
from runbook.interview.vocabulary import is_unknown, says_no_more, says_none
from runbook.knowledge.loading import shipped_knowledge
from runbook.organisation import fields
from runbook.text.characters import folded
from runbook.text.nearest import suggested

if TYPE_CHECKING:
    from datetime import date

    from runbook.cli.console import Console
    from runbook.interview.answers import Answers
    from runbook.knowledge.language import Language

PROMPT = "> "  # what is proposed stands above: a long prompt would leave no room to type
BACK = ("<", "＜")
_ZONES = "zoneinfo/"
_SIGNS = re.compile(r"[\s,、，;；:：〜~–-]")  # what people put between the parts of an answer
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
    reached = progress(typed, replace(asker, day=day), by_proposal=EVERY_QUESTION)
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
        asker = Asker(asker.language, proposals, day)
        reached = progress(answers, asker, by_proposal=taken)
        answers |= {question.name: answer for question, answer in reached.answered if question.name in answers}
        refusal = reached.next
        if refusal is None:
            question = _confirmed(console, reached, answers)
            if question is None:
                try:
                    return _checked(reached, asker.language, config, day), reached
                except RunbookError as error:  # rules between answers; any of them may be corrected
                    console.show_problems(error)
                    continue
            answered = {each.name: answer for each, answer in reached.answered}
            proposals[question.name] = answers.pop(question.name, answered[question.name])
            taken.discard(question.name)
            continue
        if refusal.problem is not None:
            _refuse(console, refusal)
            answers.pop(refusal.question.name, None)
        asked = [question.name for question, _ in reached.answered if question.name in answers]
        answer = _answer(console, asker, refusal, reached, asked)
        if answer is not None:
            answers[refusal.question.name] = answer
            _tell_back(console, refusal.question, answer, progress(answers, asker, by_proposal=taken))
        elif asked:
            proposals[asked[-1]] = answers.pop(asked[-1])
        else:
            console.tell(say("interview.first_question"))


def _refuse(console: Console, refusal: Refusal) -> None:
    """Why an answer cannot stand, and the line that Enter takes in its place, if one can be made."""
    if refusal.problem is not None:
        console.tell_problem(refusal.problem)
    if refusal.line:
        console.tell(f"  {console.language.say('interview.takes', line=refusal.line)}")


def _tell_back(console: Console, question: Question, answer: str, reached: Progress) -> None:
    """What an answer was read as, if it was typed in another form, or that it stays open."""
    if question.name not in {each.name for each, _ in reached.answered}:
        return
    read = question.as_read(getattr(reached.told, question.name)) if question.line is None else ""
    if question.stays_open and (is_unknown(answer) or (says_none(answer) and not question.may_be_none)):
        console.tell(f"  {console.language.words('interview.stays_open')}")
    elif read and not _says(answer, read):
        console.tell(f"  {console.language.say('interview.read_as', answer=read)}")


def _says(typed: str, read: str) -> bool:
    """Whether what was typed begins with what was read, but for blanks and the width of signs."""
    return _SIGNS.sub("", folded(typed)).lower().startswith(_SIGNS.sub("", folded(read)).lower())


def _answer(console: Console, asker: Asker, open_: Refusal, reached: Progress, asked: Sequence[str]) -> str | None:
    """What is typed for a question after those that were asked, or its proposal; None for going back."""
    language, question = console.language, open_.question
    proposal = open_.line or asker.proposed(question, reached.told)
    order = [each.name for each in QUESTIONS]
    before = [one for one in asked if order.index(one) < order.index(question.name)]
    console.tell("", f"({len(before) + 1}) {_ask(language, question)}")
    for line in language.words(f"interview.questions.{question.name}.why").splitlines():
        console.tell(f"    {line}")
    if question.is_about_people:
        people = (f"{number} {person.id} ({person.name})" for number, person in enumerate(reached.told.people, 1))
        console.tell(f"    {language.say('interview.people_so_far', people=', '.join(people))}")
    for line in proposal.splitlines() if proposal is not None and not open_.line else ():
        console.tell(f"    {language.say('interview.proposal', proposal=line)}")
    if question.line is not None:
        return _lines(console, question, proposal, reached.told)
    while True:
        typed = console.ask(PROMPT).strip()
        if typed in BACK:
            return None
        if typed or proposal is not None:
            return typed or proposal
        console.tell(f"  {language.words('interview.needs_answer')}")


def _lines(console: Console, question: Question, proposal: str | None, told: Answers) -> str | None:
    """Lines up to an empty one, each judged when it is typed; None for going back."""
    lines: list[str] = []
    meant = ""
    console.tell(f"    {console.language.words('interview.each_line')}")
    while True:
        typed = console.ask(PROMPT).strip() or meant
        meant = ""
        if typed in BACK:
            return None
        if not typed or (lines and says_no_more(typed)):
            if _may_end(console, question, lines, proposal, told):
                return "\n".join(lines) or proposal
            continue
        so_far = question.so_far(lines, told)
        if refusal := refused_line(question, typed, so_far):
            _refuse(console, refusal)
            meant = refusal.line
            continue
        if (read := line_as_read(question, typed, so_far)) and not _says(typed, read):
            console.tell(f"  {console.language.say('interview.read_as', answer=read)}")
        lines.append(typed)
        if question.ends_with(typed) and len(lines) == 1:
            return typed


def _may_end(console: Console, question: Question, lines: Sequence[str], proposal: str | None, told: Answers) -> bool:
    """Whether an empty line ends an answer; if not, it is said why, and what was typed so far stays."""
    if not lines and proposal is None:
        console.tell(f"  {console.language.words('interview.needs_answer')}")
        return False
    refusal = refused_answer(question, "\n".join(lines), told) if 0 < len(lines) < question.least else None
    if refusal:
        _refuse(console, refusal)
    return refusal is None


def _confirmed(console: Console, reached: Progress, asked: Container[str]) -> Question | None:
    """Show what was told by the numbers of the questions, then what was taken unasked; what to correct, or None.

    A question that was asked keeps the number that it had, because people remember it.
    """
    language = console.language
    shown = sorted(reached.answered, key=lambda each: each[0].name not in asked)
    console.tell("", language.words("interview.summary"))
    for number, (question, answer) in enumerate(shown, 1):
        key = "interview.summary_line" if question.name in asked else "interview.summary_taken"
        line = " / ".join(answer.splitlines())
        console.tell(language.say(key, number=number, ask=_ask(language, question), answer=line))
    while True:
        console.tell(language.words("interview.confirm"))
        typed = console.ask(PROMPT).strip()
        if not typed:
            return None
        if typed in BACK:
            return next((each for each, _ in reversed(shown) if each.name in asked), shown[-1][0])
        if typed.isdecimal() and 0 < int(typed) <= len(shown):
            return shown[int(typed) - 1][0]
        console.tell(language.say("interview.no_such_number", value=typed))


def _ask(language: Language, question: Question) -> str:
    return language.words(f"interview.questions.{question.name}.ask")


def _checked(reached: Progress, language: Language, config: Path, day: date, *, is_sample: bool = False) -> str:
    """The config, read as `check` will read it; errors as from `read_config`."""
    text = draft(reached.told, language, day, is_sample=is_sample)
    read_config(source_of(text.encode(), str(config)), shipped_knowledge())
    return text
