"""How much fits on a card of fixed size."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook.cards.room import ems, laid_out, lines_of


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    height: float


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("あいうえお", 5, 1),
        ("あいうえおか", 5, 2),
        ("word word", 3, 2),
        ("wordwordword", 3, 3),
        ("漢字 word 漢字", 4.2, 3),
    ],
)
def test_lines_break_between_words_and_between_kanji(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


@given(st.text("aA1 漢、-", max_size=60), st.floats(1, 30))
def test_no_line_is_told_to_hold_more_than_its_width(text: str, width: float) -> None:
    assert lines_of(text, width) * width >= ems(" ".join(text.split())) - width * 1e-9 - ems(" ") * len(text)


@given(st.lists(st.floats(1, 60), max_size=12), st.floats(10, 50))
def test_every_part_stands_once_in_order_and_no_card_is_overfull(heights: list[float], room: float) -> None:
    parts = [Part(str(number), height) for number, height in enumerate(heights)]
    cards = laid_out(parts, room)
    assert [part for card in cards for part in card] == parts
    assert all(card for card in cards)
    for card in cards:
        assert sum(part.height for part in card) <= room + 1e-6 or len(card) == 1


def test_a_part_goes_on_to_the_next_card_only_if_it_does_not_fit() -> None:
    a, b, c = Part("a", 6), Part("b", 4), Part("c", 1)
    assert laid_out([a, b, c], 10) == ((a, b), (c,))
