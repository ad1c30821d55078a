"""What must never stand in a finished file, and what may although it looks like it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from support.organisations import sentences
from support.policies import with_policy

from runbook.errors import Problem, RenderingRefusedError, SecretFoundError
from runbook.sheets import gate
from runbook.sheets.gate import check_files, check_text, refuse_if_any
from runbook.sheets.look import form_script, our_script
from runbook.sheets.notation import escape_html, escape_markdown

ROW = "| 氏名 | 電話 |\n| --- | --- |\n| {} | &nbsp; |\n"
KEY = "AKIA" + "IOSFODNN7EXAMPLE"  # in two parts, because scanners read this file too


def html(body: str, *, head: str = "<title>t</title>", language: str = ' lang="ja"') -> str:
    page = f"<!DOCTYPE html><html{language}><head>{head}</head><body><main>{body}</main></body></html>"
    return with_policy(page)


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


@pytest.mark.parametrize(
    "name",
    [
        *("bdo", "canvas", "datalist", "details", "dialog", "font", "marquee", "noframes", "noscript", "option"),
        *("plaintext", "template", "textarea", "xmp"),
    ],
)
def test_no_element_may_hide_words_or_show_them_in_another_order(name: str) -> None:
    assert "gate-hiding" in rules("ja/01.html", html(f"<{name}>x</{name}>"))
    assert "gate-hiding" not in rules("ja/01.html", html("<p>x</p>"))


@pytest.mark.parametrize("name", ["bgcolor", "color", "dir", "hidden", "inert", "popover", "text"])
def test_no_attribute_may_hide_words_or_turn_them_round(name: str) -> None:
    assert "gate-hiding" in rules("ja/01.html", html(f'<p {name}="x">x</p>'))


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


@pytest.mark.parametrize(
    "tag",
    [
        "script",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "base",
        "link",
        "video",
        "audio",
        "source",
        "portal",
        "form",
    ],
)
def test_an_element_that_could_run_or_load_is_found_by_its_name_alone(tag: str) -> None:
    assert [problem.values for problem in check_text("ja/01.html", html(f"<{tag}>"))] == [(("text", f"<{tag}>"),)]


@pytest.mark.parametrize(
    "attribute",
    [
        "src",
        "srcset",
        "poster",
        "data",
        "background",
        "xlink:href",
        "action",
        "formaction",
        "ping",
        "manifest",
        "longdesc",
    ],
)
def test_an_attribute_that_could_load_is_found_on_any_element(attribute: str) -> None:
    found = check_text("ja/01.html", html(f'<p {attribute}="a.png">x</p>'))
    assert [problem.values for problem in found] == [(("text", f"<p {attribute}=a.png>"),)]


@pytest.mark.parametrize("cell", ['<td class="blank"></td>', '<td class="wide blank"></td>', "<td data-blank></td>"])
def test_a_cell_that_is_left_blank_to_be_written_in_is_no_fault(cell: str) -> None:
    assert rules("ja/01.html", html(f"<table><tr><td>x</td>{cell}</tr></table>")) == set()
    plain = cell.replace("blank", "bland")
    assert rules("ja/01.html", html(f"<table><tr><td>x</td>{plain}</tr></table>")) == {"gate-empty-cell"}


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


def test_a_cell_with_nothing_but_a_picture_is_not_empty() -> None:
    for picture in ("<svg></svg>", '<img alt="" src="data:image/png;base64,AA==">'):
        assert rules("ja/01.html", html(f"<table><tr><td>x</td><td>{picture}</td></tr></table>")) == set()


def test_files_are_refused_together_and_by_their_paths() -> None:
    files = {"ja/01.md": b"[x]()\n", "en/01.html": html("<p>TODO</p>").encode(), "en/02.md": b"fine\n"}
    with pytest.raises(RenderingRefusedError) as error:
        check_files(files, ())
    assert [(problem.rule, problem.where) for problem in error.value.problems] == [
        ("gate-empty-link", "ja/01.md:1"),
        ("gate-leftover", "en/01.html"),
    ]
    check_files({"en/01.html": html("<p>TODO</p>").encode()}, ["TODO"])


def test_a_clean_file_is_looked_at_once_and_again_as_soon_as_anything_of_it_is_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def noted(path: str, text: str, innocent: Sequence[str]) -> list[Problem]:
        looked.append(path)
        return look(path, text, innocent)

    look = gate._check
    monkeypatch.setattr(gate, "_check", noted)
    page = html("<p>None of that name</p>").encode()
    for path, content, allowed in [
        ("ja/77.html", page, ["None of that name"]),
        ("ja/77.html", page, ["None of that name"]),
        ("ja/77.html", page + b" ", ["None of that name"]),
        ("ja/78.html", page, ["None of that name"]),
    ]:
        check_files({path: content}, allowed)
    assert looked == ["ja/77.html", "ja/77.html", "ja/78.html"]
    for _ in range(2):  # what is refused is refused each time
        with pytest.raises(RenderingRefusedError):
            check_files({"ja/77.html": page}, [])
    assert len(looked) == 5


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


# --- Every finding whole: its rule, its place, what it shows ----------------------------------------------------------

LONG = "x" * 60

MARKDOWN_FINDINGS = {
    f"| {LONG} |  |": ("gate-empty-cell", "p.md:3", {"text": f"| {LONG}"[:40]}),
    f"{LONG} []()": ("gate-empty-link", "p.md:3", {"text": LONG[:40]}),
    f"[x](ftp:{LONG})": ("gate-link", "p.md:3", {"link": f"ftp:{LONG}"[:40]}),
    f"<ftp:{LONG}>": ("gate-link", "p.md:3", {"link": f"ftp:{LONG}"[:40]}),
    f"abc {LONG} TODO {LONG}": ("gate-leftover", "p.md", {"leftover": "TODO", "text": f"{'x' * 14} TODO {'x' * 14}"}),
    KEY: ("secret-aws-key", "p.md:3", {}),
}
HTML_FINDINGS = {
    f"<table><tr><th>{LONG}</th><td>b</td><td></td><td>c</td></tr></table>": (
        "gate-empty-cell",
        "p.html",
        {"text": f"{LONG} | b | c"[:40]},
    ),
    "<table><tr><td>before</td></tr><tr><td>a</td><td></td><td>b</td><tr><td>after</td></table>": (
        "gate-empty-cell",
        "p.html",
        {"text": "a | b"},
    ),
    "<table><tr><td></td></tr></table>": ("gate-empty-cell", "p.html", {"text": "…"}),
    "<table><tr><td>row</td><td></td></table><p>not closed</p>": ("gate-empty-cell", "p.html", {"text": "row"}),
    '<a href=" ">x</a>': ("gate-empty-link", "p.html", {"text": "href"}),
    "<p>[](  )</p>": ("gate-empty-link", "p.html", {"text": "[]()"}),
    f'<a href="#{LONG}">x</a>': ("gate-dead-link", "p.html", {"link": f"#{LONG}"[:40]}),
    f'<area href="ftp:{LONG}">': ("gate-link", "p.html", {"link": f"ftp:{LONG}"[:40]}),
    f"<p>{LONG}</p><p>abc TODO d</p>": (
        "gate-leftover",
        "p.html",
        {"leftover": "TODO", "text": "x" * 10 + " abc TODO d"},
    ),
    f'<img src="{LONG}">': ("gate-outside", "p.html", {"text": f"<img src={LONG}"[:40]}),
    f"<style>p{{b:url({LONG})}}</style>": ("gate-outside", "p.html", {"text": f"url({LONG}"[:40]}),
    "<applet></applet>": ("gate-outside", "p.html", {"text": "<applet>"}),
    '<p id="a">x</p><p id="a">y</p><p id="b">z</p>': ("gate-id-twice", "p.html", {"id": "a"}),
    f"<p>x</p><p>{KEY}</p>": ("secret-aws-key", "p.html:3", {}),
}


@pytest.mark.parametrize("line", MARKDOWN_FINDINGS)
def test_a_finding_in_markdown_says_where_and_what(line: str) -> None:
    rule, where, values = MARKDOWN_FINDINGS[line]
    found = check_text("p.md", f"# x\n\n{line}\n\ny\n")
    assert found == [Problem(rule, where, tuple(values.items()))]


@pytest.mark.parametrize("body", HTML_FINDINGS)
def test_a_finding_in_html_says_where_and_what(body: str) -> None:
    rule, where, values = HTML_FINDINGS[body]
    assert check_text("p.html", html(body)) == [Problem(rule, where, tuple(values.items()))]


def test_a_page_without_language_is_named() -> None:
    for language in ("", ' lang=" "', ' xml:lang="ja"'):
        assert check_text("p.html", html("x", language=language)) == [Problem("gate-no-language", "p.html")]


@pytest.mark.parametrize("part", ["{{", "}}", "{%", "%}", "{#", "#}", "{a}", "{a[B-9]}", "{a_b}", "[object", "\uf8ff"])
def test_half_a_leftover_is_one(part: str) -> None:
    for path, text in (("p.md", f"a {part} b"), ("p.html", html(f"<p>a {part} b</p>"))):
        assert [dict(problem.values)["leftover"] for problem in check_text(path, text)] == [part]


@pytest.mark.parametrize("attribute", ["title", "alt", "aria-label", "content"])
def test_a_text_in_an_attribute_is_a_text(attribute: str) -> None:
    assert rules("p.html", html(f'<p {attribute}="TODO">x</p>')) == {"gate-leftover"}
    assert rules("p.html", html(f'<p {attribute}="{KEY}">x</p>')) == {"secret-aws-key"}


def test_what_no_reader_sees_is_no_text() -> None:
    assert (
        rules("p.html", html('<p class="TODO" lang="None">x</p>', head='<meta content="TODO"><title>t</title>'))
        == set()
    )


@pytest.mark.parametrize(
    "tag", sorted({"frame", "applet", "embed", "audio", "source", "portal", "link", "base", "form"})
)
def test_a_tag_that_runs_or_loads_is_not_allowed(tag: str) -> None:
    assert Problem("gate-outside", "p.html", (("text", f"<{tag}>"),)) in check_text("p.html", html(f"<{tag}>"))


LOADING = ("src", "srcset", "poster", "data", "background", "xlink:href", "action", "formaction", "ping", "manifest")


@pytest.mark.parametrize("attribute", [*LOADING, "longdesc", "onload", "onclick"])
def test_an_attribute_that_runs_or_loads_is_not_allowed(attribute: str) -> None:
    found = Problem("gate-outside", "p.html", (("text", f"<p {attribute}=a>"),))
    assert check_text("p.html", html(f'<p {attribute}="a">x</p>')) == [found]


@pytest.mark.parametrize("tag", ["use", "image", "feImage"])
def test_a_picture_may_point_into_its_page_only(tag: str) -> None:
    assert rules("p.html", html(f'<svg><{tag} href="a#b"/></svg>')) == {"gate-outside"}
    assert rules("p.html", html(f'<svg><{tag} href="#b"/></svg>')) == set()


@pytest.mark.parametrize("start", ["data:image/png;", "data:image/png,", "data:image/svg+xml;", "DATA:image/PNG;"])
def test_a_picture_in_the_page_is_no_outside(start: str) -> None:
    assert rules("p.html", html(f'<img alt="x" src="{start}AA">')) == set()


@pytest.mark.parametrize(
    "start", ["data:text/html,", "data:image/pngx", " data:image/png;", "https://a/data:image/png;"]
)
def test_another_address_of_a_picture_is_outside(start: str) -> None:
    assert rules("p.html", html(f'<img alt="x" src="{start}AA">')) == {"gate-outside"}


@pytest.mark.parametrize(
    "css", ["a:url(b)", "a:url \n(b)", "@IMPORT 'b'", "a:image-set(b)", "a:Image-Set (b)", "a:\\62"]
)
def test_css_that_loads_is_outside_wherever_it_stands(css: str) -> None:
    assert rules("p.html", html("x", head=f"<title>t</title><style>{css}</style>")) == {"gate-outside"}
    assert rules("p.html", html(f'<p style="{css}">x</p>')) == {"gate-outside"}


@pytest.mark.parametrize(
    ("attribute", "outside"),
    [
        ('http-equiv="refresh"', True),
        ('http-equiv="Refresh"', True),
        ('http-equiv="x"', False),
        ('name="refresh"', False),
    ],
)
def test_a_page_must_not_lead_away_by_itself(attribute: str, *, outside: bool) -> None:
    assert bool(check_text("p.html", html(f"<meta {attribute}>"))) is outside


def test_a_style_ends_where_it_ends() -> None:
    assert rules("p.html", html("<p>url(a) is a word here</p>", head="<style>p{}</style><title>t</title>")) == set()
    assert rules("p.html", html("<p>TODO</p>", head="<style>p{}</style>")) == {"gate-leftover"}


@pytest.mark.parametrize("fence", ["```", "~~~", "  ```yaml"])
def test_what_follows_code_is_read_again(fence: str) -> None:
    assert rules("p.md", f"{fence}\n[]()\n{fence}\n[]()\n") == {"gate-empty-link"}
    assert [problem.where for problem in check_text("p.md", f"{fence}\n[]()\n{fence}\n[]()\n")] == ["p.md:4"]


def test_a_fault_in_one_place_is_told_once_and_in_two_places_twice() -> None:
    assert len(check_text("p.md", "[]() []()\n")) == 1
    assert len(check_text("p.md", "[]()\n[]()\n")) == 2


def test_of_two_of_its_texts_the_longer_is_taken_out_first() -> None:
    allowed = ("None", "None Ltd None", "None Ltd")
    assert check_text("p.md", "None Ltd None\n", allowed) == []
    assert [dict(p.values)["text"] for p in check_text("p.md", "None Ltd None TODO\n", allowed)] == ["x TODO"]


@pytest.mark.parametrize("name", ["a b", "9", "A-z_0.9"])
def test_a_link_inside_the_output_has_a_plain_path(name: str) -> None:
    plain = " " not in name
    assert bool(check_text("p.html", html(f'<a href="../{name}/b.html#{name}">x</a>'))) is not plain
    assert rules("p.html", html(f'<a href="../../{name}">x</a>')) == {"gate-link"}


# --- The one script, the list for the search, the policy, the furniture -----------------------------------------------

LIST = '<script type="application/json" id="search-list">{}</script>'


def test_our_script_is_let_through_once_and_without_attributes() -> None:
    assert rules("p.html", html(f"x<script>{our_script()}</script>")) == set()
    assert rules("p.html", html(f"x<script>{our_script()}</script><script>{form_script()}</script>")) == set()
    for spoiled in (
        f"<script>{our_script()} </script>",
        f"<script>{form_script()}</script>",
        f"<script>{form_script()}</script><script>{our_script()}</script>",
        f"<script>{our_script()}</script><script>{form_script()} </script>",
        f"<script>{our_script()}</script><script>{our_script()}</script>",
        f"<script defer>{our_script()}</script>",
        f'<script src="">{our_script()}</script>',
        f'<script type="module">{our_script()}</script>',
        "<script></script>",
        '<script type="text/javascript">1</script>',
        '<script type="application/json">[]</script>',
        '<script type="application/json" id="other">[]</script>',
    ):
        assert "gate-outside" in rules("p.html", html(f"x{spoiled}")), spoiled


def test_the_list_for_the_search_is_looked_at_as_words_are() -> None:
    assert rules("p.html", html(LIST.format('["a", ["B-07", "b", ["c"]]]'))) == set()
    assert rules("p.html", html(LIST.format('["a", ["TODO b"]]'))) == {"gate-leftover"}
    assert rules("p.html", html(LIST.format('["a", ["\\u0054ODO b"]]'))) == {"gate-leftover"}
    assert rules("p.html", html(LIST.format(f'["a", "{KEY}"]'))) == {"secret-aws-key"}
    assert rules("p.html", html(LIST.format(f"{KEY} is no list"))) == {"secret-aws-key"}


@pytest.mark.parametrize("name", ["fill", "fill-written", "fill-panel", "fill-other"])
def test_no_word_wears_what_only_the_script_of_a_form_makes(name: str) -> None:
    assert rules("p.html", html(f'<p class="note {name}">x</p>')) == {"gate-hiding"}
    assert rules("p.html", html(f'<p class="note un{name}">x</p>')) == set()


def test_what_a_form_is_told_is_looked_at_as_words_are() -> None:
    told = '<script type="application/json" id="form">{}</script>'
    assert rules("p.html", html(told.format('{"a": {"b": "$done of $steps", "c": null}}'))) == set()
    assert rules("p.html", html(told.format('{"a": {"b": "TODO"}}'))) == {"gate-leftover"}
    assert rules("p.html", html(told.format(f'{{"a": ["{KEY}"]}}'))) == {"secret-aws-key"}


@pytest.mark.parametrize(
    "edit",
    [
        ("default-src 'none'", "default-src *"),
        ("script-src 'none'", "script-src 'unsafe-inline'"),
        ("style-src 'sha256-", "style-src 'unsafe-inline' 'sha256-"),
        ("form-action 'none'", "form-action 'none'; connect-src *"),
        ("Content-Security-Policy", "Content-Security-Policy-Report-Only"),
        ("<title>", '<meta http-equiv="content-security-policy" content="img-src *"><title>'),
        ("p{color:#000}", "p{color:#111}"),
        ('style="color:#000"', 'style="color:#111"'),
    ],
)
def test_a_page_carries_the_policy_of_exactly_what_is_in_it(edit: tuple[str, str]) -> None:
    page = html('<p style="color:#000">x</p>', head="<title>t</title><style>p{color:#000}</style>")
    assert rules("p.html", page) == set()
    old, new = edit
    assert page.count(old) == 1
    assert rules("p.html", page.replace(old, new)) == {"gate-policy"}


def test_a_page_without_policy_is_refused_and_told_in_both_languages() -> None:
    (problem,) = check_text("p.html", '<html lang="ja"><head></head><body>x</body></html>')
    assert problem == Problem("gate-policy", "p.html")
    assert all(all(sentences(problem, language)) for language in ("ja", "en"))


@pytest.mark.parametrize("part", ['<a class="skip" href="#a">', '<header class="bar">', '<nav class="x contents">'])
def test_what_is_not_printed_stands_around_no_sheet_and_in_none(part: str) -> None:
    tag = part[1:].partition(" ")[0]
    place = '<p id="a">'
    page = html(f"{place}x</p>")
    assert rules("p.html", page.replace("<main>", f"{part}x</{tag}><main>")) == set()
    assert rules("p.html", page.replace("<main>", f"{part}<p>x</{tag}><main>")) == set()  # what was left open ends, too
    assert rules("p.html", page.replace(place, f"{place}{part}x</{tag}>")) == {"gate-hiding"}
    around = page.replace("<main>", f"{part}<main>").replace("</main>", f"</main></{tag}>")
    assert rules("p.html", around) == {"gate-hiding"}
    assert rules("p.html", page.replace("<main>", f'{part}<section class="sheet">x</section></{tag}><main>')) == {
        "gate-hiding"
    }
