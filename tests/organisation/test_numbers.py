"""Telephone numbers as they are dialled at home."""

from __future__ import annotations

import pytest

from runbook.organisation.numbers import dialled_at_home
from runbook.organisation.parsers import dialled


@pytest.mark.parametrize(
    ("typed", "at_home"),
    [
        ("+81 90 0000 0001", "090-0000-0001"),
        ("+81-3-0000-0011", "03-0000-0011"),
        ("+81 (3) 0000-0011", "03-0000-0011"),
        ("+81(90)0000.0001", "090-0000-0001"),
        ("+819000000001", "09000000001"),
        ("+81 120 000 000", "0120-000-000"),
        ("090-0000-0001", None),
        ("+881 6 0000 0003", None),
        ("+1 206 000 0001", None),
        ("110", None),
        ("sato@example.co.jp", None),
    ],
)
def test_a_japanese_number_is_dialled_in_japan_from_its_zero_on_and_any_other_as_it_stands(
    typed: str, at_home: str | None
) -> None:
    assert dialled_at_home(typed, "Asia/Tokyo") == at_home
    if at_home:
        assert dialled(at_home) == dialled(typed)


@pytest.mark.parametrize(("zone", "at_home"), [("Japan", True), ("Europe/Berlin", False), ("Asia/Seoul", False)])
def test_a_number_is_dialled_at_home_only_where_the_clocks_are_those_of_its_country(
    zone: str, *, at_home: bool
) -> None:
    assert (dialled_at_home("+81 90 0000 0001", zone) is not None) == at_home
