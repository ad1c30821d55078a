"""Signs are made uniform without touching what a name is written with."""

from __future__ import annotations

import pytest

from runbook.text.characters import (
    composed,
    folded,
    full_width_to_ascii,
    refused_offsets,
    visible,
    without_variation_selectors,
)


def test_full_width_signs_become_ascii_and_the_length_stays() -> None:
    assert full_width_to_ascii("ＡＫ－１　佐藤") == "AK-1 佐藤"


def test_every_dash_of_a_machine_read_value_is_one() -> None:
    assert folded("０３－１２３４–5678") == "03-1234-5678"


def test_marks_are_composed_and_ideographs_stay_as_typed() -> None:
    assert composed("\ufa10か\u3099") == "\ufa10が"
    assert composed("\ufa10\u3099") == "\ufa10\u3099"
    assert composed("\ufa10") == "\ufa10"


def test_a_variant_is_drawn_as_its_base() -> None:
    assert without_variation_selectors("葛\U000e0100城") == "葛城"


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\u0378", "\ue000", "\ud800", "\u2028", "\u2029"])
def test_a_sign_that_nobody_sees_is_refused(sign: str) -> None:
    assert refused_offsets(f"佐藤{sign}") == [2]


def test_a_terminal_is_shown_what_could_drive_it_and_white_space_only_where_it_is_kept() -> None:
    assert visible("佐\tb\n\x1b[2J\x7f\u202e") == "佐␉b␊␛[2J␡U+202E"
    assert visible("佐\tb\n", kept="\t") == "佐\tb␊"
    assert visible("佐藤 b") == "佐藤 b"
