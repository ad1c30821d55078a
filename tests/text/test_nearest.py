"""A message about an unknown name tells the known one that was meant, or all there are."""

from __future__ import annotations

from runbook.text.nearest import near_one, suggested

DOZEN = [letter * 8 for letter in "abcdefghijkl"]


def test_the_nearest_name_stands_alone() -> None:
    assert suggested("safe-aa", ["safe-a", "vault", *DOZEN]) == {"nearest": "safe-a", "known": ""}


def test_a_dozen_names_are_listed_once_each_and_no_more() -> None:
    assert suggested("1", [*DOZEN, "aaaaaaaa"]) == {"nearest": "", "known": ", ".join(DOZEN)}
    assert suggested("1", [*DOZEN, "mmmmmmmm"]) == {"nearest": "", "known": f"{', '.join(DOZEN)}, …"}


def test_where_there_is_nothing_nothing_is_suggested() -> None:
    assert suggested("1", []) == {"nearest": "", "known": ""}


def test_what_is_not_near_is_not_called_the_nearest() -> None:
    assert near_one("pagerduty", ["mobile", "phone", "chat"]) == ""
    assert near_one("phne", ["mobile", "phone", "chat"]) == "phone"
