"""Bound volumes: fronts, backs, tabs and through numbers, looked at as a viewer draws them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import page as validator
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import ImageStat
from support.paper_pages import sheet

from runbook.paper import Binding, Chapter, Paper, PaperSheet, Volume, page_texts, print_sheets
from runbook.paper.outlines import drawn, width

pytestmark = pytest.mark.paper

VOLUME = Volume(
    "ja/front",
    (Chapter("紛失した", (("ja/01", "31"), ("ja/02", "31"))), Chapter("調べる", (("ja/03", "06"),))),
    "通し{page}",
    "このページは白紙です",
)


@cache
def bound() -> Paper:
    sheets = [PaperSheet("ja/front", sheet(9, rows=2))]
    sheets += [PaperSheet(f"ja/{number:02}", sheet(number, rows)) for number, rows in ((1, 60), (2, 3), (3, 3))]
    binding = Binding("ja/emergency", "緊急編", "ja", VOLUME.parts, VOLUME)
    return print_sheets(sheets, [binding])["ja/emergency"]


def darkness(number: int, left: float, top: float, right: float, bottom: float) -> float:
    """How much of a part of a page (in millimetres from its top left corner) is black, from 0 to 1."""
    document = pypdfium2.PdfDocument(bound().pdf)
    image = document[number - 1].render(scale=2, grayscale=True).to_pil()
    document.close()
    scale = 2 * 72 / 25.4
    part = image.crop(tuple(round(edge * scale) for edge in (left, top, right, bottom)))
    return 1 - ImageStat.Stat(part).mean[0] / 255


def test_every_part_begins_on_a_front_and_its_back_is_blank() -> None:
    found = [re.findall("見出し ([0-9]+)", text) for text in page_texts(bound().pdf)]
    assert ["".join(numbers) for numbers in found] == ["09", "", "01", "01", "02", "", "03", ""]


def test_a_blank_back_says_so_and_every_page_has_its_number() -> None:
    for number in range(1, 9):
        right = 200 if number % 2 else 193
        assert darkness(number, right - 15, 285, right, 292) > 0.02

    assert all(darkness(number, 70, 140, 140, 155) > 0.01 for number in (2, 6, 8))


def test_tabs_stand_at_the_outer_edge_each_label_at_its_place() -> None:
    first, second = (17, 30), (31, 44)
    for number, (top, bottom) in {3: first, 4: first, 5: first, 7: second}.items():
        left, right = (203, 210) if number % 2 else (0, 7)
        assert darkness(number, left, top + 1, right, bottom - 1) > 0.6, number
    assert darkness(3, 203, second[0] + 1, 210, second[1] - 1) < 0.01
    assert darkness(1, 203, 18, 210, 29) > 0.6
    assert darkness(1, 203, 32, 210, 43) > 0.6


def test_a_label_touches_no_edge_of_its_tab() -> None:
    """Black is left around it within what a printer draws, 4 mm from the edge of the paper."""
    for number, (left, right) in {3: (201.1, 201.7), 4: (8.3, 8.9), 7: (201.1, 201.7)}.items():
        top = 17 if number < 7 else 31
        assert darkness(number, left, top + 1, right, top + 12) > 0.98, number


def test_bookmarks_stand_under_what_happened() -> None:
    document = pypdfium2.PdfDocument(bound().pdf)
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    assert [mark for mark in marks if mark[1] != "表"] == [
        (0, "09 緊急", 0),
        *((0, "紛失した", 2), (1, "01 緊急", 2), (1, "02 緊急", 4)),
        *((0, "調べる", 6), (1, "03 緊急", 6)),
    ]


def test_what_is_stamped_is_no_part_of_the_text_and_breaks_no_rule(tmp_path: Path) -> None:
    assert not any("通し" in text or "白紙" in text for text in page_texts(bound().pdf))
    path = tmp_path / "bound.pdf"
    path.write_bytes(bound().pdf)
    result = validator.validate_pdf(str(path), profile="ua1")
    assert result.is_compliant, result.to_json()


def test_words_are_drawn_as_wide_as_they_are() -> None:
    operators, across = drawn("12", 10, 20, 10)
    assert across == pytest.approx(width("12", 10))
    assert width("1212", 10) == pytest.approx(2 * across)
    assert operators.endswith(b"f")
    assert operators.count(b"h") >= 2


@pytest.mark.parametrize("letter", ["p", "g", "y"])
def test_a_letter_with_a_tail_is_drawn_with_it(letter: str) -> None:
    """Faces made for Japanese have hardly one, and "page" looks cut off."""
    operators = drawn(letter, 0, 100, 10)[0].decode()
    lowest = min(float(up) for up in re.findall(r"[0-9.-]+ ([0-9.-]+) [lmc]", operators))
    assert lowest < 100 - 0.18 * 10


def test_japanese_and_latin_stand_side_by_side() -> None:
    assert width("通し 3", 10) == pytest.approx(width("通し", 10) + width(" 3", 10))
    assert width("通", 10) > 9
    assert width("3", 10) < 6
