"""A message about an unknown name tells the known one that was meant, or all there are."""

from __future__ import annotations

from runbook.text.nearest import near_one, nearest

DOZEN = [letter * 8 for letter in "abcdefghijkl"]


def test_the_nearest_name_stands_alone() -> None:
    assert nearest("safe-aa", ["safe-a", "vault", *DOZEN]) == "safe-a"


def test_a_dozen_names_are_listed_once_each_and_no_more() -> None:
    assert nearest("1", [*DOZEN, "aaaaaaaa"]) == f"– ({', '.join(DOZEN)})"
    assert nearest("1", [*DOZEN, "mmmmmmmm"]) == f"– ({', '.join(DOZEN)}, …)"


def test_no_name_is_a_dash() -> None:
    assert nearest("1", []) == "–"


def test_what_is_not_near_is_not_called_the_nearest() -> None:
    assert near_one("pagerduty", ["mobile", "phone", "chat"]) == "–"
    assert near_one("phne", ["mobile", "phone", "chat"]) == "phone"
