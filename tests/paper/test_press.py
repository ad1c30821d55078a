"""The locked engine: nothing can be loaded, bound documents are made of the same pages, the result is accessible."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from support.paper_pages import findings, opened, page, sheet

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper import Binding, Paper, PaperSheet, print_sheets
from runbook.paper.binding import bind
from runbook.paper.readback import page_texts

pytestmark = pytest.mark.paper

FILE = Path(__file__).as_uri()
WEB = "https://example.co.jp/x"
SVG = '<svg xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" width="9" height="9"><title>t</title>{}</svg>'

# Every way in that was found: each must be blocked.
WAYS_IN = {
    "picture": page(f'<img alt="x" src="{FILE}">'),
    "picture from the web": page(f'<img alt="x" src="{WEB}">'),
    "picture in the page": page('<img alt="x" src="data:image/png;base64,iVBORw0KGgo=">'),
    "stylesheet": page("x", head=f'<title>t</title><link rel="stylesheet" href="{FILE}">'),
    "stylesheet from the web": page("x", head=f'<title>t</title><link rel="stylesheet" href="{WEB}">'),
    "imported stylesheet": page("x", head=f"<title>t</title><style>@import '{FILE}';</style>"),
    "imported by url": page("x", head=f"<title>t</title><style>@import url({WEB});</style>"),
    "font": page("x", f"@font-face {{ font-family: f; src: url({FILE}) }} p {{ font-family: f }}"),
    "background": page("<p>x</p>", f"p {{ background: url({FILE}) }}"),
    "background of the page": page("x", f"@page {{ background: url({WEB}) }}"),
    "margin of the page": page("x", f"@page {{ @top-left {{ content: url({FILE}) }} }}"),
    "content": page("<p>x</p>", f"p::before {{ content: url({FILE}) }}"),
    "list mark": page("<ul><li>x</li></ul>", f"ul {{ list-style-image: url({FILE}) }}"),
    "border": page("<p>x</p>", f"p {{ border: 1px solid; border-image-source: url({FILE}) }}"),
    "mask": page("<p>x</p>", f"p {{ mask-border-source: url({FILE}) }}"),
    "colour profile": page("x", f"@color-profile --p {{ src: url({FILE}) }}"),
    "object": page(f'<object data="{FILE}">x</object>'),
    "embed": page(f'<embed src="{FILE}">'),
    "attachment": page("x", head=f'<title>t</title><link rel="attachment" href="{FILE}">'),
    "attached link": page(f'<p><a rel="attachment" href="{FILE}">x</a></p>'),
    "image in a drawing": page(SVG.format(f'<image href="{FILE}" width="9" height="9"/>')),
    "old image in a drawing": page(SVG.format(f'<image xlink:href="{FILE}" width="9" height="9"/>')),
    "stylesheet in a drawing": page(SVG.format(f"<style>@import '{FILE}';</style>")),
    "base": page('<img alt="x" src="passwd">', head='<title>t</title><base href="file:///etc/">'),
    "style attribute": page(f'<p style="background: url({WEB})">x</p>'),
    "relative picture": page('<img alt="x" src="secret.png">'),
    "path of the system": page('<img alt="x" src="/etc/passwd">'),
    "address of another protocol": page('<img alt="x" src="ftp://example.co.jp/x">'),
    "local font": page("x", '@font-face { font-family: f; src: local("DejaVu Sans") }'),
}
# The engine knows none of these; they load nothing and their text is on paper or was never text.
IGNORED = {
    "part of another drawing": page(SVG.format(f'<use href="{FILE}#a"/>')),
    "frame": page(f'<iframe src="{FILE}"></iframe>x'),
    "video": page(f'<video src="{FILE}" poster="{FILE}"></video>x'),
    "sources": page(f'<picture><source srcset="{FILE}"></picture>x'),
    "script": page(f'<script src="{FILE}"></script>x'),
    "refresh": page("x", head=f'<title>t</title><meta http-equiv="refresh" content="0; url={FILE}">'),
}


@cache
def found() -> dict[str, list[Problem]]:
    """All findings, of one job."""
    return findings(WAYS_IN)


@pytest.mark.parametrize("way", WAYS_IN)
def test_whatever_tries_to_load_something_is_refused(way: str) -> None:
    assert {problem.rule for problem in found()[way]} & {"paper-blocked", "paper-engine"}


def test_what_was_to_be_loaded_is_named() -> None:
    assert Problem("paper-blocked", "picture", (("url", FILE),)) in found()["picture"]


def test_what_the_engine_does_not_know_loads_nothing() -> None:
    papers = print_sheets([PaperSheet(name, html) for name, html in IGNORED.items()])
    marker = "this sentence stands in the file that was to be loaded"
    assert not any(marker in opened(paper.pdf) or paper.pdf.count(b"/Filespec") for paper in papers.values())


@cache
def papers() -> Mapping[str, Paper]:
    """Three sheets and the document bound of them."""
    sheets = [
        PaperSheet(f"ja/{number:02}", sheet(number, rows=60), ("𠮷田", "B-59", "+81 90 0000 0001"))
        for number in (1, 2, 3)
    ]
    return print_sheets(sheets, [Binding("ja/runbook", "合本", "ja", tuple(s.name for s in sheets))])


def test_papers_come_in_the_order_they_were_asked_for() -> None:
    assert list(papers()) == ["ja/01", "ja/02", "ja/03", "ja/runbook"]


def test_a_bound_document_has_all_pages_of_its_sheets_with_their_own_numbers() -> None:
    bound = page_texts(papers()["ja/runbook"].pdf)
    single = [text for name in ("ja/01", "ja/02", "ja/03") for text in page_texts(papers()[name].pdf)]
    assert list(bound) == single
    assert [re.findall(r"\d / \d", text) for text in bound] == [["1 / 2"], ["2 / 2"]] * 3


def test_every_page_of_a_table_has_its_head() -> None:
    assert all("番号" in text and "電話" in text for text in page_texts(papers()["ja/runbook"].pdf))


def test_bookmarks_lead_to_each_sheet() -> None:
    document = pypdfium2.PdfDocument(papers()["ja/runbook"].pdf)
    marks = [(mark.get_title(), mark.level, mark.get_dest().get_index()) for mark in document.get_toc()]
    document.close()
    assert [(title, where) for title, level, where in marks if level == 0] == [
        ("01 緊急", 0),
        ("02 緊急", 2),
        ("03 緊急", 4),
    ]
    assert [title for title, level, _ in marks if level == 1] == ["表"] * 3


@pytest.mark.parametrize("name", ["ja/01", "ja/runbook"])
def test_the_metadata_holds_title_language_and_generator_only(name: str) -> None:
    document = pypdfium2.PdfDocument(papers()[name].pdf)
    metadata = {key: value for key, value in document.get_metadata_dict().items() if value}
    document.close()
    assert metadata == {"Title": {"ja/01": "01 緊急", "ja/runbook": "合本"}[name], "Producer": "WeasyPrint 70.0"}
    assert "/Lang (ja)" in opened(papers()[name].pdf)


@pytest.mark.parametrize("name", ["ja/01", "ja/runbook"])
def test_a_paper_meets_pdf_ua_1(name: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(papers()[name].pdf)
    result = validator.validate_pdf(str(path), profile="ua1")
    assert result.is_compliant, result.to_json()


@pytest.mark.parametrize("name", ["ja/01", "ja/runbook"])
def test_all_fonts_are_ours_and_embedded(name: str) -> None:
    text = opened(papers()[name].pdf)
    used = {font.rsplit("+", 1)[1].removesuffix("-Bold") for font in re.findall(r"/FontName /([A-Za-z0-9+-]+)", text)}
    assert used == {"BIZ-UDPGothic", "Noto-Sans-JP", "JetBrains-Mono"}
    assert text.count("/Type /FontDescriptor") == text.count("/FontFile2") > 0


def test_links_stay_in_their_part_of_the_bound_document() -> None:
    text = opened(papers()["ja/runbook"].pdf)
    assert set(re.findall(r"/Dest \((s\d\d)\)", text)) == {"s01", "s02", "s03"}


def test_an_anchor_that_two_parts_share_is_refused() -> None:
    sheets = [PaperSheet(name, page(f'<p id="same">{name}</p>')) for name in ("a", "b")]
    with pytest.raises(RenderingRefusedError) as refused:
        print_sheets(sheets, [Binding("bound", "合本", "ja", ("a", "b"))])
    assert refused.value.problems == (Problem("paper-anchor-twice", "bound", (("anchor", "same"),)),)


def test_cells_of_a_bound_document_name_heads_of_their_own_part() -> None:
    with pikepdf.open(io.BytesIO(papers()["ja/runbook"].pdf)) as pdf:
        elements = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        heads = [str(element.ID) for element in elements if "/ID" in element]
        named = [set(map(str, element.A.Headers)) for element in elements if "/Headers" in element.get("/A", {})]
    assert len(set(heads)) == len(heads) > 0
    assert len(named) > 0
    assert set().union(*named) == set(heads)
    assert all(len({head.split("-")[0] for head in cell}) == 1 for cell in named)


def test_every_tag_of_a_bound_document_hangs_in_one_tree_and_knows_its_page() -> None:
    with pikepdf.open(io.BytesIO(papers()["ja/runbook"].pdf)) as pdf:
        pages = {page.obj.objgen: page.obj for page in pdf.pages}
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        places = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert sorted(places) == list(range(len(places)))
        assert len({int(page.StructParents) for page in pages.values()}) == len(pages)
        for page in pages.values():
            assert {element.Pg.objgen for element in places[int(page.StructParents)]} == {page.objgen}
            for link in page.get("/Annots", ()):
                assert any(kid.objgen == link.objgen for kid in _objects_of(places[int(link.StructParent)]))
        (document,) = pdf.Root.StructTreeRoot.K
        assert [str(part.S) for part in document.K] == ["/Part"] * 3
        assert all(part.P.objgen == document.objgen for part in document.K)


def _objects_of(element: Any) -> list[Any]:
    return [kid.Obj for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]


def test_a_part_that_holds_what_would_be_lost_is_refused() -> None:
    with pikepdf.open(io.BytesIO(papers()["ja/01"].pdf)) as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
        written = io.BytesIO()
        pdf.save(written)
    with pytest.raises(RenderingRefusedError) as refused:
        bind(Binding("bound", "合本", "ja", ("a",)), [written.getvalue()])
    assert refused.value.problems == (Problem("paper-fault", "bound", (("reason", "/AcroForm"),)),)
