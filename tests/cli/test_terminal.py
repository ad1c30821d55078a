"""What a terminal gets of texts that are not ours: nothing that drives it, reorders its words or floods it."""

from __future__ import annotations

import json
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import Runbook
from support.config_texts import MINIMAL
from support.organisations import LANGUAGES, knowledge

from runbook.cli.reports.problems import problem_lines
from runbook.errors import Problem
from runbook.text.characters import refused, visible

HOSTILE = "\x1b]0;OWNED\x07\x1b[2J\x9b\u202e\u2067\u200b\x7f"
LONGEST_LINE = 140


def width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x00\x07\n", "␀␇␊"),
        ("\x7f", "␡"),
        ("a\u202eb", "aU+202Eb"),
        ("\x85\u2028", "U+0085U+2028"),
        ("佐藤 花子\u3000①", "佐藤 花子\u3000①"),
        ("plain text", "plain text"),
    ],
)
def test_what_drives_a_terminal_is_shown_as_a_sign_or_number(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible("a\tb\n", kept="\t\n") == "a\tb\n"


@given(st.text())
def test_nothing_refused_is_left(text: str) -> None:
    assert not any(refused(sign) or sign in "\t\n\r" for sign in visible(text))


@pytest.mark.parametrize("more", [(), ("--json",)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_config_reaches_the_terminal_raw(
    runbook: Runbook, tmp_path: Path, more: tuple[str, ...], language: str
) -> None:
    config = tmp_path / f"a{HOSTILE}.yaml"
    config.write_text(f"{MINIMAL}x{HOSTILE}: [\n", "utf-8")
    for arguments in (("check", "-c", config), ("build", "-c", config, "-o", tmp_path / "o"), ("init", config)):
        asked = () if arguments[0] == "init" else more
        ended = runbook(*arguments, *asked, "--talk", language)
        said = ended.stdout + ended.stderr
        assert ended.code == 2
        assert "OWNED" in said
        assert not [sign for sign in said if refused(sign)]
        assert not asked or json.loads(ended.stdout)["problems"]


@pytest.mark.parametrize(
    "text",
    [
        'x: ""' + '"' * 100_000,
        "[" * 20_000,
        " " * 100_000 + "x: [",
        MINIMAL.replace("\n", "\x85"),
        "k" * 100_000 + ": 1",
    ],
)
def test_no_line_of_an_error_is_longer_than_a_screen(runbook: Runbook, tmp_path: Path, text: str) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(text, "utf-8")
    ended = runbook("check", "-c", config)
    assert ended.code == 2
    lines = ended.stderr.splitlines()
    assert max(map(width, lines)) < 1000
    shown = [line for above, line in zip(lines[1:], lines, strict=False) if above.strip(" |").startswith("^")]
    assert all(width(line) <= LONGEST_LINE for line in shown)


@given(
    before=st.text(st.sampled_from("ab 佐\t\x1b\u202e"), max_size=200),
    marked=st.text(st.sampled_from("x藤"), min_size=1, max_size=80),
    after=st.text(st.sampled_from("ab 佐\x1b"), max_size=200),
)
def test_the_caret_stands_under_its_place_however_long_the_line(before: str, marked: str, after: str) -> None:
    source = before + marked + after
    problem = Problem("flag", "", (("line", "true"),), "c.yaml", 1, len(before) + 1, source, len(marked))
    _, shown, carets, _ = problem_lines(problem, knowledge().language("en"))
    start = carets.index("^")
    if "\t" not in before:
        above = next(place for place in range(len(shown) + 1) if width(shown[:place]) == start)
        assert shown[above] == marked[0]
        assert width(shown) <= LONGEST_LINE
    assert carets.count("^") <= max(width(marked), 1)
