"""One block or one sentence of your own: laid in, refused where it would change what is proved, and compared later."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import ENGLISH
from support.organisations import LANGUAGES, knowledge, sentences

from runbook.errors import RenderingRefusedError
from runbook.knowledge import loading
from runbook.knowledge.loading import load_knowledge
from runbook.overrides import PieceKind, Standing, catalogue, eject, own_pieces
from runbook.resources import templates_dir
from runbook.sheets.own_templates import MEMORY
from runbook.sheets.own_words import own_sentences
from runbook.sheets.pieces import blocks_in
from runbook.sheets.templates import Templates

SLIP = "sheets.register.slip"
PIECES = catalogue(knowledge())


def put(own: Path, path: str, text: str) -> Path:
    file = own / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def refusals(own: Path) -> dict[str, str]:
    """Rule by place: the line of a words file, else the path."""
    with pytest.raises(RenderingRefusedError) as caught:
        Templates.of(knowledge(), own)
    assert all(all(sentences(problem, language)) for problem in caught.value.problems for language in LANGUAGES)
    return {
        str(problem.line or Path(problem.where).relative_to(own)): problem.rule for problem in caught.value.problems
    }


def standings(own: Path) -> dict[str, Standing]:
    shipped = knowledge()
    return {piece.name: piece.standing for piece in own_pieces(own, Templates.of(shipped, own), shipped)}


def test_every_macro_is_a_block_once_and_whole() -> None:
    for path in templates_dir().rglob("*.j2"):
        text = path.read_text("utf-8")
        blocks = blocks_in(text)
        assert len(blocks) == text.count("{% macro ")
        assert all(block.text.count("{% macro ") == 1 for block in blocks.values())
    assert {piece.kind for piece in PIECES.values()} == set(PieceKind)


@pytest.mark.slow
def test_an_own_block_and_an_own_sentence_stand_on_the_sheets_which_say_so(tmp_path: Path, runbook: Runbook) -> None:
    own, output = tmp_path / "own", tmp_path / "out"
    put(own, "blocks/html/h2.j2", "{% macro h2(text) %}\n<h2>{{ gap() }} {{ text }}</h2>\n{% endmacro %}\n")
    put(own, "words/en.yaml", f'{SLIP}: "Log of swaps"\n')
    config = put(tmp_path, "config.yaml", ENGLISH)
    day = ("--date", "2026-11-24")
    done = runbook("build", config, "--templates", str(own), "-o", str(output), "-f", "html", "-f", "md", *day)
    assert done.code == 0, done.stderr
    page = (output / "en" / "00-register.html").read_text("utf-8")
    assert "Log of swaps" in page
    assert 'class="gap">—</span> Log of swaps' in page
    assert knowledge().language("en").words("labels.page.customised") in page
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    assert set(manifest["own_templates"]) == {"blocks/html/h2.j2", "words/en.yaml"}


def test_what_would_be_on_no_paper_or_change_what_is_filled_in_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "blocks/html/h9.j2", "{% macro h9(text) %}x{% endmacro %}")
    put(tmp_path, "words/fr.yaml", f"{SLIP}: x")
    assert refusals(tmp_path) == {"blocks/html/h9.j2": "template-unused", "words/fr.yaml": "template-unused"}


@pytest.mark.parametrize(
    "text", ["{% macro h3(text) %}x{% endmacro %}", "{% macro h2(text, more) %}x{% endmacro %}", "x", ""]
)
def test_a_block_is_the_one_that_its_file_is_named_after(tmp_path: Path, text: str) -> None:
    put(tmp_path, "blocks/html/h2.j2", text)
    assert refusals(tmp_path) == {"blocks/html/h2.j2": "template-other-block"}


def test_a_block_beside_the_whole_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "blocks/html/h2.j2", PIECES["blocks/html/h2.j2"].text)
    put(tmp_path, "blocks/html.j2", PIECES["blocks/html.j2"].text)
    assert refusals(tmp_path) == {"blocks/html/h2.j2": "template-unused"}


def test_every_wrong_line_of_own_sentences_is_told_at_once(tmp_path: Path) -> None:
    lines = (f"{SLIP}: {{a: b}}", "sheets.nope: x", 'sheets.register.sheet: "{number}"', 'sheets.set: ""', "steps.x: y")
    put(tmp_path, "words/en.yaml", "\n".join(lines))
    assert refusals(tmp_path) == {
        "1": "own-words-form",
        "2": "own-words-unknown",
        "3": "own-words-places",
        "4": "own-words-form",
        "5": "own-words-unknown",
    }


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_a_words_file_is_keys_and_texts(tmp_path: Path, text: str) -> None:
    file = put(tmp_path, "words/ja.yaml", text)
    with pytest.raises(RenderingRefusedError) as caught:
        own_sentences(file, knowledge().language("ja"))
    assert [problem.rule for problem in caught.value.problems] == ["own-words-form"]


@pytest.mark.slow
def test_what_is_ejected_is_as_shipped_until_it_is_edited(tmp_path: Path) -> None:
    wanted = [PIECES[name] for name in ("blocks/html/h2.j2", f"ja:{SLIP}", f"ja:{SLIP}_lead", "page/cover.css")]
    eject(wanted, tmp_path / "own", knowledge())
    own = tmp_path / "own"
    assert set(standings(own).values()) == {Standing.AS_SHIPPED}
    assert len(standings(own)) == len(wanted)
    css = own / "page" / "cover.css"
    css.write_text(css.read_text("utf-8") + ".history { font-size: 9pt; }\n", "utf-8")
    assert standings(own)["page/cover.css"] is Standing.CURRENT


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    eject([PIECES[f"en:{SLIP}"]], tmp_path, knowledge())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    put(tmp_path, "parts.j2", PIECES["parts.j2"].text)
    for name in (f"en:{SLIP}", "parts.j2", "parts/named.j2"):
        with pytest.raises(RenderingRefusedError) as caught:
            eject([PIECES["blocks/html/h3.j2"], PIECES[name]], tmp_path, knowledge())
        assert [problem.rule for problem in caught.value.problems] == ["ejected-already"]
    assert {path: path.read_bytes() for path in before} == before
    assert not (tmp_path / "blocks").exists()


@pytest.mark.slow
def test_diff_shows_what_changed_upstream_since(
    tmp_path: Path, runbook: Runbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, later = tmp_path / "own", tmp_path / "later"
    assert runbook("templates", "eject", "blocks/html/h2.j2", f"en:{SLIP}", "--templates", str(own)).code == 0
    unchanged = runbook("templates", "diff", "--templates", str(own))
    assert unchanged.code == 0
    shutil.copytree(templates_dir(), later)
    html = later / "blocks" / "html.j2"
    html.write_text(html.read_text("utf-8").replace("<h2>{{ text }}", '<h2 class="x">{{ text }}'), "utf-8")
    monkeypatch.setattr(loading, "templates_dir", lambda: later)
    found = {
        piece.name: piece for piece in own_pieces(own, Templates.of(load_knowledge(later), own), load_knowledge(later))
    }
    assert found[f"en:{SLIP}"].standing is Standing.AS_SHIPPED
    assert found["blocks/html/h2.j2"].standing is Standing.CHANGED
    assert '+<h2 class="x">{{ text }}</h2>' in found["blocks/html/h2.j2"].lines
    told = runbook("templates", "diff", "--templates", str(own))
    assert told.code == 1
    assert '+<h2 class="x">' in told.stdout


@pytest.mark.slow
def test_a_memory_that_was_edited_is_refused(tmp_path: Path, runbook: Runbook) -> None:
    eject([PIECES[f"en:{SLIP}"]], tmp_path, knowledge())
    memory = tmp_path / MEMORY
    memory.write_text(memory.read_text("utf-8").replace("Record of replacements", "Something else"), "utf-8")
    assert runbook("templates", "diff", "--templates", str(tmp_path)).code == 4
    memory.write_text("[]", "utf-8")
    assert runbook("templates", "diff", "--templates", str(tmp_path)).code == 4


def test_what_is_typed_wrong_is_told(tmp_path: Path, runbook: Runbook) -> None:
    at = ("--templates", str(tmp_path / "own"))
    assert runbook("templates", "burn", *at).code == 2
    assert runbook("templates", "eject", *at).code == 2
    near = runbook("templates", "eject", f"en:{SLIP}p", *at)
    assert (near.code, f"en:{SLIP}" in near.stderr) == (2, True)
    assert not (tmp_path / "own").exists()


@pytest.mark.slow
def test_the_list_finds_a_piece_by_a_part_of_its_name(tmp_path: Path, runbook: Runbook) -> None:
    own = tmp_path / "own"
    eject([PIECES[f"en:{SLIP}"]], own, knowledge())
    listed = runbook("templates", "list", SLIP, "--templates", str(own), "--json")
    entries = {entry["name"]: entry["own"] for entry in json.loads(listed.stdout)}
    assert entries[f"en:{SLIP}"] is True
    assert entries[f"ja:{SLIP}"] is False
    assert all(SLIP in name for name in entries)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"),
    [("sheets/02-approvers.j2", "file"), ("blocks/html/h2.j2", "block"), (f"en:{SLIP}", "sentence")],
)
def test_a_program_is_told_how_much_a_piece_is(runbook: Runbook, tmp_path: Path, name: str, kind: str) -> None:
    listed = json.loads(runbook("templates", "list", name, "--templates", tmp_path, "--json").stdout)
    assert {entry["name"]: entry["kind"] for entry in listed}[name] == kind
