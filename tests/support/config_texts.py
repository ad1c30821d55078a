"""Config texts for tests: the shipped minimal example, with one place changed."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from runbook.assessment import THAT_REFUSE, Assessment
from runbook.building import Draft, Prepared, draft, prepare
from runbook.clock import Clock
from runbook.config import ConfigSource, Names, Reading, load_config, parse_organisation
from runbook.errors import ConfigError, Problem
from runbook.sheets.lines import Line
from runbook.sheets.sets import SheetSet, WordedSheet, word_set
from runbook.sheets.templates import Templates
from support.organisations import LANGUAGES, ORGANISATIONS, TODAY, knowledge
from support.shared import value

MINIMAL = ORGANISATIONS["minimal"].read_text("utf-8")
EXAMPLE = ORGANISATIONS["full"].read_text("utf-8")
# The approver of the example who goes when an approver has to go.
KATO = "{person: kato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}"
SHEETS = {
    "00": "register",
    "01": "first-minutes",
    "04": "break-glass",
    "05": "checklist",
    "03": "contacts",
    "11": "resilience",
    "20": "alert",
    "21": "own-root",
    "07": "recovery",
    "10": "accounts",
    "31": "lost-mfa",
    "32": "lost-password",
    "33": "lost-mailbox",
}
# Those that the example accepts, and one more.
ACCEPTABLE = ("drills-every-ninety-days", "no-one-alone-takes-root", "two-approvers")
HERE = "⟦"


def steps() -> list[str]:
    """Ids of all steps that notes may name."""
    return [step.id for step in knowledge().procedure.steps()]


def changed(old: str, new: str, text: str = MINIMAL, *, times: int = 1) -> str:
    """The text with its one occurrence of ``old`` replaced, or so many; AssertionError if there are more or fewer."""
    assert text.count(old) == times, (old, text.count(old))
    return text.replace(old, new)


def marked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and the line and column at which the mark stood."""
    before, mark, after = text.partition(HERE)
    assert mark, text
    return before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


ENGLISH = changed("languages: [ja, en]", "languages: [en]")
"""The minimal example in one language, for builds in which the second would tell nothing more."""


def in_memory(text: str) -> ConfigSource:
    """The text as a config file that is nowhere."""
    return ConfigSource("config.yaml", "", text, tuple(text.split("\n")))


@cache
def drafted(text: str, clock: Clock = TODAY) -> Draft:
    """The draft of a config text with our own templates, made once in a test run."""

    def make() -> tuple[Assessment, tuple[SheetSet[WordedSheet], ...]]:
        made = draft(in_memory(text), clock=clock)
        return made.assessment, made.sets

    assessment, sets = value(f"draft-{sha256(f'{clock} {text}'.encode()).hexdigest()}", make)
    return Draft(assessment, Templates.of(knowledge(), None), sets)


@cache
def prepared(text: str, clock: Clock = TODAY) -> Prepared:
    """What the sheets of a config are told, without a word of theirs: most of a draft is putting them into words."""
    return prepare(in_memory(text), clock=clock, rules=THAT_REFUSE)


def words_on(text: str, name: str) -> tuple[Line, ...]:
    """The words of one sheet ("ja/06-custody") of a config: no other sheet is made. It cannot be the register."""
    case = prepared(text)
    language, _, sheet = name.partition("/")
    view = next(view for view in case.views if view.language.code == language)
    [worded] = word_set(view, case.templates, next(each for each in view.sheets if each.name == sheet))
    return worded.lines


def source_of(text: str | bytes, folder: Path) -> ConfigSource:
    """The text as a config file in a folder."""
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(path)


def problems_of(text: str) -> tuple[Problem, ...]:
    """What is wrong with a config, or else the remarks on it."""
    try:
        return parse_organisation(in_memory(text), names()).notes
    except ConfigError as error:
        return error.problems


def names() -> Names:
    """What a config of the tests may refer to."""
    return Names(SHEETS, steps(), LANGUAGES, rules=ACCEPTABLE, tasks=tuple(knowledge().aws.tasks))


def read(text: str | bytes, folder: Path) -> Reading:
    """The text read as the product reads it."""
    return parse_organisation(source_of(text, folder), names())
