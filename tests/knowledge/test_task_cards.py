"""Whoever has the approval for a task is told where to click, what to type, and what one has to know."""

from __future__ import annotations

import re

import pytest
from support.organisations import knowledge

from runbook.knowledge.aws import RootTask, Verdict
from runbook.knowledge.language import Language
from runbook.organisation import AccountKind
from runbook.sheets.clauses import CLAUSES

LANGUAGES = knowledge().languages
PLACEHOLDER = re.compile(r"\{(\w+)\[([\w-]+)\]\}")
WITH_CARD = {Verdict.ROOT, Verdict.CENTRAL, Verdict.SUPPORT}


def cards(language: Language) -> dict[str, list[str]]:
    tree = language.branch("tasks")
    assert isinstance(tree, dict)
    return tree


def needs_a_card(task: RootTask) -> bool:
    return not WITH_CARD.isdisjoint({task.management, task.standalone, task.member})


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_task_that_root_or_support_does_has_a_card_and_no_other(code: str) -> None:
    tasks = [task.id for task in knowledge().aws.tasks.values() if needs_a_card(task)]
    assert list(cards(knowledge().language(code))) == tasks


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_is_short_and_says_where_to_click(code: str) -> None:
    for task, lines in cards(knowledge().language(code)).items():
        for kind in AccountKind:
            assert set(knowledge().aws.tasks[task].lines_not_for(kind)) <= {*range(len(lines))}, (task, kind)
            assert 2 <= len(lines) - len(knowledge().aws.tasks[task].lines_not_for(kind)) <= 5, (task, kind)
        assert len(set(lines)) == len(lines), task


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_card_names_only_labels_and_addresses_that_exist(code: str) -> None:
    known = {"label": knowledge().aws.labels.keys(), "url": knowledge().aws.urls.keys(), "clause": CLAUSES}
    for task, lines in cards(knowledge().language(code)).items():
        for kind, name in PLACEHOLDER.findall(" ".join(lines)):
            assert name in known[kind], task
        assert set(re.findall(r"\{(\w+)\}", " ".join(lines))) <= {"next_device", "packets_of_account"}, task


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_line_of_a_card_has_its_sources(code: str) -> None:
    lines = {
        f"tasks.{task}[{at}]" for task, lines in cards(knowledge().language(code)).items() for at in range(len(lines))
    }
    assert lines == {name for name in knowledge().aws.statements if name.startswith("tasks.")}


def test_what_a_card_says_to_type_is_a_command() -> None:
    lines = {line for command in knowledge().commands.values() for line in command.lines}
    for code in LANGUAGES:
        typed = re.findall(
            r"`(aws [^`]+)`", " ".join(line for card in cards(knowledge().language(code)).values() for line in card)
        )
        assert typed
        assert set(typed) <= lines


def test_a_japanese_line_ends_as_an_instruction_does() -> None:
    for task, lines in cards(knowledge().language("ja")).items():
        for line in lines:
            said = line.removesuffix("}").rpartition("{clause[")[2].removesuffix("]") if line.endswith("]}") else ""
            last = knowledge().language("ja").words(f"packets.clauses.{said}") if said else line
            assert last.endswith("。"), (task, line)
            assert not re.search(r"(です|ます|ください)。", line), (task, line)
