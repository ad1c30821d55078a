"""Mutants of pages and stylesheets: everything that could hide, lose or spoil a text on paper stops the build."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from support.organisations import sentences
from support.paper_pages import BOX, findings, page

from runbook.errors import Problem
from runbook.paper.judging import judge
from runbook.paper.marks import Area, Cover, Head, Layout, Mark, Room, Split
from runbook.paper.measures import LEAST_BOX, LEAST_LINE

pytestmark = pytest.mark.paper

NAME = "<p>x <b>Name</b></p>"
TABLE = "<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>"
LONG = "<p>Name</p>" * 100

# Name of the mutant: page, and the one rule that must name it.
MUTANTS = {
    "display none": (page(NAME, "b { display: none }"), "paper-text-lost"),
    "lines cut off": (page("<p>one<br>two</p>", "p { max-lines: 1; continue: discard }"), "paper-text-lost"),
    "absolute, off the paper": (page(NAME, "b { position: absolute; left: 250mm }"), "paper-outside"),
    "relative, off the paper": (page(NAME, "b { position: relative; left: 250mm }"), "paper-outside"),
    "no margins": (page(NAME, "@page { margin: 0 }"), "paper-outside"),
    "box off the paper": (page(f'<p style="position: absolute; left: -50mm">{BOX}</p>'), "paper-outside"),
    "no break in a long word": (page(f"<p>{'name' * 60}</p>", "p { white-space: nowrap }"), "paper-outside"),
    "no break in a cell": (
        page(
            "<table><tr><td>NameNameNameNameName</td><td></td></tr></table>",
            "table { width: 50mm } td { white-space: nowrap }",
        ),
        "paper-out-of-frame",
    ),
    "out of the card that is cut out": (
        page("<section data-frame><p>one</p><p>Name</p></section>", "section { height: 6mm } p { margin: 0 0 4mm }"),
        "paper-out-of-card",
    ),
    "head too long": (
        page(f'<header class="head">{"見出し" * 20}</header><h1>Name</h1>', ".head { font-size: 60pt }"),
        "paper-outside",
    ),
    "head higher than the page": (page(TABLE, "th { height: 300mm }"), "paper-head-lost"),
    "head in a narrow column": (page(TABLE.replace("Head", "Headline"), "table { width: 9mm }"), "paper-word-broken"),
    "head of long rows": (page(TABLE.replace("<td>a", f"<td>{LONG}")), "paper-head-lost"),
    "check box too small for a pen": (page('<svg class="box"' + BOX.removeprefix("<svg")), "paper-box-small"),
    "cell too low to write in": (page('<table><tr><td class="blank"></td><td>x</td></tr></table>'), "paper-line-low"),
    "step of a packet too small": (
        page('<section class="packet"><p class="step">Name</p></section>', ".step { font-size: 9.9pt }"),
        "paper-small",
    ),
    "step of the first minutes too small": (
        page('<section data-sheet="first-minutes"><p class="step">Name</p></section>', "p { font-size: 10.9pt }"),
        "paper-small",
    ),
    "row longer than a page": (page(f"<table><tr><td>{LONG}</td></tr></table>"), "paper-split"),
    "step longer than a page": (page(f'<div class="step">{LONG}</div>'), "paper-split"),
    "step that may break": (
        page(
            '<div class="space"></div><div class="step"><p>Name</p><p>Name</p><p>Name</p></div>',
            ".space { height: 240mm } p { height: 8mm; margin: 0 } .step { break-inside: auto }",
        ),
        "paper-split",
    ),
    "overflow hidden": (page(NAME, "p { overflow: hidden; height: 1mm }"), "paper-hidden"),
    "visibility": (page(NAME, "b { visibility: hidden }"), "paper-hidden"),
    "opacity": (page(NAME, "b { opacity: 0.1 }"), "paper-hidden"),
    "transform": (page(NAME, "p { transform: translate(250mm) }"), "paper-hidden"),
    "clip": (page(NAME, "p { position: absolute; clip: rect(0, 0, 0, 0) }"), "paper-hidden"),
    "letters pushed together": (page(NAME, "p { letter-spacing: -1em }"), "paper-hidden"),
    "gradient": (page(NAME, "p { background: linear-gradient(#000, #111) }"), "paper-hidden"),
    "words pushed together": (page(NAME, "p { word-spacing: -2em }"), "paper-hidden"),
    "letters turned round": (page('<p dir="rtl">+81 90 0000 0001</p>'), "paper-hidden"),
    "struck through": (page(NAME, "b { text-decoration: line-through 9pt #fff }"), "paper-hidden"),
    "under its own background": (
        page(NAME, "p { background: #fff } b { position: relative; z-index: -1 }"),
        "paper-hidden",
    ),
    "white frame over the neighbours": (page(f"{NAME}<p>o</p>", "p + p { outline: 15mm solid #fff }"), "paper-hidden"),
    "white border over the neighbours": (
        page(f"{NAME}<div></div>", "div { position: relative; margin-top: -12mm; border-top: 12mm solid #fff }"),
        "paper-covered",
    ),
    "white on white": (page(NAME, "b { color: #fff }"), "paper-light"),
    "grey": (page(NAME, "b { color: #999 }"), "paper-light"),
    "transparent": (page(NAME, "b { color: rgba(0, 0, 0, 0.3) }"), "paper-light"),
    "black on black": (page(NAME, "b { background: #000 }"), "paper-light"),
    "one point": (page(NAME, "b { font-size: 1pt }"), "paper-small"),
    "small print": (page(NAME, "p { font-size: 7pt }"), "paper-small"),
    "lines over each other": (page("<p>one<br>two</p>", "p { line-height: 0 }"), "paper-overlap"),
    "negative margin": (page(f"{NAME}<p>other</p>", "p + p { margin-top: -9mm }"), "paper-overlap"),
    "covered": (
        page(
            f"{NAME}<div></div>",
            "div { position: absolute; top: 0; left: 0; right: 0; height: 20mm; background: #eee }",
        ),
        "paper-covered",
    ),
    "text in a picture": (page(f"<p>{BOX.replace('<rect', '<text>Name</text><rect')}</p>"), "paper-picture-text"),
    "unknown property": (page(NAME, "b { text-wrap: balance }"), "paper-engine"),
    "dead link": (page('<p><a href="#nowhere">Name</a></p>'), "paper-engine"),
    "id twice": (page('<p id="a">one</p><p id="a"><a href="#a">two</a></p>'), "paper-engine"),
    "no language": (page(NAME, language=""), "paper-engine"),
    "no title": (page(NAME, head=""), "paper-no-title"),
    "missing glyph": (page("<p>☐</p>"), "paper-glyph-missing"),
    "font of the system": (page(NAME, 'b { font-family: "DejaVu Sans" }'), "paper-font-name"),
    "generic font": (page(NAME, "b { font-family: sans-serif }"), "paper-font-name"),
    "font of the engine in a margin": (page(NAME, '@page { @top-right { content: "x" } }'), "paper-font-name"),
    "script in a link": (page('<p><a href="javascript:alert(1)">Name</a></p>'), "paper-link"),
    "relative link": (page('<p><a href="../index.html">Name</a></p>'), "paper-link"),
    "deep nesting": (page("<div>" * 300 + "Name" + "</div>" * 300), "paper-fault"),
}

# What looks like one of the above and is not.
HARMLESS = {
    "part of an address in the face of codes, in a step": page(
        '<section class="packet"><p class="step">Name <b>a@</b><b>b.example</b></p></section>',
        "b { display: inline-block; font-size: 0.9em }",
    ),
    "white on black": page(NAME, "b { color: #fff; background: #000 }"),
    "small addition": page(NAME, "b { font-size: 7pt }"),
    "not for paper": page(f"{NAME}<p hidden>screen</p>"),
    "capitals": page("<p>straße</p>", "p { text-transform: uppercase }"),
    "hyphens": page('<p lang="en">extraordinary representative</p>', "p { hyphens: auto; width: 20mm }"),
    "lists": page("<ul><li>one</li></ul><ol><li>two</li></ol>"),
    "fallback for a rare name": page("<p>𠮷田 髙橋 塚</p>"),
    "boxes in a line": page(f"<p>{BOX} one {BOX} two</p>"),
    "table over pages": page(TABLE.replace("</tbody>", "<tr><td>row</td></tr>" * 100 + "</tbody>")),
    "head of two words": page(TABLE.replace("Head", "Code put in"), "table { width: 14mm }"),
    "coloured head": page(TABLE, "th { background: #ddd } tr { background: #eee }"),
    "flex": page('<div style="display: flex"><p>one</p><p>two</p></div>'),
    "quotes and dashes": page("<p>“x” – — 「」 ㈱ ① Ω Я</p>"),
}


@cache
def found() -> dict[str, list[Problem]]:
    """All findings, of one job."""
    return findings({name: html for name, (html, _) in MUTANTS.items()} | HARMLESS)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_found_by_its_rule(mutant: str) -> None:
    assert MUTANTS[mutant][1] in {problem.rule for problem in found()[mutant]}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_page_has_no_finding(name: str) -> None:
    assert found()[name] == []


@pytest.mark.parametrize(
    ("mutant", "rule", "text"),
    [
        ("display none", "paper-text-lost", "Name"),
        ("absolute, off the paper", "paper-outside", "Name"),
        ("head higher than the page", "paper-head-lost", "Head"),
        ("box off the paper", "paper-outside", "チェック欄"),
        ("white on white", "paper-light", "Name"),
    ],
)
def test_a_finding_names_the_lost_text(mutant: str, rule: str, text: str) -> None:
    assert text in [dict(problem.values)["text"] for problem in found()[mutant] if problem.rule == rule]


def test_a_lost_head_is_named_with_each_of_its_pages() -> None:
    pages = [dict(p.values)["page"] for p in found()["head of long rows"] if p.rule == "paper-head-lost"]
    assert pages == ["1", "2"]


def test_a_missing_glyph_is_named_with_its_code_point() -> None:
    assert [problem.values for problem in found()["missing glyph"]] == [(("character", "☐"), ("code_point", "U+2610"))]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_finding_can_be_said(language: str) -> None:
    said = [sentences(problem, language) for problems in found().values() for problem in problems]
    assert len(said) >= len(MUTANTS)
    assert all(what and remedy for what, remedy in said)


def test_an_expected_text_that_is_nowhere_is_missed() -> None:
    found_here = findings({"s": page(NAME)}, {"s": ("Name", "+81 90 0000 0001")})
    assert found_here["s"] == [Problem("paper-text-missing", "s", (("text", "+81 90 0000 0001"),))]


# --- The limits, on records without an engine -------------------------------------------------------------------------

PAPER = Area(0, 0, 800, 1000)
FAMILIES = ("BIZ UDPGothic", "Noto Sans JP")
GOOD = Mark(1, 1, "Name", Area(100, 100, 200, 120), PAPER, (100, 200), 10, 10, 21, FAMILIES[:1], "")
EMPTY = Layout((), (), (), (), (), ())
LONG_TEXT = "n" * 41


def judged(*marks: Mark, texts: tuple[str, ...] = (), **others: Any) -> list[Problem]:
    return judge("s", replace(EMPTY, marks=marks, **others), texts, FAMILIES)


def problem(rule: str, page: int = 1, text: str = "Name", **values: str) -> Problem:
    return Problem(f"paper-{rule}", "s", (("page", str(page)), ("text", text), *values.items()))


WITHIN: dict[str, dict[str, Any]] = {
    "on the edges of the paper": {"area": Area(-1, -1, 801, 1001), "room": None},
    "on the edges of its frame": {"area": Area(99, 100, 201, 120)},
    "without a frame": {"area": Area(0, 100, 800, 120), "room": None},
    "of the smallest size": {"size": 6.5},
    "of the smallest size, rounded": {"size": 6.495},
    "in a block of the smallest size": {"block_size": 8.0},
    "in a block of the smallest size, rounded": {"block_size": 7.995},
    "small in a margin": {"block_size": 6.5, "in_margin": True},
    "of the least contrast": {"contrast": 4.5},
    "of the other family": {"families": FAMILIES[1:]},
    "of both families": {"families": FAMILIES},
    "a small pale picture": {"size": 1, "block_size": 1, "contrast": 1, "families": ("x",), "is_picture": True},
}
BEYOND: dict[str, tuple[dict[str, Any], list[Problem]]] = {
    "left of the paper": ({"area": Area(-1.1, 0, 200, 120)}, [problem("outside")]),
    "above the paper": ({"area": Area(100, -1.1, 200, 120)}, [problem("outside")]),
    "right of the paper": ({"area": Area(100, 100, 801.1, 120)}, [problem("outside")]),
    "below the paper": ({"area": Area(100, 100, 200, 1001.1)}, [problem("outside")]),
    "left of its frame": ({"area": Area(98.9, 100, 200, 120)}, [problem("out-of-frame")]),
    "right of its frame": ({"area": Area(100, 100, 201.1, 120)}, [problem("out-of-frame")]),
    "hidden": ({"hidden_by": "opacity"}, [problem("hidden", property="opacity")]),
    "a hidden picture": ({"hidden_by": "clip", "is_picture": True}, [problem("hidden", property="clip")]),
    "too small": ({"size": 6.4}, [problem("small", size="6.4", limit="6.5")]),
    "in a block too small": ({"block_size": 7.9}, [problem("small", size="7.9", limit="8.0")]),
    "too small both": ({"size": 6, "block_size": 7}, [problem("small", size="6.0", limit="6.5")]),
    "too small in a margin": (
        {"block_size": 6.4, "in_margin": True},
        [problem("small", size="6.4", limit="6.5")],
    ),
    "pale": ({"contrast": 4.4}, [problem("light", contrast="4.4", limit="4.5")]),
    "of foreign families": (
        {"families": ("A", FAMILIES[0], "B")},
        [problem("font-name", family="A"), problem("font-name", family="B")],
    ),
    "with all faults": (
        {"page": 3, "area": Area(900, 0, 910, 9), "hidden_by": "clip", "size": 1, "contrast": 1, "families": ("A",)},
        [
            problem("outside", 3),
            problem("hidden", 3, property="clip"),
            problem("small", 3, size="1.0", limit="6.5"),
            problem("light", 3, contrast="1.0", limit="4.5"),
            problem("font-name", 3, family="A"),
        ],
    ),
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_text_at_a_limit_is_good(name: str) -> None:
    assert judged(GOOD) == []
    assert judged(replace(GOOD, **WITHIN[name])) == []


@pytest.mark.parametrize("name", BEYOND)
def test_a_text_beyond_a_limit_is_told_with_its_place_and_measure(name: str) -> None:
    changes, expected = BEYOND[name]
    assert judged(replace(GOOD, **changes)) == expected


def test_a_long_text_is_shown_by_its_beginning() -> None:
    for length, shown in ((40, "n" * 40), (41, "n" * 40 + "…")):
        assert judged(replace(GOOD, text="n" * length, size=1)) == [
            problem("small", text=shown, size="1.0", limit="6.5")
        ]
        assert judged(lost=("n" * length,)) == [Problem("paper-text-lost", "s", (("text", shown),))]


def test_an_expected_text_may_run_over_several_marks_but_not_over_a_gap() -> None:
    marks = (replace(GOOD, text="one tw"), replace(GOOD, text="o three", area=Area(100, 300, 200, 320)))
    assert judged(*marks, texts=("one two", "two three")) == []
    assert judged(*marks, texts=("one three", "two", "two four")) == [
        Problem("paper-text-missing", "s", (("text", text),)) for text in ("one three", "two four")
    ]


def test_a_broken_word_is_told_once_and_every_lost_head_with_its_page() -> None:
    heads = (
        Head(2, ("Code", "Day", "Day"), ("Code", "Day", "Day"), ("Headline", "Weekday")),
        Head(3, ("Code", "Day", "Day"), ("Day",), ("Headline", "Number")),
    )
    assert judged(heads=heads) == [
        problem("word-broken", 2, "Headline"),
        problem("word-broken", 2, "Weekday"),
        problem("word-broken", 3, "Number"),
        problem("head-lost", 3, "Code"),
        problem("head-lost", 3, "Day"),
    ]


def test_a_split_is_told_with_its_page_and_a_text_in_a_picture_with_the_first() -> None:
    assert judged(splits=(Split(4, "Step"),), drawn_texts=("drawn",)) == [
        problem("split", 4, "Step"),
        problem("picture-text", 1, "drawn"),
    ]


def test_the_same_fault_is_told_once() -> None:
    assert judged(splits=(Split(1, "Step"), Split(1, "Step"), Split(2, "Step"))) == [
        problem("split", 1, "Step"),
        problem("split", 2, "Step"),
    ]


def scattered(dice: random.Random) -> tuple[Mark, ...]:
    """A dozen texts on two pages, many of them over each other, in no order of place."""

    def mark(number: int) -> Mark:
        left, top = dice.randrange(0, 200, 5), dice.randrange(0, 200, 5)
        area = Area(left, top, left + dice.randrange(20, 200, 5), top + dice.randrange(10, 100, 5))
        return replace(GOOD, page=1 + number // 6, order=number, text=f"{number} {LONG_TEXT}", area=area, room=None)

    return tuple(mark(number) for number in range(12))


@pytest.mark.parametrize("seed", range(20))
def test_two_texts_are_over_each_other_if_a_tenth_of_the_smaller_is(seed: int) -> None:
    """Against trying every pair; the lower one is told first, then the one that it covers."""
    marks = scattered(random.Random(seed))  # noqa: S311  a test repeats
    expected = {
        problem("overlap", under.page, f"{under.text[:40]}…", other=over.text[:40])
        for over, under in combinations(sorted(marks, key=lambda mark: mark.area.top), 2)
        if over.page == under.page and over.area.share_of_smaller(under.area) > 0.1
    }
    found = judged(*marks)
    assert expected
    assert set(found) == expected
    assert [entry.values[0] for entry in found] == sorted(entry.values[0] for entry in found)


@pytest.mark.parametrize(("height", "told"), [(10, False), (11, True)])
def test_a_tenth_of_a_text_may_touch_another(height: int, *, told: bool) -> None:
    marks = (
        replace(GOOD, text="over", area=Area(0, 0, 100, 100), room=None),
        replace(GOOD, text="under", area=Area(0, 100 - height, 100, 200 - height), room=None),
    )
    for order in (marks, marks[::-1]):
        assert judged(*order) == ([problem("overlap", 1, "under", other="over")] if told else [])


@pytest.mark.parametrize(
    ("cover", "told"),
    [
        (Cover(1, Area(0, -75, 100, 25), 8, 9), False),  # a quarter of the text
        (Cover(1, Area(0, -75, 100, 26), 8, 9), True),
        (Cover(1, Area(0, 75, 100, 200), 8, 9), False),
        (Cover(1, Area(0, 74, 100, 200), 8, 9), True),
        (Cover(1, Area(0, 0, 100, 100), 4, 9), False),  # the text, of order 5, stands on it
        (Cover(1, Area(0, 0, 100, 100), 4, 5), False),
        (Cover(1, Area(0, 0, 100, 100), 5, 9), True),
        (Cover(1, Area(0, 0, 100, 100), 1, 4), True),
        (Cover(2, Area(0, 0, 100, 100), 8, 9), False),
        (Cover(3, Area(0, 0, 100, 100), 8, 9), False),  # a page without a text
        (Cover(1, Area(100, 0, 200, 100), 8, 9), False),
        (Cover(1, Area(0, 100, 100, 200), 8, 9), False),
    ],
)
def test_a_text_is_covered_if_a_quarter_of_it_is_and_it_does_not_stand_there(cover: Cover, *, told: bool) -> None:
    mark = replace(GOOD, order=5, area=Area(0, 0, 100, 100), room=None)
    elsewhere = replace(GOOD, page=2, order=6, text="elsewhere", area=Area(300, 0, 400, 100), room=None)
    assert judged(mark, elsewhere, covers=(cover,)) == ([problem("covered")] if told else [])


@pytest.mark.parametrize(("is_box", "least", "rule"), [(True, LEAST_BOX, "box-small"), (False, LEAST_LINE, "line-low")])
def test_room_for_a_hand_may_be_as_small_as_it_is_said_and_no_smaller(is_box: bool, least: float, rule: str) -> None:  # noqa: FBT001
    def rules(height: float) -> list[str]:
        return [problem.rule for problem in judge("s", replace(EMPTY, rooms=(Room(1, is_box, height),)), (), FAMILIES)]

    rounding = 0.01  # what a product of lengths may lose
    assert rules(least - rounding) == []
    assert rules(least - 2 * rounding) == [f"paper-{rule}"]
