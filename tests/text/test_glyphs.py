"""The shipped fonts draw Japanese names; what they cannot draw is known before any paper is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from support.config_texts import EXAMPLE

from runbook.resources import fonts_dir
from runbook.text.glyphs import coverage, missing_glyphs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text", ["𠮷田", "髙橋", "﨑", "\ufa10\ufa19", "渡邉", "〜―－", "0O 1lI", "葛\U000e0100城", "\n\t "]
)
def test_names_and_signs_are_drawn(text: str) -> None:
    assert missing_glyphs(text, coverage(fonts_dir())) == []


def test_missing_characters_are_listed_once_in_order() -> None:
    assert missing_glyphs("한😀x한", coverage(fonts_dir())) == ["한", "😀"]


def test_the_example_can_be_drawn() -> None:
    assert missing_glyphs(EXAMPLE, coverage(fonts_dir())) == []


def ranges(points: set[int]) -> str:
    """Lines of hexadecimal ranges: what coverage.txt holds."""
    lines: list[str] = []
    for point in sorted(points):
        if point - 1 in points:
            lines[-1] = f"{lines[-1].partition('-')[0]}-{point:X}"
        else:
            lines.append(f"{point:X}")
    return "".join(f"{line}\n" for line in lines)


def test_the_stored_coverage_is_that_of_the_fonts(request: pytest.FixtureRequest) -> None:
    points: set[int] = set()
    for path in fonts_dir().glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    stored = fonts_dir() / "coverage.txt"
    if request.config.getoption("--refresh-golden"):
        stored.write_text(ranges(points), "ascii")
    assert stored.read_text("ascii") == ranges(points)


def test_a_folder_without_fonts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        coverage(tmp_path)
