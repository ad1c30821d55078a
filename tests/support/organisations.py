"""The shipped knowledge, the three organisations, and their printed sheets."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from runbook.building import Build, build
from runbook.clock import Clock
from runbook.config import load_config
from runbook.errors import Problem
from runbook.knowledge.loading import shipped_knowledge
from runbook.sheets.sets import MarkedSheet
from runbook.sheets.view import View
from support.shared import value

ROOT = Path(__file__).resolve().parent.parent.parent
ORGANISATIONS = {
    "minimal": ROOT / "examples" / "minimal.yaml",
    "full": ROOT / "config.example.yaml",
    "awkward": ROOT / "tests" / "support" / "awkward.yaml",
}
LANGUAGES = ("ja", "en")
ISSUED_ON = date(2026, 11, 24)
TODAY = Clock(ISSUED_ON)


knowledge = shipped_knowledge


@cache
def built(organisation: str) -> Build:
    """One of the three organisations in Markdown and HTML; paper has tests of its own."""
    source = load_config(ORGANISATIONS[organisation])
    return value(f"built-{organisation}", lambda: build(source, clock=TODAY, formats=("md", "html")))


def printed(organisation: str) -> tuple[MarkedSheet, ...]:
    """All sheets of one of the three organisations."""
    return built(organisation).sheets


def sheets_of(organisation: str, language: str) -> dict[str, MarkedSheet]:
    """Sheets of an organisation in one language, by slug."""
    return {sheet.sheet.slug: sheet for sheet in printed(organisation) if sheet.name.language == language}


def view_of(organisation: str, language: str) -> View:
    """What the sheets of an organisation in one language were told."""
    return next(marked.view for marked in built(organisation).sets if marked.language == language)


def sentences(problem: Problem, language: str) -> tuple[str, str]:
    """What is wrong and what to do about it, in a language."""
    return knowledge().language(language).problem(problem)


def messages(language: str) -> dict[str, tuple[str, str]]:
    """The sentences of every rule in a language."""
    rules = knowledge().language(language).branch("problems")
    assert isinstance(rules, dict)
    return {rule: (words["what"].strip(), words["remedy"].strip()) for rule, words in rules.items()}
