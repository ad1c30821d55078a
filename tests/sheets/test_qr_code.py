"""The picture beside the code: read back from a page as a scanner sees it."""

from __future__ import annotations

from datetime import date
from functools import cache

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from support.config_texts import EXAMPLE, drafted

from runbook.editions import EMPTY, Approval, Register
from runbook.issuing import propose
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.pages import paper_page
from runbook.sheets.qr_code import payload, quick_response
from runbook.sheets.sets import MarkedSheet, mark_set

pytestmark = pytest.mark.paper

DPI = 150
SLUGS = {"register", "first-minutes", "checklist"}


@cache
def printed() -> tuple[tuple[MarkedSheet, bytes], ...]:
    """An upright, a narrow-margined and a landscape sheet; the Japanese ones issued, the English ones not."""
    from dataclasses import replace  # noqa: PLC0415

    example = drafted(EXAMPLE)
    edition = propose(example, EMPTY, None)
    people = ("sato", "kato")
    approvals = tuple(Approval(person, {"ja": person}, edition.code) for person in people)
    register = Register((replace(edition, approvals=approvals),))
    japanese, english = example.sets
    marks = register.marks({sheet.name: sheet.code for sheet in japanese}, example.assessment.day)
    sheets = [
        (sheet, marked.view)
        for marked in (mark_set(japanese, marks, example.templates), mark_set(english, {}, example.templates))
        for sheet in marked
        if sheet.sheet.slug in SLUGS
    ]
    pages = [PaperSheet(str(s.name), paper_page(s, view, example.templates), s.texts) for s, view in sheets]
    papers = print_sheets(pages)
    return tuple((sheet, papers[str(sheet.name)].pdf) for sheet, _ in sheets)


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    with document:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def photocopied(page: Image.Image) -> Image.Image:
    """Blurred and cut to black and white, as a copier does it."""
    return page.filter(ImageFilter.GaussianBlur(0.8)).point(lambda shade: 255 if shade > 140 else 0)


@pytest.mark.parametrize("spoil", [lambda page: page, photocopied], ids=["scanned", "photocopied"])
def test_every_page_tells_its_code_and_day(spoil: object) -> None:
    assert callable(spoil)
    assert len(printed()) == 2 * len(SLUGS)
    for sheet, pdf in printed():
        expected = payload(sheet.code, sheet.mark.since if sheet.mark else None)
        for page in pictures(pdf):
            found = [barcode.text for barcode in zxingcpp.read_barcodes(spoil(page))]
            assert found == [expected], sheet.name


def test_issued_paper_tells_the_day_and_other_paper_does_not() -> None:
    assert payload("7K3M-9QTX-X", date(2027, 5, 1)) == "7K3M9QTXX 2027-05-01"
    assert payload("7K3M-9QTX-X", None) == "7K3M9QTXX"
    assert {bool(sheet.mark) for sheet, _ in printed()} == {True, False}


def test_the_picture_is_a_drawing_and_nothing_else() -> None:
    picture = quick_response("7K3M-9QTX-X", date(2027, 5, 1))
    assert picture.startswith("<svg viewBox")
    assert "http" not in picture
    assert "<text" not in picture
