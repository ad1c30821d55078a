"""Two editions side by side: what changed, which copies to fetch and lay in, and the words that went and came."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.histories import NAMES, START, histories, issued
from support.organisations import sheets_of

from runbook.editions import EMPTY, IssuedEdition, Register
from runbook.editions.comparison import Change, Comparison, compare
from runbook.editions.redline import ADDED, DROPPED, KEPT, RedLine, redline
from runbook.sheets.lines import Line, read_line, wording

Stock = Counter[tuple[str, str, str, int]]


def stock(edition: IssuedEdition | None) -> Stock:
    """Every paper copy of an edition: place, sheet, code, number."""
    copies: Stock = Counter()
    for name, sheet in edition.sheets.items() if edition else ():
        for place, count in edition.copies.get(name.partition("/")[2], {}).items() if edition else ():
            copies.update((place, name, sheet.code, number) for number in range(1, count + 1))
    return copies


def after_errands(comparison: Comparison) -> Stock:
    copies = stock(comparison.old)
    for errand in comparison.errands:
        if errand.out and errand.old:
            for number in range(errand.out[0], errand.out[1] + 1):
                copies[errand.place, errand.name, errand.old.code, number] -= 1
        if errand.put and errand.new:
            for number in range(errand.put[0], errand.put[1] + 1):
                copies[errand.place, errand.name, errand.new.code, number] += 1
    assert min(copies.values(), default=0) >= 0, "a copy is taken out that does not lie there"
    return +copies


@settings(max_examples=150)
@given(histories(most=5), st.data())
def test_who_runs_all_errands_finds_exactly_the_new_edition_in_the_places(
    register: Register, data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from([None, *register.editions]))
    new = data.draw(st.sampled_from(register.editions))
    comparison = compare(old, new)
    assert after_errands(comparison) == stock(new)
    assert comparison.destroyed == sum((stock(old) - stock(new)).values())
    assert sum(errand.prints for errand in comparison.errands) == sum((stock(new) - stock(old)).values())
    touched = Counter((errand.place, errand.name) for errand in comparison.errands)
    assert max(touched.values(), default=1) == 1


@settings(max_examples=60)
@given(histories(most=3))
def test_every_sheet_is_changed_new_gone_or_unchanged(register: Register) -> None:
    old, new = register.editions[0], register.editions[-1]
    found = {sheet.name: sheet.change for sheet in compare(old, new).sheets}
    for name in NAMES:
        before, after = old.codes.get(name), new.codes.get(name)
        expected = {
            (True, False): Change.GONE,
            (False, True): Change.NEW,
            (True, True): Change.UNCHANGED if before == after else Change.CHANGED,
        }.get((bool(before), bool(after)))
        assert found.get(name) == expected


def test_one_copy_more_of_an_unchanged_sheet_is_only_put_in() -> None:
    register = issued(issued(EMPTY, {NAMES[1]: "same"}, START), {NAMES[1]: "same"}, START + timedelta(days=1))
    comparison = compare(*register.editions)  # an edition has as many copies in the safe as its number
    assert comparison.is_same
    (errand,) = comparison.errands
    assert (errand.out, errand.put, errand.prints) == (None, (2, 2), 1)


def test_copies_are_fetched_from_a_place_that_is_no_more_after_the_others() -> None:
    name = NAMES[1]
    file = name.partition("/")[2]
    old, new = issued(issued(EMPTY, {name: "one"}, START), {name: "two"}, START).editions
    vault = {"bank-vault": {"ja": "貸金庫", "en": "Vault"}}
    old = replace(old, places={**vault, **old.places}, copies={file: {"bank-vault": 3, "safe-a": 1}})
    comparison = compare(old, new)
    assert comparison.places() == ("safe-a", "bank-vault")
    (errand,) = comparison.errands_in("bank-vault")
    assert (errand.name, errand.out, errand.put, errand.destroys) == (name, (1, 3), None, 3)
    assert comparison.destroyed == 4
    assert comparison.place_name("bank-vault", "ja") == "貸金庫"


WORDS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
LINES = st.builds(
    lambda kind, cells: Line(kind, tuple(cells)),
    st.sampled_from(["p", "h2", "li"]),
    st.lists(WORDS, min_size=1, max_size=1),
) | st.builds(lambda cells: Line("tr", tuple(cells)), st.lists(WORDS | st.just(""), min_size=2, max_size=4).filter(any))


def texts(lines: tuple[RedLine, ...], *states: str) -> list[str]:
    """What is left of a redline when only pieces in these states are read."""
    kept = ("".join("".join(p.words for p in cell if p.state in states) for cell in line.cells) for line in lines)
    return ["".join(text.split()) for text in kept if text.strip()]


@settings(max_examples=150)
@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
def test_without_the_new_words_the_old_text_is_left_and_the_other_way_round(old: list[Line], new: list[Line]) -> None:
    lines = redline([line.written() for line in old], [line.written() for line in new])

    def wanted(side: list[Line], other: list[Line]) -> Counter[str]:
        return Counter("".join(line.words.split()) for line in side if line not in other and line.words.strip())

    assert wanted(old, new) <= Counter(texts(lines, KEPT, DROPPED))
    assert wanted(new, old) <= Counter(texts(lines, KEPT, ADDED))
    if [line.words for line in old] != [line.words for line in new]:
        assert any(line.is_changed for line in lines)
    if old == new:
        assert not any(line.is_changed for line in lines)


def test_a_change_keeps_its_heading_and_far_lines_are_left_out() -> None:
    old = ["h2 Order of call", *(f"p line {number}" for number in range(20)), "h2 Never", "p so"]
    new = [line.replace("line 15", "line fifteen") for line in old]
    shown = redline(old, new)
    assert [line.is_gap for line in shown] == [False, True, False, False, False, True]
    assert shown[0].cells[0][0].words == "Order of call"
    assert "Never" not in str(shown)


def test_a_telephone_number_is_read_as_a_whole() -> None:
    (line,) = redline(["p Call +81 90 0000 0002 now please"], ["p Call +81 90 0000 0004 now please"])
    assert [(piece.state, piece.words.strip()) for piece in line.cells[0]] == [
        (KEPT, "Call"),
        (DROPPED, "+81 90 0000 0002"),
        (ADDED, "+81 90 0000 0004"),
        (KEPT, "now please"),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("organisation", ["minimal", "full", "awkward"])
def test_every_line_of_every_sheet_is_written_and_read_again(organisation: str, language: str) -> None:
    for sheet in sheets_of(organisation, language).values():
        lines = wording(sheet.section.text)
        assert len(lines) > 5
        assert [read_line(line.written()) for line in lines] == list(lines)
