"""What must never stand in a finished file, and what may although it looks like it."""

from __future__ import annotations

import pytest
from support.organisations import sentences

from runbook.errors import Problem, RenderingRefusedError, SecretFoundError
from runbook.sheets.gate import check_text, refuse_if_any
from runbook.sheets.notation import escape_html, escape_markdown

ROW = "| 氏名 | 電話 |\n| --- | --- |\n| {} | &nbsp; |\n"
KEY = "AKIA" + "IOSFODNN7EXAMPLE"  # in two parts, because scanners read this file too


def html(body: str, *, head: str = "<title>t</title>", language: str = ' lang="ja"') -> str:
    return f"<!DOCTYPE html><html{language}><head>{head}</head><body><main>{body}</main></body></html>"


def rules(path: str, text: str, *allowed: str) -> set[str]:
    return {problem.rule for problem in check_text(path, text, allowed)}


LEFTOVERS = [
    *("{{ name }}", "x }} y", "{% if %}", "{# remark #}", "{person}", "{label[a-b]}"),
    *("None", "undefined", "[object Object]", "TODO", "\ufffd", "□", "\ue0001\ue001"),
]


@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_a_leftover_is_found_in_markdown_and_html(leftover: str) -> None:
    assert rules("ja/01.md", f"# x\n\n{leftover} y\n") == {"gate-leftover"}
    assert rules("ja/01.html", html(f"<p>{leftover} y</p>")) == {"gate-leftover"}


@pytest.mark.parametrize(
    "value",
    ["{{ 7*7 }}", "{{ config }} {% raw %}", "None Ltd", "None", "TODO wall", "[object]", "a|{{b}}|c", "<{{x}}>"],
)
def test_the_organisations_own_text_is_no_leftover(value: str) -> None:
    assert rules("ja/01.md", ROW.format(escape_markdown(value)), value) == set()
    assert rules("ja/01.html", html(f"<p>{escape_html(value)}</p>"), value) == set()


def test_a_leftover_beside_such_a_text_is_still_found() -> None:
    assert rules("ja/01.md", "None Ltd\n\nNone\n", "None Ltd") == {"gate-leftover"}
    assert rules("ja/01.html", html("<p>None Ltd</p><p>None</p>"), "None Ltd") == {"gate-leftover"}


@pytest.mark.parametrize("text", ["Nonetheless, NONE of this", "a todo list", "{ }", "100 %", "# heading", "𠮷田"])
def test_ordinary_words_are_no_leftovers(text: str) -> None:
    assert rules("ja/01.md", f"x {text}\n") == set()
    assert rules("ja/01.html", html(f"<p>{text}</p>")) == set()


def test_braces_in_a_stylesheet_are_no_leftovers() -> None:
    css = "@media print{#s1{color:#000}}@page{margin:1mm}"
    assert rules("ja/01.html", html("x", head=f"<title>t</title><style>{css}</style>")) == set()


@pytest.mark.parametrize("row", ["| a |  |", "|  | a |", "| a | |", "|a||", "|  |"])
def test_an_empty_cell_is_found_in_markdown(row: str) -> None:
    assert rules("ja/01.md", f"{ROW.format('佐藤')}{row}\n") == {"gate-empty-cell"}


@pytest.mark.parametrize("row", ["| a | &nbsp; |", r"| a \| b | ____ |", "| – | 0 |"])
def test_a_cell_for_handwriting_is_not_empty_in_markdown(row: str) -> None:
    assert rules("ja/01.md", f"{ROW.format('佐藤')}{row}\n") == set()


def test_code_in_markdown_is_no_table_and_no_link() -> None:
    assert rules("ja/01.md", "```\n| a |  |\n[]() <b:>\n```\n") == set()


@pytest.mark.parametrize(
    "cell", ["<td></td>", "<td> \n </td>", "<td><span></span></td>", "<th></th>", '<td class="id"></td>']
)
def test_an_empty_cell_is_found_in_html(cell: str) -> None:
    assert rules("ja/01.html", html(f"<table><tr><td>a</td>{cell}</tr></table>")) == {"gate-empty-cell"}


@pytest.mark.parametrize(
    "cell",
    [
        '<td class="blank"></td>',
        '<td class="wide blank"></td>',
        "<td data-blank></td>",
        '<td><span class="blank"></span></td>',
        '<td><svg role="img"><title>t</title></svg></td>',
        "<td>0</td>",
        "<td><table><tr><td>a</td></tr></table></td>",
    ],
)
def test_a_cell_with_something_in_it_is_not_empty_in_html(cell: str) -> None:
    assert rules("ja/01.html", html(f"<table><tr><td>a</td>{cell}</tr></table>")) == set()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://example.co.jp", "file:///etc/passwd", "//example.co.jp", "/etc", "data:x"]
)
def test_a_link_that_is_not_allowed_is_found(link: str) -> None:
    assert rules("ja/01.html", html(f'<p><a href="{link}">x</a></p>')) == {"gate-link"}
    assert rules("ja/01.md", f"[x]({link})\n") == {"gate-link"}


@pytest.mark.parametrize(
    "link",
    [
        "https://example.co.jp/#/a",
        "mailto:a@example.co.jp",
        "tel:+819000000001",
        "../index.html",
        "02-approvers.html",
        "../en/01.html#a",
    ],
)
def test_a_link_that_is_allowed_is_not_found(link: str) -> None:
    assert rules("ja/01.html", html(f'<p><a href="{link}">x</a></p>')) == set()
    assert rules("ja/01.md", f"[x]({link}) <https://example.co.jp>\n") == set()


def test_links_that_lead_nowhere_are_found() -> None:
    assert rules("ja/01.html", html('<p><a href="">x</a></p>')) == {"gate-empty-link"}
    assert rules("ja/01.html", html("<p>[]()</p>")) == {"gate-empty-link"}
    assert rules("ja/01.html", html('<p id="a"><a href="#b">x</a></p>')) == {"gate-dead-link"}
    assert rules("ja/01.html", html('<p id="a"><a href="#a">x</a></p>')) == set()
    assert rules("ja/01.md", "[x]()\n") == {"gate-empty-link"}
    assert rules("ja/01.md", "x <>\n") == {"gate-empty-link"}


def test_brackets_of_a_value_are_no_link() -> None:
    value = "[a](javascript:b) <x:y>"
    assert rules("ja/01.md", f"{escape_markdown(value)}\n", value) == set()


@pytest.mark.parametrize(
    "part",
    [
        "<script>1</script>",
        '<img src="a.png" alt="x">',
        '<img src="https://example.co.jp/a.png" alt="x">',
        '<p onclick="x()">x</p>',
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css';</style>",
        "<style>p{background:url(a)}</style>",
        '<p style="background:URL (a)">x</p>',
        '<iframe src="a"></iframe>',
        '<object data="a">x</object>',
        '<base href="https://a">',
        '<form action="a">x</form>',
        '<meta http-equiv="refresh" content="0">',
        '<svg><use href="a.svg#b"/></svg>',
        '<svg><image xlink:href="a.png"/></svg>',
        '<video src="a"></video>',
        "<style>p{background:\\75rl(a)}</style>",
    ],
)
def test_whatever_runs_or_loads_something_is_found(part: str) -> None:
    assert rules("ja/01.html", html(part)) == {"gate-outside"}


def test_an_image_inside_the_page_is_allowed() -> None:
    assert (
        rules("ja/01.html", html('<img alt="x" src="data:image/png;base64,AA=="><svg><use href="#a"/></svg>')) == set()
    )


def test_a_page_without_language_and_an_id_used_twice_are_found() -> None:
    assert rules("ja/01.html", html("x", language="")) == {"gate-no-language"}
    assert rules("ja/01.html", html('<p id="a">x</p><p id="a">y</p>')) == {"gate-id-twice"}


@pytest.mark.parametrize(
    ("path", "text"), [("ja/01.md", f"# x\n\n{KEY}\n"), ("ja/01.html", html(f"<p>x</p><p>{KEY}</p>"))]
)
def test_a_secret_stops_with_its_own_error_and_is_not_shown(path: str, text: str) -> None:
    problems = check_text(path, text)
    with pytest.raises(SecretFoundError) as error:
        refuse_if_any([*problems, Problem("gate-link", path)])
    assert [problem.rule for problem in error.value.problems] == ["secret-aws-key"]
    assert KEY not in str(error.value)
    assert error.value.problems[0].where.startswith(path)


def test_findings_stop_the_build_and_none_do_not() -> None:
    refuse_if_any([])
    problem = Problem("gate-link", "ja/01.md")
    with pytest.raises(RenderingRefusedError) as error:
        refuse_if_any(iter([problem]))
    assert error.value.problems == (problem,)


def test_a_finding_says_the_line_in_markdown() -> None:
    assert [problem.where for problem in check_text("ja/01.md", "# x\n\n[x](file:a)\n")] == ["ja/01.md:3"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_finding_can_be_said(language: str) -> None:
    body = (
        '{{ x }}<table><tr><td></td></tr></table><a href="">x</a><a href="#b">x</a><a href="x:y">x</a>'
        '<script></script><p id="a"></p><p id="a"></p>'
    )
    problems = check_text("ja/01.html", html(body, language=""))
    kinds = ("leftover", "empty-cell", "empty-link", "dead-link", "link", "outside", "id-twice", "no-language")
    assert {problem.rule for problem in problems} == {f"gate-{kind}" for kind in kinds}
    assert all(all(sentences(problem, language)) for problem in problems)
