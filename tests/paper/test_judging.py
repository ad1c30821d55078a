"""Mutants of pages and stylesheets: everything that could hide, lose or spoil a text on paper stops the build."""

from __future__ import annotations

from functools import cache

import pytest
from support.paper_pages import BOX, findings, page

from runbook.errors import Problem
from runbook.knowledge.messages import sentences

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
    "head too long": (
        page(f'<header class="head">{"見出し" * 20}</header><h1>Name</h1>', ".head { font-size: 60pt }"),
        "paper-outside",
    ),
    "head higher than the page": (page(TABLE, "th { height: 300mm }"), "paper-head-lost"),
    "head in a narrow column": (page(TABLE.replace("Head", "Headline"), "table { width: 9mm }"), "paper-word-broken"),
    "head of long rows": (page(TABLE.replace("<td>a", f"<td>{LONG}")), "paper-head-lost"),
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
