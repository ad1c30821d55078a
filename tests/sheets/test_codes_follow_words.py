"""Any single edit of the config changes a sheet's code if and only if it changes the sheet's printed words.

A sample of the edits in every run, each in one language; all of them in both with RUNBOOK_ALL=1.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from support.config_texts import EXAMPLE, changed, drafted, in_memory
from support.organisations import LANGUAGES, TODAY, knowledge
from support.thoroughness import ALL

from runbook.assessment import THAT_REFUSE, read_config
from runbook.building import Draft, prepare
from runbook.config import Scalar
from runbook.errors import RunbookError
from runbook.knowledge.sheets import SheetName
from runbook.sheets.sets import mark_set, word_set

SAMPLE = 24
# What is no word of a sheet: its foot, what carries data-edition, drawings, markup.
NO_WORDS = re.compile(
    r'<div class="sheet-foot">.*?</div></div></div>|<svg.*?</svg>'
    r"|<tr data-edition>.*?</tr>|<span data-edition>.*?</span>",
    re.DOTALL,
)


def in_languages(number: int) -> str:
    """The languages that an edit is tried in, as the config names them: two cost twice as much."""
    return ", ".join(LANGUAGES if ALL else [LANGUAGES[number % len(LANGUAGES)]])


def company(languages: str) -> str:
    return changed("languages: [ja, en]", f"languages: [{languages}]", EXAMPLE)


def printed_words(made: Draft) -> Mapping[SheetName, str]:
    """The words of every sheet as its HTML prints them, taken out without the code under test."""
    words = {}
    for worded in made.sets:
        for sheet in mark_set(worded, {}, made.templates):
            text = html.unescape(re.sub(r"<[^>]+>", " ", NO_WORDS.sub(" ", sheet.section.text)))
            words[sheet.name] = unicodedata.normalize("NFC", "".join(text.split()))
    return words


def worded(text: str) -> Draft:
    """A draft without its findings, from which no word follows."""
    case = prepare(in_memory(text), clock=TODAY, rules=THAT_REFUSE)
    return Draft(case.assessment, case.templates, tuple(word_set(view, case.templates) for view in case.views))


@cache
def before(languages: str) -> tuple[Mapping[SheetName, str], Mapping[SheetName, str]]:
    made = drafted(company(languages))
    return made.codes, printed_words(made)


@cache
def scalars() -> Sequence[Scalar]:
    """The values that are edited: some of every run, or all."""
    whole = read_config(in_memory(EXAMPLE), knowledge())
    found = [scalar for scalar in whole.scalars if scalar.path[0] != "languages"]
    if ALL:
        return found
    return random.Random(20261124).sample(found, SAMPLE)  # noqa: S311  places, not secrets


def others(value: str) -> list[str]:
    """Values to try in place of one; the reader takes the first that fits the field."""
    swaps = {"true": "false", "false": "true", "sato": "mori", "kato": "mori", "safe-a": "safe-b", "safe-b": "safe-a"}
    tried = [swaps[value]] if value in swaps else []
    if value[-1:].isdigit():
        tried += [value[:-1] + str((int(value[-1]) + step) % 10) for step in (1, 2, 5)]
    return [*tried, value + "x", value + "様", "suzuki", "tokyo", "osaka", "document", "internet", "every-day", "P2M"]


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(len(scalars()) if ALL else SAMPLE))
def test_a_code_changes_if_and_only_if_the_words_do(number: int) -> None:
    languages = in_languages(number)
    codes, words = before(languages)
    scalar = scalars()[number]
    lines = company(languages).split("\n")
    line = lines[scalar.line - 1]
    at = scalar.column - 1 + (line[scalar.column - 1] in "\"'")
    assert line[at:].startswith(scalar.value)
    for value in others(scalar.value):
        if value == scalar.value:
            continue
        edited = [*lines]
        edited[scalar.line - 1] = line[:at] + value + line[at + len(scalar.value) :]
        try:
            made = worded("\n".join(edited))
        except RunbookError:
            continue
        now = printed_words(made)
        common = codes.keys() & made.codes.keys()
        assert {name for name in common if codes[name] != made.codes[name]} == {
            name for name in common if words[name] != now[name]
        }, (scalar.path, value)
        return
    pytest.skip("the reader takes no other value here")
