"""What must never be left in a finished Markdown or HTML file, and what must not be taken for a fault."""

from __future__ import annotations

import pytest

from runbook.errors import Problem, RenderingRefusedError, SecretFoundError
from runbook.escaping import escape_html, escape_markdown
from runbook.gate import check_text, refuse_if_any

PAGE = '<!DOCTYPE html>\n<html lang="en"><head><title>t</title></head><body><main>{}</main></body></html>'


def rules(path: str, text: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """The rules that a text breaks, in order."""
    return [problem.rule for problem in check_text(path, text, allowed)]


def html_rules(body: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """The rules that a body breaks in a page that is right otherwise."""
    return rules("en/a.html", PAGE.format(body), allowed)


LEFTOVERS = (
    "{{ person.name }}",
    "{% if x %}",
    "{# remark #}",
    "call None now",
    "[object Object]",
    "undefined",
    "TODO: write this",
    "na\ufffdme",
    "press {count} times",
    "\u25a1 done",
)


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_what_a_template_left_over_is_found_in_every_format(leftover: str) -> None:
    assert "gate-leftover" in rules("en/a.md", f"# Title\n\nText {leftover} text\n")
    assert "gate-leftover" in html_rules(f"<p>Text {leftover} text</p>")


def test_a_leftover_in_a_title_attribute_is_found() -> None:
    assert html_rules('<p title="{{ name }}">Text</p>') == ["gate-leftover"] * 2


@pytest.mark.parametrize("word", ["Nonesuch Ltd", "undefinedly", "mastodon", "{}", "100 %", "a | b"])
def test_words_that_only_look_like_leftovers_pass(word: str) -> None:
    assert html_rules(f"<p>{word}</p>") == []


OWN_TEXTS = ("None Ltd", "{{ 7*7 }}", "TODO <b>Inc</b>", "{% raw %}", "[object & Object]", "[]()", "undefined | None")


@pytest.mark.parametrize("own", OWN_TEXTS)
def test_the_organisations_own_texts_pass_as_each_format_writes_them(own: str) -> None:
    assert rules("ja/a.md", f"# {escape_markdown(own)}\n\n| {escape_markdown(own)} | x |\n", (own,)) == []
    assert html_rules(f'<h1>{escape_html(own)}</h1><p title="{escape_html(own)}">x</p>', (own,)) == []


@pytest.mark.parametrize("own", OWN_TEXTS[:4])
def test_an_own_text_does_not_excuse_the_same_fault_elsewhere(own: str) -> None:
    allowed = (own,)
    assert "gate-leftover" in rules("ja/a.md", f"{escape_markdown(own)} and {{{{ other }}}}\n", allowed)
    assert "gate-leftover" in html_rules(f"<p>{escape_html(own)}</p><p>call None</p>", allowed)


def test_an_own_text_inside_another_one_does_not_hide_it() -> None:
    allowed = ("None", "None Ltd")
    assert html_rules("<p>None Ltd</p>", allowed) == []


@pytest.mark.parametrize("row", ["|  | b |", "| a |  |", "| a || b |", "|\t| b |"])
def test_an_empty_cell_in_a_markdown_table_is_found(row: str) -> None:
    assert rules("en/a.md", f"| x | y |\n| --- | --- |\n{row}\n") == ["gate-empty-cell"]


@pytest.mark.parametrize("row", ["| &nbsp; | b |", "| \\| | b |", "| – | b |"])
def test_a_cell_for_handwriting_is_not_empty_in_markdown(row: str) -> None:
    assert rules("en/a.md", f"| x | y |\n| --- | --- |\n{row}\n") == []


@pytest.mark.parametrize(
    "cell", ["<td></td>", "<td> \n</td>", "<td>&nbsp;</td>", "<td><span></span></td>", "<th></th>"]
)
def test_an_empty_cell_in_an_html_table_is_found(cell: str) -> None:
    assert html_rules(f"<table><tr><td>a</td>{cell}</tr></table>") == ["gate-empty-cell"]


@pytest.mark.parametrize(
    "cell",
    [
        '<td class="blank"></td>',
        '<td class="sign blank"></td>',
        "<td><svg><title>box</title></svg></td>",
        '<td><span class="blank"></span></td>',
        "<td>0</td>",
    ],
)
def test_a_cell_for_handwriting_or_a_drawing_is_not_empty_in_html(cell: str) -> None:
    assert html_rules(f"<table><tr><td>a</td>{cell}</tr></table>") == []


@pytest.mark.parametrize("link", ["[text]()", "[text]( )", "see <> there"])
def test_a_markdown_link_to_nowhere_is_found(link: str) -> None:
    assert "gate-empty-link" in rules("en/a.md", f"{link}\n")


@pytest.mark.parametrize("href", ["", " "])
def test_an_html_link_to_nowhere_is_found(href: str) -> None:
    assert html_rules(f'<a href="{href}">x</a>') == ["gate-empty-link"]


GOOD_LINKS = ("https://aws.amazon.com/a?b=c&d#e", "mailto:a@example.co.jp", "tel:+819000000001", "04-break-glass.html")
BAD_LINKS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "http://example.co.jp/",
    "ftp://example.co.jp/",
    "//example.co.jp/x",
    "/etc/passwd",
    "../../outside.html",
)


@pytest.mark.parametrize("link", GOOD_LINKS)
def test_good_links_pass(link: str) -> None:
    assert rules("en/a.md", f"[x]({link}) <{link if ':' in link else 'https://example.co.jp'}>\n") == []
    assert html_rules(f'<a href="{escape_html(link)}">x</a>') == []


@pytest.mark.parametrize("link", BAD_LINKS)
def test_links_that_run_or_open_something_are_found(link: str) -> None:
    assert html_rules(f'<a href="{link}">x</a>') == ["gate-link"]
    assert html_rules(f'<map><area href="{link}"></map>') == ["gate-link"]
    assert rules("en/a.md", f"[x]({link})\n") == ["gate-link"]


def test_a_link_into_the_page_must_have_its_target() -> None:
    assert html_rules('<p id="a">x</p><a href="#a">x</a>') == []
    assert html_rules('<p id="a">x</p><a href="#b">x</a>') == ["gate-dead-link"]


def test_an_id_stands_once() -> None:
    assert html_rules('<p id="a">x</p><p id="a">y</p>') == ["gate-id-twice"]


def test_a_page_says_its_language() -> None:
    assert rules("en/a.html", "<!DOCTYPE html><html><head><title>t</title></head><body>x</body></html>") == [
        "gate-no-language"
    ]


@pytest.mark.parametrize(
    "foreign",
    [
        "<script>1</script>",
        '<script src="a.js"></script>',
        '<img src="https://example.co.jp/a.png" alt="a">',
        '<img src="a.png" alt="a">',
        '<img srcset="a.png 2x" alt="a">',
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css';</style>",
        "<style>p { background: url(a.png) }</style>",
        r"<style>p { background: u\72l(a.png) }</style>",
        '<p style="background: URL (a.png)">x</p>',
        '<p onclick="x()">x</p>',
        '<iframe src="a.html"></iframe>',
        '<object data="a.pdf"></object>',
        '<embed src="a.pdf">',
        '<video poster="a.png"></video>',
        '<base href="https://example.co.jp/">',
        '<form action="https://example.co.jp/"></form>',
        '<meta http-equiv="refresh" content="0; https://example.co.jp/">',
        '<svg><title>x</title><image href="a.png"/></svg>',
        '<svg><title>x</title><use xlink:href="a.svg#b"/></svg>',
        '<table background="a.png"><tr><td>x</td></tr></table>',
    ],
)
def test_whatever_runs_or_loads_something_is_found(foreign: str) -> None:
    assert "gate-outside" in html_rules(foreign)


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="data:image/png;base64,AA==" alt="a">',
        '<svg><title>x</title><use href="#a"/></svg><p id="a">x</p>',
        "<style>p { color: #000 }</style>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
)
def test_what_stays_in_the_page_passes(inside: str) -> None:
    assert html_rules(inside) == []


def test_a_fenced_block_may_hold_what_looks_like_a_link() -> None:
    assert rules("en/a.md", "```mermaid\nA[text]() --> B\n| | |\n```\n") == []


SECRET = "AKIA" + "Q" * 16


def test_a_secret_in_an_output_is_refused_with_its_own_exit_code_and_never_shown() -> None:
    for path, text in (("en/a.md", f"one\n{SECRET}\n"), ("en/a.html", PAGE.format(f"<p>{SECRET}</p>"))):
        problems = check_text(path, text)
        assert [problem.rule for problem in problems] == ["secret-aws-key"]
        assert SECRET not in repr(problems)
        with pytest.raises(SecretFoundError) as refused:
            refuse_if_any(problems)
        assert refused.value.exit_code == 3


def test_a_secret_in_an_attribute_is_found() -> None:
    assert html_rules(f'<p title="{SECRET}">x</p>') == ["secret-aws-key"]


def test_faults_are_refused_with_all_of_them() -> None:
    problems = check_text("en/a.md", "{{ a }}\n[x]()\n")
    with pytest.raises(RenderingRefusedError) as refused:
        refuse_if_any(problems)
    assert refused.value.exit_code == 4
    assert refused.value.problems == tuple(problems)
    assert len(problems) == 3


def test_nothing_found_refuses_nothing() -> None:
    refuse_if_any(())


def test_a_secret_goes_before_other_faults() -> None:
    found = (Problem("gate-leftover"), Problem("secret-aws-key"))
    with pytest.raises(SecretFoundError) as refused:
        refuse_if_any(found)
    assert [problem.rule for problem in refused.value.problems] == ["secret-aws-key"]
