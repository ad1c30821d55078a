"""Options of the test run, a neutral environment, and the fixtures that all rooms use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


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
