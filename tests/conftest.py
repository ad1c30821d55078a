"""Shared by all tests: the shipped knowledge, the three organisations, and their printed sheets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from runbook.build import Build, build
from runbook.clock import Clock
from runbook.config import load_config
from runbook.knowledge import Knowledge, load_knowledge
from runbook.printing import PrintedSheet
from runbook.resources import templates_dir

ROOT = Path(__file__).resolve().parent.parent
ORGANISATIONS = {
    "minimal": ROOT / "examples" / "minimal.yaml",
    "full": ROOT / "config.example.yaml",
    "awkward": ROOT / "tests" / "organisations" / "awkward.yaml",
}
LANGUAGES = ("ja", "en")
ISSUED_ON = date(2026, 11, 24)
TODAY = Clock(ISSUED_ON)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--refresh-golden`` writes the expected files anew; read the diff before committing it."""
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files instead of comparing")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the loops of kills and faults went through, so that their counts stand in every report."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    told = [
        f"{report.nodeid.partition('::')[2]}: {value}"
        for report in reports
        for name, value in report.user_properties
        if name == "faults"
    ]
    if told:
        terminalreporter.section("kills and faults")
        for line in told:
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the caller's locale, config or clock."""
    for name in ("RUNBOOK_CONFIG", "RUNBOOK_LANG", "RUNBOOK_DEBUG", "SOURCE_DATE_EPOCH", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@cache
def knowledge() -> Knowledge:
    """What ships with the product."""
    return load_knowledge(templates_dir())


@cache
def built(organisation: str) -> Build:
    """One of the three organisations in Markdown and HTML; paper has tests of its own."""
    return build(load_config(ORGANISATIONS[organisation]), clock=TODAY, formats=("md", "html"))


def printed(organisation: str) -> tuple[PrintedSheet, ...]:
    """All sheets of one of the three organisations."""
    return built(organisation).sheets


def sheets_of(organisation: str, language: str) -> dict[str, PrintedSheet]:
    """Sheets of an organisation in one language, by slug."""
    return {sheet.sheet.slug: sheet for sheet in printed(organisation) if sheet.edition.language.code == language}


@pytest.fixture
def write_config(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a config into an empty folder and returns its path."""

    def write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def in_empty_folder(tmp_path: Path) -> Iterator[Path]:
    """The working directory is an empty folder."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)
