"""What somebody sees who waits: stages and counts on a terminal, and nothing of it anywhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.command import Runbook, run_process
from support.config_texts import ENGLISH
from support.conversation import talk
from support.organisations import LANGUAGES, built, knowledge

from runbook.evidence import named_files, read_evidence
from runbook.evidence.reading import MEGABYTE
from runbook.formats import PAPERS
from runbook.paper import NO_CACHE
from runbook.sheets.templates import Templates
from runbook.stages import Stage, enter, watched_by

CLEARED = "\r\x1b[K"
# One sheet goes the way of all, and is there in half the time.
PACKET = ("packet", "--case", "alert", "-f", "md")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(ENGLISH, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_stages_are_told_in_their_order_to_whoever_watches(runbook: Runbook, config: Path) -> None:
    heard: list[Stage] = []
    with watched_by(lambda stage, _, __: heard.append(stage)):
        assert runbook("build", "-f", "md", cwd=config).code == 0
    assert list(dict.fromkeys(heard)) == [
        Stage.READING,
        Stage.PROVING,
        Stage.WORDING,
        Stage.CHECKING,
        Stage.WRITING,
    ]
    enter(Stage.READING)  # nobody watches any more
    assert heard[-1] is Stage.WRITING


@pytest.mark.slow
def test_a_terminal_shows_the_stage_and_takes_it_away_before_the_result(config: Path) -> None:
    ended = talk("build", "-f", "md", typed=[], cwd=config, environment={"TERM": "xterm"})
    assert ended.code == 0, ended.shown
    assert f"{CLEARED}Wording the sheets…" in ended.shown
    assert re.search(r"\r\x1b\[KWrote [0-9]+ sheets", ended.shown.rpartition("Writing the folder…")[2])


@pytest.mark.slow
def test_a_terminal_that_cannot_write_over_gets_a_line_for_each_stage(config: Path) -> None:
    ended = talk(*PACKET, typed=[], cwd=config, environment={"TERM": "dumb"})
    assert ended.code == 0, ended.shown
    assert "\x1b" not in ended.shown
    assert ended.shown.splitlines()[:2] == ["Reading the config…", "Proving the packets…"]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_who_asked_for_quiet_or_json_is_shown_no_stage(config: Path, option: str) -> None:
    ended = talk(*PACKET, option, typed=[], cwd=config, environment={"TERM": "xterm"})
    assert ended.code == 0
    assert "…" not in ended.shown


@pytest.mark.slow
def test_without_a_terminal_no_stage_is_shown(config: Path) -> None:
    ended = run_process(*PACKET, cwd=config)
    assert ended.code == 0
    assert "…" not in ended.stdout + ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr


@pytest.mark.slow
def test_packets_are_counted_while_they_are_proved(config: Path) -> None:
    ended = talk("prove", typed=[], cwd=config, environment={"TERM": "xterm"})
    assert ended.code == 0, ended.shown
    assert f"{CLEARED}Reading the config…" in ended.shown
    counts = re.findall(r"\r\x1b\[KProving the packets… ([0-9]+) of ([0-9]+)", ended.shown)
    proved = len(re.findall(r": closes ", ended.shown))
    assert [tuple(map(int, count)) for count in counts] == [(done, proved) for done in range(proved + 1)]


@pytest.mark.paper
def test_printed_sheets_are_counted() -> None:
    heard: list[tuple[int, int]] = []
    whole = next(marked for marked in built("minimal").sets if marked.language == "en")
    few = replace(whole, sheets=tuple(sheet for sheet in whole if sheet.sheet.number in {"01", "04", "20"}))
    with watched_by(lambda stage, done, total: heard.append((done, total)) if stage is Stage.PRINTING else None):
        dict(PAPERS["pdf"]([few], Templates.of(knowledge(), None), NO_CACHE))
    starts = [place for place, (done, _) in enumerate(heard) if done == 0 and (not place or heard[place - 1][0])]
    rounds = [heard[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    assert len(rounds) in (2, 3)  # the sheets, then the contents of the volumes, which are longer than usual or not
    for each in rounds:
        counts = [done for done, _ in each]
        assert counts == sorted(counts)
        assert counts[0] == 0
        assert {total for _, total in each} == {counts[-1]}
    assert rounds[0][-1] > rounds[1][-1]


def test_what_is_read_of_large_files_is_counted_in_megabytes(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    for name, megabytes in (("small.json", 1), ("large.json", 11)):
        (tmp_path / name).write_bytes(b'{"Records": [' + b" " * megabytes * MEGABYTE + b"]}")
        with watched_by(lambda stage, done, total: heard.append((done, total)) if stage is Stage.EVIDENCE else None):
            read_evidence(named_files([str(tmp_path / name)]))
    assert heard == sorted(heard)
    assert {total for _, total in heard} == {11}
    assert heard[-1] == (11, 11)
    assert len(heard) > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_words(language: str) -> None:
    words = knowledge().language(language).branch("talk.stages")
    assert isinstance(words, dict)
    assert list(words) == [stage.value for stage in Stage]


@pytest.mark.slow
def test_the_result_is_handed_to_the_browser(config: Path) -> None:
    browser = config / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {config}/opened\n', "utf-8")
    browser.chmod(0o755)
    ended = run_process("build", "-f", "html", "--open", cwd=config, environment={"BROWSER": f"{browser} %s"})
    assert ended.code == 0, ended.stderr
    assert (config / "opened").read_text("utf-8") == (config / "output" / "index.html").resolve().as_uri()


@pytest.mark.slow
def test_what_cannot_be_opened_is_said_and_no_fault(runbook: Runbook, config: Path) -> None:
    ended = runbook("build", "-f", "md", "--open", cwd=config)
    assert ended.code == 0
    assert "no HTML was made" in ended.stderr
