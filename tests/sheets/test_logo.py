"""A logo is shapes, written anew: whatever else an SVG can hold is refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import ENGLISH, MINIMAL
from support.organisations import LANGUAGES, knowledge

from runbook.sheets.logo import LogoError, logo

SPACE = 'xmlns="http://www.w3.org/2000/svg"'
GOOD = (
    f'<?xml version="1.0"?><!-- drawn --><svg {SPACE} viewBox="0 0 10 4"><title>x</title>'
    '<g fill="#000"><path d="M0 0L4 4z"/></g></svg>'
)


def svg(inside: str, head: str = 'viewBox="0 0 10 4"') -> str:
    return f"<svg {SPACE} {head}>{inside}</svg>"


def test_shapes_are_written_anew_with_the_name_of_the_company() -> None:
    drawn = '<g fill="#000"><path d="M0 0L4 4z"></path></g>'
    head = '<svg class="logo" role="img" viewBox="0 0 10 4"><title>A &amp; B</title>'
    assert logo(GOOD, "A & B") == f"{head}{drawn}</svg>"


def test_a_size_serves_where_there_is_no_view_box() -> None:
    assert 'viewBox="0 0 30 12"' in logo(svg("<path/>", 'width="30px" height="12"'), "x")


@pytest.mark.parametrize(
    ("text", "reason", "name"),
    [
        ("", "form", ""),
        ("not xml", "form", ""),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<path/>"), "form", ""),
        ('<?xml-stylesheet href="x.css"?>' + svg("<path/>"), "form", ""),
        ('<svg viewBox="0 0 1 1"><path/></svg>', "root", ""),
        ("<html/>", "root", ""),
        (svg(""), "root", ""),
        (svg("<title>only</title>"), "root", ""),
        (svg("<path/>", 'width="50%" height="5"'), "root", ""),
        (svg("<script>x</script>"), "element", "script"),
        (svg("<g><text>SECRET</text></g>"), "element", "text"),
        (svg("<g>word<path/></g>"), "element", "g"),
        (svg('<image href="https://example.co.jp/x.png"/>'), "element", "image"),
        (svg('<use href="#a"/>'), "element", "use"),
        (svg("<style>*{}</style>"), "element", "style"),
        (svg("<foreignObject/>"), "element", "foreignObject"),
        (svg("<svg><path/></svg>"), "element", "svg"),
        (svg('<path onload="x()"/>'), "attribute", "onload"),
        (svg('<path style="fill:red"/>'), "attribute", "style"),
        (svg('<path xmlns:l="http://www.w3.org/1999/xlink" l:href="#a"/>'), "attribute", "href"),
        (svg('<path fill="url(#a)"/>'), "value", "fill"),
        (svg('<path fill="&quot;"/>'), "value", "fill"),
        (svg("<path/>", 'viewBox="0 0 1 &lt;"'), "value", "viewBox"),
    ],
)
def test_anything_but_shapes_is_refused_by_name(text: str, reason: str, name: str) -> None:
    with pytest.raises(LogoError) as caught:
        logo(text, "x")
    assert (caught.value.reason, caught.value.name) == (reason, name)


def test_every_reason_has_its_sentences() -> None:
    reasons = {"form", "root", "element", "attribute", "value", "outside", "unreadable"}
    for language in LANGUAGES:
        for reason in reasons:
            assert knowledge().language(language).has(f"problems.logo-{reason}.remedy")


@pytest.mark.slow
def test_the_logo_is_on_the_cover_and_no_code_changes(tmp_path: Path, runbook: Runbook) -> None:
    def built(name: str, more: str) -> tuple[str, str]:
        config = tmp_path / f"{name}.yaml"
        config.write_text(ENGLISH + more, "utf-8")
        ended = runbook("build", str(config), "-o", str(tmp_path / name), "-f", "html", "--date", "2026-11-24")
        assert ended.code == 0, ended.stderr
        page = (tmp_path / name / "en" / "00-register.html").read_text("utf-8")
        code = re.search(r'<span class="code">([^<]+)</span>', page)
        assert code is not None
        return page, code[1]

    (tmp_path / "logo.svg").write_text(GOOD, "utf-8")
    plain, with_logo = built("plain", ""), built("own", "look: {logo: logo.svg}\n")
    assert 'class="logo"' in with_logo[0]
    assert 'class="logo"' not in plain[0]
    assert with_logo[1] == plain[1]


@pytest.mark.parametrize(
    ("name", "rule"), [("missing.svg", "cannot be read"), ("sub/../../logo.svg", "outside"), ("bad.svg", "script")]
)
def test_a_logo_that_cannot_be_printed_stops_the_build(tmp_path: Path, runbook: Runbook, name: str, rule: str) -> None:
    folder = tmp_path / "company"
    (folder / "sub").mkdir(parents=True)
    for path in (tmp_path / "logo.svg", folder / "bad.svg"):
        path.write_text(GOOD if path.name == "logo.svg" else svg("<script/>"), "utf-8")
    config = folder / "config.yaml"
    config.write_text(f"{MINIMAL}look: {{logo: {name}}}\n", "utf-8")
    ended = runbook("build", str(config), "-o", str(tmp_path / "out"), "-f", "html", "--date", "2026-11-24")
    assert ended.code == 2
    line = MINIMAL.count("\n") + 1
    assert f"config.yaml:{line}:14  look.logo: " in ended.stderr
    assert rule in ended.stderr
    assert not (tmp_path / "out").exists()
