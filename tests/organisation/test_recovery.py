from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import measured

from runbook.organisation import Mailbox


@pytest.mark.parametrize(
    ("typed", "address", "expected"),
    [
        ("aws-root@example.co.jp", "AWS-Root@example.co.jp", True),
        ("aws-root@example.co.jp", "aws-root2@example.co.jp", False),
        ("aws-root-*@example.co.jp", "aws-root-1@example.co.jp", True),
        ("aws-root-*@example.co.jp", "aws-root-@example.co.jp", True),
        ("aws-root-*@example.co.jp", "aws-root@example.co.jp", False),
        ("*a*@example.co.jp", "banana@example.co.jp", True),
        ("a*a@example.co.jp", "a@example.co.jp", False),
    ],
)
def test_a_star_stands_for_any_signs(typed: str, address: str, *, expected: bool) -> None:
    assert Mailbox(typed).serves(address) == expected


@given(st.text("ab*", max_size=7), st.text("ab", max_size=9))
def test_an_address_is_matched_as_by_the_plain_pattern(typed: str, asked: str) -> None:
    expected = re.fullmatch(re.sub(r"\*+", "*", typed).replace("*", ".*"), asked) is not None
    assert Mailbox(typed).serves(asked) == expected


@pytest.mark.parametrize("typed", ["*" * 200 + "x@example.co.jp", "a*" * 100 + "x@example.co.jp"])
def test_many_stars_take_no_longer_than_one(typed: str) -> None:
    with measured() as effort:
        assert not Mailbox(typed).serves("a" * 240 + "@example.co.jp")
    assert effort.millions < 1
