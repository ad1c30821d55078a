"""Options of the test run, a neutral environment, and the fixtures that all rooms use."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support import command
from support.command import FORGOTTEN, LANG, Runbook
from support.order import dealt
from support.paper_guard import GUARD
from support.papers import Papers
from support.shared import Shared, folder_of_run, printed_before, share_in

# A property is right or wrong on a slow machine, too. Where a change is judged, the same examples are tried each time.
settings.register_profile("runbook", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("runbook")

# A shell that starts a run in the background has SIGINT ignored, and every process below inherits that: Ctrl-C, which
# some tests type, would reach nobody.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A run holds ten thousand tests and all they have imported. Looking through that for cycles every 700 new objects, as
# Python does by itself, takes a quarter of the collection of tests and a tenth of most of them.
gc.set_threshold(100_000, 50, 100)

LONG = frozenset({"paper", "browser", "kills", "sweep", "slow"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--refresh-golden`` writes the expected files anew; read the diff before committing it."""
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files instead of comparing")


def pytest_sessionstart() -> None:
    """While tests are collected nobody builds a company: each process would, and before its first test."""
    share_in(None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What costs much and is no paper is shared without a fixture, too: helpers of the tests ask for it."""
    gc.collect()
    gc.freeze()
    share_in(folder_of_run(session.config._tmp_path_factory))  # type: ignore[attr-defined]  # pytest has no public way to it here


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes test, what takes long begins first; one alone keeps the order of the files."""
    if hasattr(config, "workerinput"):
        of_papers = [item for item in items if {"papers", "story"} & {*getattr(item, "fixturenames", ())}]
        long = [item for item in items if LONG & {mark.name for mark in item.iter_markers()}]
        items[:] = dealt(items, of_papers, long)


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Whoever prints has the marker ``paper``; fixtures print on account of the test that needs them first."""
    with GUARD.around(marked=item.get_closest_marker("paper") is not None, cache=printed_before(item.config)):
        return (yield)


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the caller's locale, config or clock."""
    for name in FORGOTTEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", LANG)


@pytest.fixture(scope="session")
def runbook() -> Runbook:
    """The command, run in this process."""
    return command.run


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What the processes of this run make once for all."""
    return Shared(folder_of_run(tmp_path_factory))


@pytest.fixture(scope="session")
def papers(shared: Shared) -> Papers:
    """The three organisations on paper."""
    return Papers(shared)


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
