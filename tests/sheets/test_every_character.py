"""Every character that the shipped fonts can draw arrives on paper and is read back by another engine."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.organisations import knowledge

from runbook.paper import PaperSheet, print_sheets
from runbook.resources import fonts_dir
from runbook.text.characters import refused
from runbook.text.glyphs import coverage

pytestmark = pytest.mark.paper

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>x</title><style>{css}</style></head><body>
<main><section class="sheet" id="s1"><h1>x</h1><table><tbody>{rows}</tbody></table></section></main></body></html>"""
CSS = "\n".join((knowledge().folder / "page" / name).read_text("utf-8") for name in ("base.css", "paper.css"))
PER_ROW = 40


def drawn_alone() -> Iterator[str]:
    """Code points that share their glyph with another one: a PDF tells a glyph's character only once per document."""
    for path in sorted(fonts_dir().glob("*-Regular.ttf")):
        seen: set[str] = set()
        with TTFont(path, lazy=True) as font:
            for point, glyph in sorted(font.getBestCmap().items(), reverse=True):
                if glyph in seen:
                    yield chr(point)
                seen.add(glyph)


def visible(character: str) -> bool:
    return not refused(character) and unicodedata.category(character)[0] not in "CZM"


SHARED = frozenset(drawn_alone())
CHARACTERS = [chr(point) for point in sorted(coverage(fonts_dir())) if visible(chr(point))]


def print_rows(rows: list[str]) -> int:
    """Pages of a table with these rows; RenderingRefusedError if one text is not found again."""
    cells = "".join(f"<tr><td>{html.escape(row)}</td></tr>" for row in rows)
    sheet = PaperSheet("ja/x", PAGE.format(css=CSS, rows=cells), tuple(rows))
    return print_sheets([sheet])["ja/x"].pages


def test_every_character_arrives() -> None:
    characters = [character for character in CHARACTERS if character not in SHARED]
    assert len(characters) > 16_000
    rows = ["".join(characters[start : start + PER_ROW]) for start in range(0, len(characters), PER_ROW)]
    assert print_rows(rows) > 1


NAMES = st.lists(
    st.text(st.sampled_from([c for c in CHARACTERS if c not in SHARED] + [" "]), min_size=1, max_size=30).filter(
        str.strip
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(NAMES)
def test_any_name_arrives(names: list[str]) -> None:
    assert print_rows([" ".join(name.split()) for name in names]) >= 1


@pytest.mark.parametrize(
    "name", ["𠮷田 翔", "髙橋 﨑", "塚本 神一", "葛󠄀城", "Nguyễn Thị Ánh", "Иванов", "Ω Παπα", "ﾃｽﾄ㈱①Ⅲ"]
)
def test_a_rare_name_arrives(name: str) -> None:
    assert print_rows([name]) == 1
