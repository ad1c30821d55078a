"""No row stands alone at the head or the foot of a page, and nothing is parted from what says what it is."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from support.paper_pages import page

from runbook.paper import Paper, PaperSheet, page_texts, print_sheets
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


def form(lines: int) -> str:
    """The steps, END, and the record of two tables below its heading."""
    rows = "".join(f'<tr class="step"><td>S{number}E</td><td class="blank"></td></tr>' for number in range(6))
    record = "".join(
        f'<table class="{kind}"><tbody><tr><td>{word}</td><td class="blank"></td></tr></tbody></table>'
        for kind, word in (("fields", "FIRST"), ("fields long", "OWED"))
    )
    return (
        f'<section class="packet">{"<p>words</p>" * lines}<table class="acts"><tbody>{rows}</tbody></table>'
        f'<p class="end">END</p><div class="whole-form"><h2>Record</h2>{record}</div></section>'
    )


@cache
def papers() -> dict[str, Paper]:
    """All of them by name, printed together."""
    bodies = {f"table-{lines}": table(lines) for lines in LINES}
    bodies |= {f"typed-{lines}": commands(lines) for lines in range(34, 60, 2)}
    bodies |= {f"form-{lines}": form(lines) for lines in range(30, 60)}
    bodies |= {f"place-{lines}": place(lines) for lines in range(20, 46, 2)}
    return dict(print_sheets([PaperSheet(name, page(f"<h1>x</h1>{body}", CSS)) for name, body in bodies.items()]))


@cache
def printed() -> dict[str, list[str]]:
    """The words of every page by name."""
    return {name: list(page_texts(paper.pdf)) for name, paper in papers().items()}


def lines_across(name: str) -> list[float]:
    """How far above the paper's edge lines stand on the right of the first page, in millimetres, the lowest first."""
    document = pypdfium2.PdfDocument(papers()[name].pdf)
    image = document[0].render(scale=4, grayscale=True).to_pil()
    document.close()
    strip = image.crop((round(image.width * 0.84), 0, round(image.width * 0.93), image.height))
    across = strip.resize((1, image.height), Image.Resampling.BOX)
    dark = [image.height - row for row in range(image.height) if across.getpixel((0, row)) < 160]
    return [row / 4 / 72 * 25.4 for row in reversed(dark)]


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


def test_a_form_of_two_tables_stands_whole_below_its_heading() -> None:
    forms = {name: texts for name, texts in printed().items() if "form" in name}
    torn = [
        name
        for name, texts in forms.items()
        for text in texts
        if len({part in text for part in ("Record", "FIRST", "OWED")}) > 1
    ]
    assert torn == []
    assert len({tuple("FIRST" in text for text in texts) for texts in forms.values()}) > 1


def test_end_stands_with_the_last_step() -> None:
    forms = {name: texts for name, texts in printed().items() if "form" in name}
    assert [name for name, texts in forms.items() for text in texts if ("S5E" in text) != ("END" in text)] == []
    assert len({tuple("END" in text for text in texts) for texts in forms.values()}) > 1


def test_the_last_line_of_a_table_keeps_clear_of_the_rule_above_the_foot() -> None:
    """They would look like a double line, or like one row more."""
    gaps = {}
    for name, texts in printed().items():
        rule, *lines = lines_across(name)
        clear = [line - rule for line in lines if line - rule > 0.3]  # a line is several dots high
        if len(texts) > 1 and clear:
            gaps[name] = min(clear)
    assert {name: gap for name, gap in gaps.items() if gap < 1.9} == {}
    assert min(gaps.values()) < 5
