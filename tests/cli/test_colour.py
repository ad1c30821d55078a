"""Colour on a terminal, by what a line is; nowhere else, and the words are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command import run_process
from support.config_texts import MINIMAL, changed
from support.conversation import talk

COLOUR = re.compile("\x1b\\[[0-9]+m")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_terminal_tells_errors_from_warnings_by_colour_and_by_word(tmp_path: Path, language: str) -> None:
    (tmp_path / "config.yaml").write_text(MINIMAL, "utf-8")
    arguments = ("check", "--date", "2026-11-23", "--talk", language)
    shown = talk(*arguments, typed=[], cwd=tmp_path, environment={"TERM": "xterm"}).shown
    error, warning = {"en": ("error", "warning"), "ja": ("エラー", "警告")}[language]
    assert f": \x1b[31m{error}\x1b[0m [" in shown
    assert f": \x1b[33m{warning}\x1b[0m [" in shown
    plain = run_process(*arguments, cwd=tmp_path)
    assert plain.stdout.strip() in COLOUR.sub("", shown).replace("\r\x1b[K", "")


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colour_gets_none(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "config.yaml").write_text(changed("required: 2", "required: two"), "utf-8")
    shown = talk("check", typed=[], cwd=tmp_path, environment=environment).shown
    assert "→" in shown
    assert not COLOUR.search(shown)


@pytest.mark.slow
def test_a_refusal_is_coloured_on_a_terminal_and_never_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(changed("required: 2", "required: two"), "utf-8")
    assert COLOUR.search(talk("check", typed=[], cwd=tmp_path, environment={"TERM": "xterm"}).shown)
    piped = run_process("check", cwd=tmp_path, environment={"TERM": "xterm"})
    assert "\x1b" not in piped.stdout + piped.stderr
