"""The finished paper, read from the PDFs: pages, numbering, heads, steps, fonts, tags, and what reaches the reader."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from page import ValidationProfile
from support.config_texts import MINIMAL, changed, prepared
from support.loose_ends import Kind, lines_of, loose_ends_of
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, TODAY, built, knowledge, printed, view_of
from support.papers import Papers
from support.validated import broken_rules

from runbook.building import build
from runbook.config import load_config
from runbook.formats.pdf import most_pages
from runbook.paper import PaperCache, PaperSheet, cache_folder, print_sheets
from runbook.paper.readback import page_texts, squeezed
from runbook.sheets.pages import paper_page
from runbook.sheets.sets import MarkedSheet, expected_texts, mark_set, word_set
from runbook.sheets.templates import Templates
from runbook.sheets.view import View
from runbook.sheets.volumes import volumes_of

pytestmark = pytest.mark.paper

VAULT = ROOT / "tests" / "support" / "vault.yaml"
SHEETS = [sheet.name for sheet in knowledge().sheets]
FAMILIES = {"IBM-Plex", "BIZ", "Noto", "JetBrains"}


def sheets_of(organisation: str, language: str) -> list[MarkedSheet]:
    """The sheets of an organisation in one language, in order: those that all have, and its packets."""
    return [sheet for sheet in printed(organisation) if sheet.name.language == language]


def start_of(words: str) -> str:
    """The words up to their first value, as they are looked for on a page."""
    return squeezed(re.sub(r"[{].*|[*`]", "", words))


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_counts_its_own_pages_and_carries_its_code(papers: Papers, organisation: str, language: str) -> None:
    """All three organisations are samples, and every page says so."""
    sheets = sheets_of(organisation, language)
    assert [str(sheet.name) for sheet in sheets[: len(SHEETS)]] == [f"{language}/{name}" for name in SHEETS]
    assert len(sheets) > len(SHEETS)
    for sheet in sheets:
        texts = papers.pages(organisation, str(sheet.name))
        for number, text in enumerate(texts, 1):
            assert f"{number}/{len(texts)}" in text
            assert sheet.code in text
            assert {"ja": "見本", "en": "SAMPLE"}[language] in text


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_packet_has_four_pages_to_its_end_and_four_behind_it_at_most(
    papers: Papers, organisation: str, language: str
) -> None:
    packets = [str(sheet.name) for sheet in sheets_of(organisation, language) if sheet.sheet.is_packet]
    assert packets
    for name in packets:
        assert_short(name, papers.pages(organisation, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_has_a_packet_of_a_company_with_everything_in_a_vault(language: str) -> None:
    case = prepared(VAULT.read_text("utf-8"))
    view = next(view for view in case.views if view.language.code == language)
    sheets = [
        PaperSheet(str(sheet.name), in_the_least_size(sheet, view), (), most_pages(sheet.sheet))
        for packet in view.packets()
        for sheet in mark_set(word_set(view, case.templates, packet), {}, case.templates)
    ]
    assert sheets
    for name, paper in print_sheets(sheets, cache=PaperCache(cache_folder(os.environ))).items():
        assert_short(name, [squeezed(text) for text in page_texts(paper.pdf)])


def in_the_least_size(sheet: MarkedSheet, view: View) -> str:
    """A sheet without the larger sizes: they are tried only as long as its end keeps to its pages."""
    return paper_page(sheet, view, Templates.of(knowledge(), None)).replace(".size-1 ", ".no-size ")


def assert_short(name: str, texts: Sequence[str]) -> None:
    """To END four pages at most, of steps of at least 10 pt (the press refuses less), and behind it four at most."""
    end = squeezed(knowledge().language(name.partition("/")[0]).words("packets.notes.end"))
    (page_of_end,) = (number for number, text in enumerate(texts, 1) if end in text)
    assert page_of_end <= 4, name
    assert len(texts) - page_of_end <= 4, name


@pytest.mark.parametrize("organisation", ["minimal", "full"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_ends_with_a_heading_or_has_next_to_nothing_and_hardly_a_line_has_one_sign(
    papers: Papers, organisation: str, language: str
) -> None:
    """What the press tries to avoid, looked for on what it has printed."""
    found = [
        loose
        for sheet in sheets_of(organisation, language)
        for loose in loose_ends_of(papers.output(organisation) / f"{sheet.name}.pdf")
    ]
    single = [loose for loose in found if loose.kind is Kind.ONE_SIGN]
    assert [str(loose) for loose in found if loose.kind is not Kind.ONE_SIGN] == []
    assert len(single) <= 6, [str(loose) for loose in single]  # behind some a mark stands


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_account_id_is_broken_where_packets_and_emergency_users_are_listed(papers: Papers, language: str) -> None:
    """It was where a column was too narrow for a word of it: the press then took a way in which ids may break."""
    with closing(pypdfium2.PdfDocument(papers.pdf("full", f"{language}/04-break-glass"))) as document:
        text = "\n".join(leaf.get_textpage().get_text_bounded() for leaf in document)
    in_one = re.sub(r"[\r\n]+", "", text)
    ids = {account.shown_id for account in view_of("full", language).organisation.accounts}
    broken = {name for name in ids if text.count(name) != in_one.count(name)}
    assert any(name in text for name in ids)
    assert broken == set()


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_minutes_are_one_page_or_one_leaf_and_nothing_on_it_is_small(
    papers: Papers, organisation: str, language: str
) -> None:
    """Letter paper with four groups of accounts, six other routes and a name of a hundred signs takes both sides."""
    assert len(papers.pages(organisation, f"{language}/01-first-minutes")) <= (2 if organisation == "awkward" else 1)
    words = knowledge().language(language).words
    marked = {words("labels.evidence.time"), "OrganizationAccountAccessRole"}  # in a frame; in the face of codes
    document = pypdfium2.PdfDocument(papers.output(organisation) / language / "01-first-minutes.pdf")
    lines = [line for leaf in document for line in lines_of(leaf)]
    document.close()
    assert len(lines) > 40
    small = [line.words for line in lines if line.size < 10.95]
    assert [line for line in small if not any(mark in line for mark in marked)] == []


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bound_runbook_is_made_of_the_same_pages(papers: Papers, organisation: str, language: str) -> None:
    names = [str(sheet.name) for sheet in sheets_of(organisation, language)]
    single = {name: list(papers.pages(organisation, name)) for name in names}
    order = [
        f"{language}/{sheet.name}"
        for sheet in volumes_of([s.sheet for s in sheets_of(organisation, language)])[0].sheets
    ]
    assert sorted(order) == sorted(names)
    assert order[0] == f"{language}/20-alert"
    bound = list(papers.pages(organisation, f"{language}/runbook"))
    after_contents = bound[len(bound) - sum(len(single[name]) + len(single[name]) % 2 for name in order) :]
    assert after_contents == [text for name in order for text in [*single[name], *[""] * (len(single[name]) % 2)]]
    assert 0 < len(bound) - len(after_contents) <= 4


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_volumes_hold_every_sheet_once_and_name_its_page(papers: Papers, organisation: str, language: str) -> None:
    sheets = [sheet.sheet for sheet in sheets_of(organisation, language)]
    volumes = [volume for volume in volumes_of(sheets) if volume.id != "runbook"]
    assert [volume.id for volume in volumes] == ["emergency", "reference", "handbook"]
    assert sorted(sheet.name for volume in volumes for sheet in volume.sheets) == sorted(sheet.name for sheet in sheets)
    for volume in volumes:
        pages = papers.pages(organisation, f"{language}/{volume.id}")
        for sheet in volume.sheets:
            first = papers.pages(organisation, f"{language}/{sheet.name}")[0]
            number = pages.index(first) + 1
            assert number % 2 == 1, sheet.name
            assert any(str(number) in text for text in pages[:4])


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_number_and_step_is_found_in_the_bound_runbook(
    papers: Papers, organisation: str, language: str
) -> None:
    view = view_of(organisation, language)
    everything = "".join(papers.pages(organisation, f"{language}/runbook"))
    assert [text for text in expected_texts(view) if squeezed(text) not in everything] == []


def pages_of_rows(papers: Papers, organisation: str, sheet: MarkedSheet, view: View) -> dict[str, list[str]]:
    """The rows of a packet by number: the pages on which number, words, and what one should see stand together."""
    packet, texts = view.packet(sheet.sheet), papers.pages(organisation, str(sheet.name))
    found: dict[str, list[str]] = {}
    for row in (row for section in packet.packet.sections for row in section.rows):
        step = row.first.step.id
        note = view.organisation.notes.get(step)
        own = note.instead.in_language(view.language.code) if note and note.instead else None
        parts = [squeezed(own) if own else start_of(view.language.words(packet.rows.words(row)))]
        if packet.rows.shows_expected(row):
            parts.append(start_of(view.language.words(f"steps.steps.{step}.expect")))
        pattern = re.compile(".*?".join(map(re.escape, (row.first.number, *parts))), re.DOTALL)
        found[row.first.number] = [text for text in texts if pattern.search(text)]
    return found


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_is_split_over_two_pages_and_every_page_of_steps_has_its_head(
    papers: Papers, organisation: str, language: str
) -> None:
    marked = next(marked for marked in built(organisation).sets if marked.language == language)
    heads = [
        squeezed(marked.view.language.words(head))
        for head in ("labels.heads.id", "packets.heads.do_see", "packets.heads.time_initial")
    ]
    packets = [sheet for sheet in marked if sheet.sheet.is_packet]
    assert packets
    for sheet in packets:
        rows = pages_of_rows(papers, organisation, sheet, marked.view)
        assert [number for number, pages in rows.items() if not pages] == [], sheet.name
        for text in papers.pages(organisation, str(sheet.name)):
            if sum(text in pages for pages in rows.values()) > 1:  # one may be named elsewhere, such as among commands
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
            _contents, *chapters = outline.root
    words = knowledge().language(language).words
    volume = volumes_of([sheet.sheet for sheet in sheets_of(organisation, language)])[0]
    assert [item.title for item in chapters] == [words(f"screen.questions.{q.id}") for q in volume.questions]
    titles = {sheet.sheet: sheet.title for sheet in sheets_of(organisation, language)}
    assert [item.title for chapter in chapters for item in chapter.children] == [titles[s] for s in volume.sheets]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_accessible(papers: Papers, language: str) -> None:
    found = broken_rules(papers, language, ValidationProfile.PDF_UA_1)
    for name in (
        *(str(sheet.name) for sheet in sheets_of("full", language)),
        *(f"{language}/{bound}" for bound in ("runbook", "emergency", "reference", "handbook")),
    ):
        assert found[name.partition("/")[2]] == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_say_what_they_head_pictures_have_words_and_headings_skip_no_level(papers: Papers, language: str) -> None:
    for sheet in sheets_of("full", language):
        with pikepdf.open(io.BytesIO(papers.pdf("full", str(sheet.name)))) as pdf:
            tags = list(tags_in_order(pdf.Root.StructTreeRoot.K))
        kinds = [str(tag.S) for tag in tags]
        for tag in tags:
            if tag.S == "/TH":
                assert str(tag.A.Scope) in {"/Column", "/Row", "/Both"}, sheet.name
            if tag.S == "/Figure":
                assert str(tag.Alt).strip(), sheet.name
        levels = [int(kind[2]) for kind in kinds if re.fullmatch("/H[1-6]", kind)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), sheet.name


def tags_in_order(kids: Any) -> Iterator[Any]:
    """The elements of a tag tree in the order of reading."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags_in_order(kid.get("/K", pikepdf.Array()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_metadata_names_no_person_and_no_time(papers: Papers, language: str) -> None:
    with pikepdf.open(io.BytesIO(papers.pdf("full", f"{language}/02-approvers"))) as pdf:
        assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer", "/Creator"}


def test_paper_is_as_large_as_the_config_says(papers: Papers) -> None:
    for organisation, size in (("full", (595, 842)), ("awkward", (612, 792))):
        with pikepdf.open(io.BytesIO(papers.pdf(organisation, "en/runbook"))) as pdf:
            assert {tuple(round(float(edge)) for edge in leaf.MediaBox[2:]) for leaf in pdf.pages} == {size}


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
    bound = 4
    assert len(built.files) == len(SHEETS) + len(built.sets[0].view.packets()) + bound
