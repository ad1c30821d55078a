"""Two languages as one packet: each step beside itself, one box for each, one code for both, or nothing at all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.command import Runbook
from support.organisations import ORGANISATIONS, sheets_of, view_of

from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import wording, words_of
from runbook.sheets.weaving import UnlikeError, elements, woven

ROW = re.compile(r'<tr class="step[^"]*"[^>]*>(.*?)</tr>', re.DOTALL)
NUMBER = re.compile(r"\b[A-Z]-[0-9]{2}(?:\.[0-9]+)?\b")
BOX = 'class="box"'


def twin_of(slug: str) -> str:
    japanese, english = (sheets_of("full", language)[slug].section.text for language in ("ja", "en"))
    return woven(japanese, english, "en")


def test_every_step_of_every_packet_stands_beside_itself() -> None:
    for packet in view_of("full", "ja").packets():
        rows = ROW.findall(twin_of(packet.slug))
        assert rows
        for row in rows:
            japanese, english = [cell.inside for cell in elements(row)][:2]
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese)
            assert set(NUMBER.findall(english)) == set(NUMBER.findall(japanese))
            assert BOX not in english


def test_there_is_a_box_where_the_first_language_has_one_and_no_field() -> None:
    japanese = sheets_of("full", "ja")["alert"].section.text
    assert twin_of("alert").count(BOX) == japanese.count(BOX)
    assert "data-field" in japanese
    assert "data-field" not in twin_of("alert")


def test_what_is_the_same_in_both_stands_once() -> None:
    one = '<section class="sheet"><table class="x"><tbody><tr><td>E-1</td><td>一</td></tr></tbody></table></section>'
    both = woven(one, one.replace("一", "one"), "en")
    assert both.count("E-1") == 1
    assert '一<br><span lang="en">one</span>' in both


@pytest.mark.parametrize(
    "other", ["<h2>a</h2>", "<p>a</p><p>b</p>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"]
)
def test_what_is_not_built_alike_is_not_woven(other: str) -> None:
    one = '<section class="sheet">{}</section>'
    mine = "<table><tbody><tr><td>a</td></tr></tbody></table>" if other.startswith("<table") else "<p>a</p>"
    with pytest.raises(UnlikeError):
        woven(one.format(mine), one.format(other), "en")


def test_the_elements_of_a_piece_are_all_of_it() -> None:
    pieces = list(elements('<p>a<br>b</p> words <svg><rect x="1"/></svg><br>'))
    assert [piece.name for piece in pieces] == ["p", "", "svg", "br"]
    assert pieces[0].inside == "a<br>b"


@pytest.mark.paper
def test_the_twin_is_one_paper_with_one_code_in_a_folder_of_its_own(tmp_path: Path, runbook: Runbook) -> None:
    asked = ("packet", str(ORGANISATIONS["minimal"]), "--case", "alert", "--twin", "--at", "2026-11-24T03:10")
    ended = runbook(*asked, "-o", str(tmp_path / "twin"))
    assert ended.code == 0, ended.stderr
    files = json.loads((tmp_path / "twin" / "manifest.json").read_text("utf-8"))
    assert files["twin"] == ["ja", "en"]
    (page,) = (tmp_path / "twin").rglob("*.html")
    assert [path.suffix for path in sorted((tmp_path / "twin" / "ja-en").iterdir())] == [".html", ".pdf"]
    text = page.read_text("utf-8")
    section = text[text.index("<section") : text.index("</section>") + len("</section>")]
    (code,) = re.findall(r'<span class="code">([^<]+)</span>', section)
    assert code == sheet_code("ja-en", words_of(wording(section)))
    assert "index.html" not in ended.stderr


def test_a_twin_needs_two_languages_and_has_columns(tmp_path: Path, runbook: Runbook) -> None:
    config = tmp_path / "config.yaml"
    minimal = ORGANISATIONS["minimal"].read_text("utf-8")
    config.write_text(re.sub(r"(?m)^languages: .*$", "languages: [en]", minimal), "utf-8")
    asked = ("packet", "--case", "alert", "--twin", "-o", str(tmp_path / "twin"))
    alone = runbook(*asked, "-c", str(config))
    assert (alone.code, "[ja, en]" in alone.stderr) == (2, True)
    assert runbook(*asked, "-f", "md", "-c", str(ORGANISATIONS["minimal"])).code == 2
    assert not (tmp_path / "twin").exists()
