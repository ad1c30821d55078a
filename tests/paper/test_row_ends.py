"""No row stands alone at the head or the foot of a page, and nothing is parted from what says what it is."""

from __future__ import annotations

import re
from functools import cache

import pytest
from support.paper_pages import page

from runbook.paper import PaperSheet, page_texts, print_sheets
from runbook.resources import templates_dir

pytestmark = pytest.mark.paper

CSS = "".join((templates_dir() / "page" / name).read_text("utf-8") for name in ("base.css", "paper.css"))
CSS += '* { font-family: "BIZ UDPGothic" !important }'
LINES = range(24, 46)


def table(lines: int) -> str:
    """A table that begins where a page has room for fewer and fewer rows."""
    rows = "".join(f"<tr><td>R{number}E</td></tr>" for number in range(30))
    return (
        "<p>words</p>" * lines + f'<table><thead><tr><th scope="col">H</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def commands(lines: int) -> str:
    """Commands that meet the end of a page sooner or later."""
    typed = '<div class="typed"><strong>K1E</strong><pre><code>one\ntwo\nthree</code></pre></div>'
    return f'<section class="packet">{"<p>words</p>" * lines}{typed}</section>'


def place(lines: int) -> str:
    """The name, the facts and the things of a place, then its form with a heading and an intro."""
    facts = '<table class="facts"><tbody><tr><td>facts</td></tr><tr><td>more</td></tr></tbody></table>'
    form = (
        '<h2>F1E</h2><p>intro</p><table class="opening-log"><tbody>' + "<tr><td>FORM</td></tr>" * 3 + "</tbody></table>"
    )
    things = "".join(f"<tr><td>R{number}E</td></tr>" for number in range(4))
    return (
        f'<section data-sheet="custody">{"<p>words</p>" * lines}<h2>P1E</h2>{facts}'
        f"<table><tbody>{things}</tbody></table>{form}</section>"
    )


@cache
def printed() -> dict[str, list[str]]:
    """The words of every page, by name, printed together."""
    bodies = {f"table-{lines}": table(lines) for lines in LINES}
    bodies |= {f"typed-{lines}": commands(lines) for lines in range(34, 60, 2)}
    bodies |= {f"place-{lines}": place(lines) for lines in range(20, 46, 2)}
    papers = print_sheets([PaperSheet(name, page(f"<h1>x</h1>{body}", CSS)) for name, body in bodies.items()])
    return {name: list(page_texts(paper.pdf)) for name, paper in papers.items()}


def rows_on(text: str) -> int:
    return len(re.findall(r"R\d+E", text))


def test_a_page_has_no_row_or_two_at_least() -> None:
    tables = {name: [rows_on(text) for text in texts] for name, texts in printed().items() if "table" in name}
    assert {name: rows for name, rows in tables.items() if 1 in rows} == {}
    assert len({rows[0] for rows in tables.values()}) > 5


def test_commands_stand_below_their_number() -> None:
    typed = {name: texts for name, texts in printed().items() if "typed" in name}
    ends = [text for texts in typed.values() for text in texts if ("K1E" in text) != ("three" in text)]
    assert ends == []
    assert {len(texts) for texts in typed.values()} == {1, 2}


def test_a_place_stands_with_its_things_and_a_form_with_its_heading() -> None:
    places = {name: texts for name, texts in printed().items() if "place" in name}
    apart = [name for name, texts in places.items() for text in texts if ("P1E" in text) != ("R0E" in text)]
    bare = [name for name, texts in places.items() for text in texts if ("F1E" in text) != ("FORM" in text)]
    assert (apart, bare) == ([], [])
    assert len({tuple("P1E" in text for text in texts) for texts in places.values()}) > 1
