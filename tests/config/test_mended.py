"""Where YAML cannot be parsed, the line to write is shown; pasted over the one that is named, the file is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import changed, names
from support.effort import measured

from runbook.config import load_config, parse_organisation
from runbook.config.mended import mended_line
from runbook.errors import ConfigError, Problem

COMPANY = changed(
    "company: {name: Sample K.K., time_zone: Asia/Tokyo}", "company:\n  name: Sample K.K.\n  time_zone: Asia/Tokyo"
)
WRITTEN = {
    "a colon in a value": ("  name: ", "  name: Sub: "),
    "no space behind the colon": ("  name: ", "  name:"),
    "a space of a web page": ("  name: ", "  name:\u00a0"),
    "a tab": ("  name: ", "\tname: "),
    "further in than its neighbour": ("  time_zone: ", "    time_zone: "),
    "less far in than its neighbour": ("  time_zone: ", " time_zone: "),
    "a sign that begins no value": ("  name: ", "  name: @"),
    "a quote that is not closed": ("  name: ", '  name: "'),
}


def refused(text: str, folder: Path) -> Problem:
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        parse_organisation(load_config(path), names())
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("case", WRITTEN)
def test_the_line_that_is_shown_can_be_pasted(case: str, tmp_path: Path) -> None:
    old, new = WRITTEN[case]
    text = COMPANY.replace(old, new, 1)
    problem = refused(text, tmp_path)
    lines = text.split("\n")
    lines[problem.line - 1] = dict(problem.values)["line"]
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(lines), "utf-8")
    parse_organisation(load_config(path), names())


def test_no_line_is_shown_of_one_that_may_hold_a_secret(tmp_path: Path) -> None:
    problem = refused(COMPANY.replace("  name: ", "  password: hunter: 2", 1), tmp_path)
    assert problem.source == ""
    assert dict(problem.values)["line"] == ""


def test_two_slips_are_not_guessed() -> None:
    assert mended_line(["a: {b: [c", "d: e: f"], (1, 2), 2) is None


def test_a_later_slip_does_not_hide_the_first() -> None:
    assert mended_line(["a: b: c", "d: 1", "e: 2", "f: g: h"], (1,), 1) == (1, 'a: "b: c"')


@pytest.mark.parametrize("run", [" ", "}", "] ", ",", "["])
def test_a_long_run_in_a_line_takes_no_square_of_its_length(run: str) -> None:
    with measured() as effort:
        mended_line([run * (150_000 // len(run)) + "x: ["], (1,), 1)
    assert effort.millions < 25


def test_a_quote_is_closed_before_what_ends_behind_it() -> None:
    assert mended_line(['a: {b: ["c ]}'], (1,), 1) == (1, 'a: {b: ["c" ]}')
