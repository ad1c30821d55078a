"""The finished paper, read from the PDFs: pages, numbering, heads, steps, fonts, tags, and what reaches the reader."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import page
import pikepdf
import pytest
from support.config_texts import MINIMAL, changed
from support.organisations import LANGUAGES, ORGANISATIONS, TODAY, built, knowledge, printed, view_of
from support.papers import Papers

from runbook.build import build
from runbook.config import load_config
from runbook.paper.readback import squeezed
from runbook.sheets.sets import expected_texts

pytestmark = pytest.mark.paper

SHEETS = [sheet.name for sheet in knowledge().sheets]
FAMILIES = {"BIZ", "Noto", "JetBrains"}


EVERY_SHEET = [
    pytest.param(organisation, f"{language}/{sheet}", id=f"{organisation}-{language}-{sheet}")
    for organisation in ORGANISATIONS
    for language in LANGUAGES
    for sheet in SHEETS
]


@pytest.mark.parametrize(("organisation", "name"), EVERY_SHEET)
def test_a_sheet_counts_its_own_pages_and_carries_its_code(papers: Papers, organisation: str, name: str) -> None:
    """All three organisations are samples, and every page says so."""
    code = next(sheet.code for sheet in printed(organisation) if str(sheet.name) == name)
    texts = papers.pages(organisation, name)
    for number, text in enumerate(texts, 1):
        assert f"{number}/{len(texts)}" in text
        assert code in text
        assert {"ja": "見本", "en": "SAMPLE"}[name[:2]] in text


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_minutes_are_one_page(papers: Papers, organisation: str, language: str) -> None:
    assert len(papers.pages(organisation, f"{language}/01-first-minutes")) == 1


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bound_runbook_is_made_of_the_same_pages(papers: Papers, organisation: str, language: str) -> None:
    single = [text for sheet in SHEETS for text in papers.pages(organisation, f"{language}/{sheet}")]
    assert list(papers.pages(organisation, f"{language}/runbook")) == single


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_number_and_step_is_found_in_the_bound_runbook(
    papers: Papers, organisation: str, language: str
) -> None:
    view = view_of(organisation, language)
    everything = "".join(papers.pages(organisation, f"{language}/runbook"))
    assert [text for text in expected_texts(view) if squeezed(text) not in everything] == []


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_is_split_over_two_pages(papers: Papers, organisation: str, language: str) -> None:
    marked = next(marked for marked in built(organisation).sets if marked.language == language)
    for sheet in marked:
        texts = papers.pages(organisation, str(sheet.name))
        for phase in marked.view.procedure.on_sheet(sheet.sheet.slug):
            for step in phase.steps:
                words = marked.view.language.words(f"steps.steps.{step.id}.do")
                plain = squeezed(re.sub(r"[{].*|[*`]", "", words))
                assert any(step.id in text and plain in text[text.index(step.id) :] for text in texts), step.id


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_list_of_steps_has_its_head(papers: Papers, organisation: str, language: str) -> None:
    words = knowledge().language(language)
    heads = [squeezed(words.words(f"labels.heads.{head}")) for head in ("id", "who", "say", "expect", "deviation")]
    for text in papers.pages(organisation, f"{language}/05-checklist"):
        if re.search(r"B-[0-9]{2}", text):
            assert [head for head in heads if head not in text] == []


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_fonts_are_embedded_and_only_ours(papers: Papers, organisation: str, language: str) -> None:
    with pikepdf.open(io.BytesIO(papers.pdf(organisation, f"{language}/runbook"))) as pdf:
        fonts = [
            font
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert font.get("/FontFile2") is not None
            assert any(family in str(font.FontName) for family in FAMILIES), font.FontName


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bound_runbook_is_tagged_titled_and_has_a_bookmark_per_sheet(
    papers: Papers, organisation: str, language: str
) -> None:
    content = papers.pdf(organisation, f"{language}/runbook")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles == [s.title for s in printed(organisation) if s.name.language == language]


@pytest.mark.parametrize("name", [f"{language}/{sheet}" for language in LANGUAGES for sheet in (*SHEETS, "runbook")])
def test_the_paper_is_accessible(papers: Papers, name: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(papers.pdf("full", name))
    report = page.validate_pdf(str(path), profile="ua1")
    assert list(report.failures) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_metadata_names_no_person_and_no_time(papers: Papers, language: str) -> None:
    with pikepdf.open(io.BytesIO(papers.pdf("full", f"{language}/02-approvers"))) as pdf:
        assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer", "/Creator"}


def test_paper_is_as_large_as_the_config_says(papers: Papers) -> None:
    for organisation, size in (("full", (595, 842)), ("awkward", (612, 792))):
        with pikepdf.open(io.BytesIO(papers.pdf(organisation, "en/04-break-glass"))) as pdf:
            assert tuple(round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]) == size
        with pikepdf.open(io.BytesIO(papers.pdf(organisation, "en/05-checklist"))) as pdf:
            assert tuple(round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]) == size[::-1]


def words_of(length: int) -> str:
    return ("漢字のながい説明。" * 100)[:length]


def test_the_longest_texts_that_the_config_takes_fit_on_paper(write_config: Callable[[str], Path]) -> None:
    minimal = MINIMAL
    for short, long in (
        ("name: Sample K.K.", f"name: {words_of(60)}, classification: {words_of(40)}"),
        ("languages: [ja, en]", "languages: [en]"),
        ("佐藤 花子", words_of(200)),
        ("加藤 健", "x" * 200),
        ("id: suzuki,", f"id: suzuki, title: {words_of(200)},"),
        ("金庫A", words_of(200)),
        ("name: payer", f"name: {words_of(200)}, note: {words_of(400)}"),
    ):
        minimal = changed(short, long, minimal)
    minimal += f"""
notes: {{B-07: {{before: {words_of(400)}, after: {words_of(400)}}}}}
contacts:
  - name: {words_of(200)}
    kind: vendor
    note: {words_of(400)}
    reference: {words_of(120)}
    deadline: {words_of(120)}
    phone: "+81 3 0000 0001"
    url: "https://example.com/{"a" * 470}"
"""
    built = build(load_config(write_config(minimal)), clock=TODAY, formats=("pdf",))
    assert len(built.files) == len(SHEETS) + 1
