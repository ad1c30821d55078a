"""Codes: what they depend on, which slips they notice, what a reader may type."""

from __future__ import annotations

import hashlib
import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import (
    ALPHABET,
    Misread,
    _slips_between,
    edition_code,
    near_codes,
    read_code,
    sheet_code,
    signs_of,
)

CODES = [sheet_code("en", f"words {number}") for number in range(40)]
SIGNS = st.sampled_from(ALPHABET)


def test_the_alphabet_has_no_letters_that_are_misread() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert set("ILOU").isdisjoint(ALPHABET)


def test_the_code_of_these_words_never_changes() -> None:
    """The algorithm of docs/codes.md, done by hand: a new version of the tool must give the same codes."""
    digest = hashlib.sha256("en\nfull\n02 Approvers Ken Kato é".encode()).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)[:40]
    values = [int(bits[place : place + 5], 2) for place in range(0, 40, 5)]
    # The check sign: the eight values as coefficients of a polynomial over GF(32), x^5 = x^2 + 1, at the element x.
    check = 0
    for power, value in zip(range(8, 0, -1), values, strict=True):
        for _ in range(power):
            value *= 2  # noqa: PLW2901
            if value >= 32:
                value ^= 0b100101  # noqa: PLW2901
        check ^= value
    signs = "".join(ALPHABET[value] for value in [*values, check])
    assert (
        sheet_code("en", "02  Approvers\nKen Kato e\u0301 ") == f"{signs[:4]}-{signs[4:8]}-{signs[8]}" == "6HE2-PTRT-3"
    )


def test_words_language_and_audience_count_and_spacing_does_not() -> None:
    assert sheet_code("en", "one  two\n") == sheet_code("en", "one two")
    assert sheet_code("en", unicodedata.normalize("NFD", "が")) == sheet_code("en", "が")
    codes = {sheet_code("en", "a"), sheet_code("ja", "a"), sheet_code("en", "b")}
    assert len(codes | {sheet_code("en", "a", audience="role-only")}) == 4


def test_the_code_of_an_edition_is_that_of_a_line_for_each_sheet_in_order_of_their_names() -> None:
    """As docs/codes.md says it: name, space, code; one line each."""
    text = f"en/01-a {CODES[0]}\nja/01-a {CODES[1]}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5])
    signs = "".join(ALPHABET[number >> place & 31] for place in range(35, -1, -5))
    code = edition_code({SheetName.read("ja/01-a"): CODES[1], SheetName.read("en/01-a"): CODES[0]})
    assert signs_of(code)[:8] == signs
    assert read_code(code) == code


def test_an_edition_code_depends_on_every_sheet() -> None:
    japanese, english = SheetName.read("ja/01-a"), SheetName.read("en/01-a")
    codes = {japanese: CODES[0], english: CODES[1]}
    assert edition_code(codes) == edition_code(dict(reversed(codes.items())))
    assert edition_code(codes) != edition_code(codes | {english: CODES[2]})
    assert edition_code(codes) != edition_code({japanese: CODES[1], english: CODES[0]})


@pytest.mark.parametrize("code", CODES[:4])
def test_every_wrong_sign_is_noticed(code: str) -> None:
    signs = signs_of(code)
    for place, sign in itertools.product(range(9), ALPHABET):
        if sign != signs[place]:
            assert read_code(signs[:place] + sign + signs[place + 1 :]) is Misread.CHECK


@given(st.lists(SIGNS, min_size=8, max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_every_swap_of_two_signs_is_noticed(signs: list[str], one: int, other: int) -> None:
    code = list(signs_of(sheet_code("en", "".join(signs))))
    code[one], code[other] = code[other], code[one]
    swapped = "".join(code)
    if swapped != signs_of(sheet_code("en", "".join(signs))):
        assert read_code(swapped) is Misread.CHECK


@pytest.mark.parametrize("code", CODES)
def test_how_a_code_is_typed_does_not_matter(code: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "ー" for sign in code)
    misread = code.replace("0", "O").replace("1", "l")
    for typed in (
        code.lower(),
        f"  {code} ",
        code.replace("-", " "),
        code.replace("-", ""),
        code.replace("-", "–"),
        wide,
    ):
        assert read_code(typed) == code
    assert read_code(misread) == code
    assert read_code(code.replace("1", "I").replace("0", "o")) == code


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Misread.LENGTH),
        (CODES[0][:-2], Misread.LENGTH),
        (CODES[0] + "0", Misread.LENGTH),
        ("U" * 9, Misread.SIGN),
        ("承認者", Misread.SIGN),
        ("7K3M*9QTX5", Misread.SIGN),
        (ALPHABET, Misread.LENGTH),
        (ALPHABET + "*", Misread.SIGN),
    ],
)
def test_what_is_no_code_is_told_apart(typed: str, expected: Misread) -> None:
    assert read_code(typed) is expected


@given(st.sampled_from(CODES), st.integers(0, 8), SIGNS, st.sampled_from(["change", "drop", "add", "swap"]))
def test_the_code_that_was_meant_is_found_after_one_slip(code: str, place: int, sign: str, slip: str) -> None:
    signs = signs_of(code)
    after = signs[place + 1 :]
    typed = {
        "change": signs[:place] + sign + after,
        "drop": signs[:place] + after,
        "add": signs[:place] + sign + signs[place:],
        "swap": signs[: max(place - 1, 0)] + signs[max(place - 1, 0) : place + 1][::-1] + after,
    }[slip]
    assert near_codes(typed, CODES)[0] == code


def test_suggestions_stand_nearest_first_and_alike_ones_by_the_alphabet() -> None:
    one_slip = ["0000-0000-9", "Z000-0000-0"]
    two_slips = ["0000-0011-0", "1000-1000-0", "2200-0000-0"]
    three_slips = ["0000-0111-0", "ZZZ0-0000-0"]
    for known in itertools.permutations([*three_slips[:1], *two_slips, *one_slip]):
        assert near_codes("0000-0000-0", known) == (*one_slip, *two_slips)
    assert near_codes("0000-0000-0", three_slips) == ()


@pytest.mark.parametrize(
    ("typed", "slips"),
    [
        ("1234-5678-9", 0),
        ("2134-5678-9", 1),  # two neighbours swapped are one slip
        ("1324-5687-9", 2),
        ("3134-5678-9", 2),  # only one of the two stands in the other's place
        ("234-5678-9", 1),  # left out
        ("34-5678-9", 2),
        ("4-5678-9", 3),
        ("1234-5678", 1),
        ("1234-578-9", 1),
        ("01234-5678-9", 1),  # added
        ("1234-5678-90", 1),
        ("1234-05678-9", 1),
        ("12304-50678-9", 2),
        ("001234-5678-9", 2),
        ("0001234-5678-9", 3),
        ("3214-5678-9", 2),  # swapped over another one are two
        ("2143-6578-9", 3),
    ],
)
def test_a_slip_is_a_sign_changed_left_out_added_or_swapped_with_its_neighbour(typed: str, slips: int) -> None:
    assert _slips_between(signs_of(typed), "123456789") == slips
    assert near_codes(typed, ["1234-5678-9"]) == (("1234-5678-9",) if slips <= 2 else ())


@pytest.mark.parametrize("place", range(8))
def test_two_neighbours_swapped_are_one_slip_and_may_come_with_another(place: int) -> None:
    for code in CODES:
        signs = list(signs_of(code))
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
        far = (place + 4) % 9
        signs[far] = "0" if signs[far] != "0" else "1"
        assert code in near_codes("".join(signs), CODES)


def test_nothing_far_away_is_suggested() -> None:
    assert near_codes("ZZZZ-ZZZZ-Z", ["0000-0000-0"]) == ()
    assert near_codes("", CODES) == ()
