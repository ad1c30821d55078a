"""The words of a finished sheet: which lines there are, of which kind, and what is none of them."""

from __future__ import annotations

import pytest

from runbook.sheets.lines import Line, read_line, wording, words_of


def lines(html: str) -> list[str]:
    return [line.written() for line in wording(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><p>D</p>", ["h1 A", "h2 B", "h3 C", "p D"]),
        ("<ul><li>A</li><li>B</li></ul>C", ["li A", "li B", "p C"]),
        ("<pre>A</pre>B<pre>C</pre>", ["pre A", "p B", "pre C"]),
        ("<div>A<div>B</div>C</div>", ["p A", "p B", "p C"]),
        ("<li>A<p>B</p>C</li>", ["li A", "p B", "p C"]),
        ("<h2>A <b>B</b> <code>C</code></h2>", ["h2 A B C"]),
        ("A<br>B<p></p>", ["p A B"]),
        ("<h2></h2>A", ["p A"]),
    ],
)
def test_each_block_is_a_line_of_its_kind(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


def test_the_running_head_is_one_line() -> None:
    assert lines("<header><p>01</p><div>First <b>minutes</b></div></header><p>A</p>") == [
        "head 01 First minutes",
        "p A",
    ]
    assert lines("<header>01<h1>First minutes</h1>A</header>") == ["head 01", "h1 First minutes", "p A"]


def test_a_row_is_one_line_of_cells_whatever_stands_in_them() -> None:
    head = "<thead><tr><th>B</th><th>C</th></tr></thead>"
    html = f"<h2>A</h2><table>{head}<tr><td><p>D</p><ul><li>E</li></ul></td><td></td></tr></table>F"
    assert wording(html) == (
        Line("h2", ("A",)),
        Line("tr", ("B", "C")),
        Line("tr", ("D E", "")),
        Line("p", ("F",)),
    )


def test_a_row_without_words_is_no_line() -> None:
    assert wording("<table><tr><td> </td><td></td></tr></table>") == ()


@pytest.mark.parametrize(
    "silent",
    [
        "<style>x</style>",
        "<svg><text>x</text></svg>",
        "<title>x</title>",
        "<p data-edition>x<b>y</b></p>",
        "<div class='foot sheet-foot'><p>x</p></div>",
    ],
)
def test_what_is_no_word_of_the_sheet_is_left_out(silent: str) -> None:
    assert lines(f"<p>A</p>{silent}<h2>B</h2>") == ["p A", "h2 B"]


def test_a_line_is_read_as_it_was_written_and_empty_cells_give_no_words() -> None:
    row = Line("tr", ("A", "", "B C"))
    assert read_line(row.written()) == row
    assert words_of([row, Line("p", ("D",))]) == "A B C\nD"
