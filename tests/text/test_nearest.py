"""A message about an unknown name tells the known one that was meant, or all there are."""

from __future__ import annotations

from runbook.text.nearest import nearest

DOZEN = [letter * 8 for letter in "abcdefghijkl"]


def test_the_nearest_name_stands_alone() -> None:
    assert nearest("safe-aa", ["safe-a", "vault", *DOZEN]) == "safe-a"


def test_a_dozen_names_are_listed_once_each_and_no_more() -> None:
    assert nearest("1", [*DOZEN, "aaaaaaaa"]) == ", ".join(DOZEN)
    assert nearest("1", [*DOZEN, "mmmmmmmm"]) == ", ".join(DOZEN) + ", …"


def test_no_name_is_a_dash() -> None:
    assert nearest("1", []) == "–"
