from __future__ import annotations

from pathlib import Path

import pytest
from support.organisations import LANGUAGES, ROOT, knowledge, sentences
from support.policies import with_policy

from runbook.errors import RenderingRefusedError
from runbook.sheets.gate import check_text
from runbook.sheets.stylesheet import refused_in_style, refused_in_stylesheet
from runbook.sheets.templates import Templates

PAGE = ROOT / "templates" / "page"

HIDING = [
    "display: none",
    "display: NONE !important",
    "display: contents",
    "display: table-header-group",
    "visibility: hidden",
    "opacity: 0",
    "font-size: 0",
    "font-size: 0.1em",
    "font-size: 1px",
    "font-size: 1000em",
    "font-size: calc(1px - 1px)",
    "font-size: 1ex",
    "font: 0/0 a",
    "color: white",
    "color: #eee",
    "color: transparent",
    "color: rgba(0, 0, 0, 0.1)",
    "color: var(--ink)",
    "--ink: white",
    "background: black",
    "background-color: #777",
    "background: linear-gradient(#000, #000)",
    "position: absolute; left: -9999px",
    "text-indent: -9999px",
    "margin: -5em",
    "margin-left: -9999px",
    "margin-left: 9999px",
    "clip: rect(0, 0, 0, 0)",
    "clip-path: inset(50%)",
    "transform: scale(0)",
    "filter: opacity(0)",
    "overflow: hidden; height: 0",
    "height: 1em",
    "max-height: 0",
    "width: 0",
    "max-width: 1px",
    "line-height: 0",
    "letter-spacing: -1em",
    "text-transform: uppercase",
    "text-decoration: line-through",
    "list-style-type: 'NOT '",
    "quotes: 'x' 'y'",
    "direction: rtl; unicode-bidi: bidi-override",
    "flex-direction: row-reverse",
    "order: -1",
    "float: left",
    "z-index: 9",
    "outline: 200px solid black",
    "font-family: Wingdings",
    "animation: gone 1s",
    "all: unset",
    "zoom: 0",
    "color: red blue",
    "color:",
    "nonsense",
    "a { display: none }",
]


def test_the_stylesheet_that_paper_and_screen_share_passes_by_the_same_rule() -> None:
    assert refused_in_stylesheet((PAGE / "base.css").read_text("utf-8")) == ()


@pytest.mark.parametrize("sheet", ["screen.css", "dark.css"])
def test_the_design_passes_for_itself_only_and_not_with_one_sign_more(sheet: str) -> None:
    shipped = (PAGE / sheet).read_text("utf-8").strip()
    assert refused_in_stylesheet(shipped)
    for text, rule in ((shipped, set()), (shipped + " ", {"gate-style"})):
        page = with_policy(f'<html lang="ja"><head><style>{text}</style></head><body>x</body></html>')
        assert {problem.rule for problem in check_text("ja/01.html", page)} == rule


@pytest.mark.parametrize("declarations", HIDING)
def test_what_could_hide_move_cover_or_add_words_is_refused_wherever_it_stands(declarations: str) -> None:
    assert refused_in_style(declarations)
    for frame in ("{}", "@media print {{ {} }}"):
        assert refused_in_stylesheet(frame.format(f"td {{ {declarations} }}"))


@pytest.mark.parametrize(
    "text",
    [
        '.code::after { content: " CURRENT" }',
        "@import 'a.css';",
        "@font-face { font-family: x; src: local(Wingdings) }",
        "@supports (display: grid) { td { display: none } }",
        "@layer a { td { display: none } }",
        "@keyframes gone { to { opacity: 0 } }",
        "@page { @top-left { content: 'x' } }",
        "@media print;",
        "td { color: black } }",
        "table.qr, td { height: 1em }",
        "p, del { text-decoration: line-through }",
        "thead, tr { display: table-header-group }",
    ],
)
def test_rules_that_do_more_than_they_may_are_refused(text: str) -> None:
    assert refused_in_stylesheet(text)


@pytest.mark.parametrize(
    "declarations",
    [
        "color: #123; background: #f4f4ff",
        "color: #c00",
        "color: inherit",
        "background: none",
        "font-family: Meiryo, 'Yu Gothic', sans-serif",
        "font-size: 0.75rem",
        "font-size: 14px; font-weight: 600; line-height: 1.4",
        "margin: 0 auto 1.5em",
        "padding: 4px 8px; border: 2px solid #09c; border-radius: 4px",
        "width: 12em; max-width: none; text-align: center",
        "content: ''",
        "width: 4%",
    ],
)
def test_the_look_of_words_may_change(declarations: str) -> None:
    assert refused_in_style(declarations) == ()
    assert refused_in_stylesheet(f"td, p::before {{ {declarations} }} /* ours */") == ()


def test_what_holds_no_words_may_be_low() -> None:
    assert refused_in_stylesheet(".sheet .qr, td.blank { height: 2em }") == ()


def test_the_line_of_a_refusal_is_told() -> None:
    (refused,) = refused_in_stylesheet("p { color: black }\n\ntd {\n  display: none;\n}\n")
    assert (refused.line, refused.text) == (4, "display: none;")


@pytest.mark.parametrize("name", ["base.css", "screen.css"])
def test_an_own_stylesheet_that_hides_words_is_refused_with_file_and_line(tmp_path: Path, name: str) -> None:
    own = tmp_path / "page" / name
    own.parent.mkdir()
    own.write_text((PAGE / "base.css").read_text("utf-8") + "td { display: none }\n", "utf-8")
    with pytest.raises(RenderingRefusedError) as caught:
        Templates.of(knowledge(), tmp_path)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.file) == ("gate-style", str(own))
    assert problem.line == len(own.read_text("utf-8").splitlines())
    assert all("display" in sentences(problem, language)[0] for language in LANGUAGES)


@pytest.mark.slow
def test_the_stylesheet_of_the_paper_is_left_to_the_paper(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "paper.css").write_text("td { position: absolute }", "utf-8")
    assert Templates.of(knowledge(), tmp_path).own_files == ("page/paper.css",)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p style="display:none">x</p>', "gate-style"),
        ("<style>p { opacity: 0 }</style>", "gate-style"),
        ("<p hidden>x</p>", "gate-hiding"),
        ("<details><summary>a</summary>x</details>", "gate-hiding"),
        ("<template>x</template>", "gate-hiding"),
        ('<p><bdo dir="rtl">x</bdo></p>', "gate-hiding"),
        ('<font color="white">x</font>', "gate-hiding"),
        ('<p style="color:#000">x</p>', ""),
    ],
)
def test_a_page_that_hides_words_is_refused(body: str, rule: str) -> None:
    problems = check_text("ja/01.html", with_policy(f'<html lang="ja"><head></head><body>{body}</body></html>'))
    assert {problem.rule for problem in problems} == ({rule} if rule else set())
    assert all(all(sentences(problem, language)) for problem in problems for language in LANGUAGES)
