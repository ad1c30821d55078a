"""What is loose on a page, and which way of a stylesheet the press takes against it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pypdfium2  # type: ignore[import-untyped]
import pytest
from support.paper_pages import page

from runbook.paper import PaperSheet, print_sheets
from runbook.paper.listener import Listener
from runbook.paper.looseness import loose_ends, spends_a_page_on_little
from runbook.paper.marks import Area, Layout, Mark, Room
from runbook.paper.press import ROOMIER, TIGHTEST, LockedFetcher, Press
from runbook.paper.press import _Try as Try
from runbook.paper.protocol import Job
from runbook.resources import templates_dir

pytestmark = pytest.mark.paper


def mark(page: int, bottom: float, *, row: int = 0, announces: bool = False, in_margin: bool = False) -> Mark:
    area = Area(0, bottom - 10, 50, bottom)
    return Mark(page, 0, "x", area, area, None, 10, 10, 21, (), "", in_margin=in_margin, row=row, announces=announces)


def ends(*marks: Mark, rooms: tuple[Room, ...] = ()) -> tuple[int, ...]:
    return loose_ends(Layout(marks, (), (), (), (), (), rooms))


def test_a_page_of_lines_is_not_loose() -> None:
    assert ends(mark(1, 10), mark(2, 10), mark(2, 20), mark(2, 30)) == ()


def test_a_heading_at_the_end_of_a_page_is() -> None:
    assert ends(mark(1, 10), mark(1, 20, announces=True), mark(2, 10), mark(2, 20), mark(2, 30)) == (1,)


def test_a_page_with_one_row_or_two_lines_is() -> None:
    assert ends(
        mark(1, 10), mark(2, 5, announces=True), mark(2, 10, row=7), mark(2, 20, row=7), mark(2, 30, row=7)
    ) == (2,)
    assert ends(mark(1, 10), mark(2, 10), mark(2, 20)) == (2,)


def test_the_first_page_may_be_short_and_margins_do_not_count() -> None:
    assert ends(mark(1, 10), mark(1, 90, announces=True, in_margin=True)) == ()


def test_room_to_write_in_is_what_a_head_announces() -> None:
    rooms = tuple(Room(1, is_box=False, height=8, bottom=40 + 30 * row, row=row) for row in (1, 2, 3))
    assert ends(mark(1, 10), mark(1, 20, announces=True), rooms=rooms) == ()


def filled(page: int, part: float, *, in_margin: bool = False) -> Mark:
    """A mark on a page of a thousand pixels that leaves the rest of it free."""
    whole, area = Area(0, 100, 500, 1100), Area(0, 100, 50, 100 + 1000 * part)
    return Mark(page, 0, "x", area, whole, None, 10, 10, 21, (), "", in_margin=in_margin)


@pytest.mark.parametrize(
    ("page", "part", "spends"),
    [
        (1, 0.1, False),
        (3, 0.3, True),
        (3, 0.4, False),
        (2, 0.15, True),
        (2, 0.25, False),
        (5, 0.3, True),
        (9, 0.3, False),
    ],
)
def test_a_front_is_not_printed_for_less_than_a_third_nor_a_back_for_less_than_a_fifth(
    page: int, part: float, *, spends: bool
) -> None:
    layout = Layout((filled(1, 1), filled(page, part), filled(page, 1, in_margin=True)), (), (), (), (), ())
    assert spends_a_page_on_little(layout) is (spends and page > 1)


def test_room_to_write_in_fills_a_page_too() -> None:
    room = Room(3, is_box=False, height=8, bottom=600, row=1)
    assert not spends_a_page_on_little(Layout((filled(1, 1), filled(3, 0.1)), (), (), (), (), (), (room,)))


LINES = "<p>Name</p>" * 20
WAYS = "p { margin: 0 } h2 { break-after: auto } :root { --size: 10pt; --space: 0mm } p { font-size: var(--size) }"


def height_of_first_letter(html: str, most_pages: int) -> float:
    document = pypdfium2.PdfDocument(print_sheets([PaperSheet("x", html, (), most_pages)])["x"].pdf)
    _, bottom, _, top = document[0].get_textpage().get_charbox(0)
    document.close()
    return float(top - bottom)


def test_paper_is_as_large_as_its_pages_allow() -> None:
    ways = WAYS + " .size-1 { --size: 14pt } .size-2 { --size: 11pt } p { line-height: 2 }"
    html = page("<p>Name</p>" * 30, ways)  # on 257 mm: 212 mm high, 296 mm in the first size, 233 mm in the second
    stated, on_one = (height_of_first_letter(html, most) for most in (0, 1))
    on_two = height_of_first_letter(page("<p>Name</p>" * 45, ways), 2)
    assert on_one / stated == pytest.approx(1.1, rel=0.02)
    assert on_two / stated == pytest.approx(1.4, rel=0.02)


def test_paper_is_a_size_smaller_where_that_saves_a_page_for_a_few_lines_and_only_there() -> None:
    ways = WAYS + " .size-1 { --size: 14pt } .size-2 { --size: 12pt } p { line-height: 2 }"
    saved = page("<p>Name</p>" * 58, ways)  # on 257 mm: 573 mm high in the first size, 491 mm in the second
    full = page("<p>Name</p>" * 76, ways)  # 751 mm, 643 mm
    stated, largest = height_of_first_letter(saved, 0), 1.4
    assert height_of_first_letter(saved, 4) / stated == pytest.approx(1.2, rel=0.02)
    assert height_of_first_letter(full, 4) / stated == pytest.approx(largest, rel=0.02)


def test_pages_count_as_far_as_the_end_and_what_stands_behind_it_does_not_make_paper_smaller() -> None:
    ways = WAYS + " .size-1 { --size: 14pt } p { line-height: 2 }"
    lines, end = "<p>Name</p>" * 20, '<p class="end">End</p>'
    ended, endless = page(lines + end + lines * 3, ways), page(lines + lines * 3, ways)
    assert height_of_first_letter(ended, 1) / height_of_first_letter(endless, 1) == pytest.approx(1.4, rel=0.02)


def test_paper_whose_end_comes_too_late_is_laid_out_in_the_way_that_brings_it_forward() -> None:
    ways = WAYS + " p { line-height: var(--lead) } :root { --lead: 3 } .way-1 { --lead: 2 }"
    html = page("<p>Name</p>" * 30 + '<p class="end">End</p>' + "<p>Name</p>" * 30, ways)
    document = pypdfium2.PdfDocument(print_sheets([PaperSheet("x", html, (), 1)])["x"].pdf)
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "End" in first


def test_a_heading_that_would_stand_alone_at_the_end_makes_the_press_try_another_way() -> None:
    height = ".space { height: var(--high) } :root { --high: 246mm } .way-1 { --high: 200mm }"
    html = page(f'<div class="space"></div><h2>Head</h2>{LINES}', f"h2 {{ break-after: auto; margin: 0 }} {height}")
    paper = print_sheets([PaperSheet("x", html)])["x"]
    document = pypdfium2.PdfDocument(paper.pdf)
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Head" in first
    assert "Name" in first


SIZES_AND_WAYS = "".join(f".{name} {{ }} " for name in ("size-1", "size-2", "size-3", "way-1", "way-2", "way-3"))


MUCH, MORE, BEYOND = {"size-1": 4.5}, {"size-1": 4.6}, {"size-1": 5.1}


@pytest.mark.parametrize(
    ("takes", "loose", "tried", "taken"),
    [
        ({}, "", ["size-1"], "size-1"),
        ({}, "size-1", ["size-1", "size-2"], "size-2"),
        ({"size-1": 4.2}, "", ["size-1", "size-2"], "size-2"),
        ({"size-1": 4.2, "size-2": 4.1}, "", ["size-1", "size-2", "size-3"], "size-3"),
        ({"size-1": 4.2, "size-2": 4.1, "size-3": 4.1}, "", ["size-1", "size-2", "size-3", ""], ""),
        ({"size-1": 4.2}, "size-2", ["size-1", "size-2", "size-3"], "size-3"),
        (MUCH, "", ["size-1", "size-3"], "size-3"),
        (MUCH | {"size-3": 4.1}, "", ["size-1", "size-3", ""], ""),
        (MORE, "", ["size-1", ""], ""),
        (MORE, "as-stated", ["size-1", "", "way-1"], "way-1"),
        (MORE, "as-stated way-1", ["size-1", "", "way-1", "way-2"], "way-2"),
        (MORE | {"as-stated": 4.1}, "", ["size-1", "", "way-1"], "way-1"),
        (MORE | {"as-stated": 4.1, "way-1": 4.1}, "", ["size-1", "", "way-1", "way-3"], "way-3"),
        ({"size-1": 4.8}, "", ["size-1", "way-1"], "way-1"),
        ({"size-1": 4.9}, "", ["size-1", "way-3"], "way-3"),
        (BEYOND, "way-3", ["size-1", "way-3"], "way-3"),
        (BEYOND | {"as-stated": 4.1, "way-3": 4.1}, "", ["size-1", "way-3", ""], ""),
    ],
)
def test_no_sheet_is_laid_out_for_nothing(
    takes: dict[str, float], loose: str, tried: list[str], taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, of four, that it takes in each way; what is over them is so in every larger size."""
    layouts: dict[str, Layout] = {}

    def lay_out(_press: Press, _sheet: PaperSheet, _page: object, name: str) -> Try:
        layouts[name] = Layout((), (), (), (), (), (), ())
        called = name or "as-stated"
        return Try(
            spoilt=0,
            takes=takes.get(called, 4),
            at_least=takes.get(called, 4),
            most=4,
            loose=int(called in loose.split()),
            spends=False,
            document=SimpleNamespace(pages=[]),
            layout=layouts[name],
        )

    monkeypatch.setattr(Press, "_tried", lay_out)
    sheet = PaperSheet("x", page("x", SIZES_AND_WAYS), (), 4)
    _, layout = Press(Job((), (), 0), Listener())._laid_out(sheet, LockedFetcher())
    assert list(layouts) == tried
    assert layout is layouts[taken]


def test_one_way_of_the_stylesheet_takes_more_room_than_the_sheet_as_stated_and_one_the_least() -> None:
    css = (templates_dir() / "page" / "paper.css").read_text("utf-8")
    named = r":root|\.(way-[0-9])"
    leadings = {
        match[1]: (float(match[2]), float(match[3]))
        for match in re.finditer(rf"(?:{named}) \{{[^}}]*?--leading: ([0-9.]+);\s*--leading-of-steps: ([0-9.]+);", css)
    }
    stated = leadings.pop(None)
    assert len(leadings) == len(re.findall(r"^\.way-", css, re.MULTILINE)) - 1  # one rule more for what is kept whole
    assert min(leadings, key=lambda way: leadings[way]) == TIGHTEST
    for way, leading in leadings.items():
        smaller, larger = (stated, leading) if way == ROOMIER else (leading, stated)
        assert smaller[0] < larger[0]
        assert smaller[1] < larger[1]
