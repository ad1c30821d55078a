"""Contrast as WCAG 2 defines it, of what is seen."""

from __future__ import annotations

import pytest

from runbook.text.contrast import WHITE, Rgb, contrast, laid_over

BLACK: Rgb = (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("grey", "ratio"),
    [(0, 21.0), (255, 1.0), (0x77, 4.48), (0x76, 4.54), (0x59, 7.0), (10, 19.8)],
)
def test_a_grey_on_white_has_the_contrast_that_is_known_of_it(grey: int, ratio: float) -> None:
    ink = (grey / 255, grey / 255, grey / 255)
    assert contrast(ink, WHITE) == pytest.approx(ratio, abs=0.01)
    assert contrast(WHITE, ink) == contrast(ink, WHITE)


def test_green_is_brighter_than_red_and_red_than_blue() -> None:
    red, green, blue = (contrast(ink, BLACK) for ink in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    assert (red, green, blue) == pytest.approx((5.252, 15.304, 2.444), abs=0.001)


def test_what_lets_the_paper_through_is_seen_as_both() -> None:
    assert laid_over(WHITE, BLACK, 1.0) == BLACK
    assert laid_over(WHITE, BLACK, 0.0) == WHITE
    assert laid_over(WHITE, (1.0, 0.5, 0.0), 0.25) == (1.0, 0.875, 0.75)
