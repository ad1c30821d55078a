"""A photocopy of a photocopy can still be read: every number that somebody dials, types or compares is found on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.papers import Papers
from support.photocopies import TESSERACT, Box, comparable, photocopied, places, read
from support.thoroughness import ALL

from runbook.paper.readback import page_texts

pytestmark = [
    pytest.mark.paper,
    pytest.mark.skipif(
        TESSERACT is None, reason="no Tesseract here to read photocopies (apt-get install tesseract-ocr)"
    ),
]

SHEETS = ("01-first-minutes", "02-approvers", "20-alert")
# A telephone number, an account id, a step or a thing. A code is not: its last sign tells if it was misread.
SOUGHT = re.compile(r"(?<![\w.-])(?:\d{2,4}-\d{4}-\d{4}|\+\d[\d ]{7,15}\d|[A-Z]{1,4}-[A-Z]?\d[\d.]*)(?![\w-])")
# How Tesseract looks for text: in one block, anywhere, in columns. What one way misses another finds.
MODES = (6, 11, 4)
# Where every telephone number stands, and every thing with its seal; `make sweep` reads all sheets.
SAMPLE = ("03-contacts", "06-custody")


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_copy_of_a_copy_can_be_read(papers: Papers, tmp_path: Path, language: str, sheet: str) -> None:
    pdf = papers.pdf("full", f"{language}/{sheet}")
    sought, lost = lost_on_copies(pdf, language, tmp_path)
    assert sought >= 5
    assert lost == []


@pytest.mark.sweep
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_number_and_thing_is_found_on_a_copy_of_a_copy(papers: Papers, tmp_path: Path, language: str) -> None:
    folder = papers.output("full") / language
    names = [path.stem for path in sorted(folder.glob("[0-9]*.pdf"))] if ALL else SAMPLE
    read_of = {name: lost_on_copies((folder / f"{name}.pdf").read_bytes(), language, tmp_path) for name in names}
    assert sum(sought for sought, _ in read_of.values()) >= 80
    assert {name: lost for name, (_, lost) in read_of.items() if lost} == {}


def lost_on_copies(pdf: bytes, language: str, folder: Path) -> tuple[int, list[str]]:
    """How many numbers a copy of a copy is looked at for, and which are found neither on it nor on another.

    A speck of dirt can hide a sign on one copy; where two do not show it, it is the print. On the first, each number is
    read where it stands; pages of the other are read whole.
    """
    pages = places(pdf, [set(SOUGHT.findall(text)) for text in page_texts(pdf)])
    sought = sum(map(len, pages))
    for dirt in range(2):
        if any(pages):
            copies = photocopied(pdf, folder, dirt)
            pages = [
                lost_on(image, language, numbers, whole=dirt > 0) for image, numbers in zip(copies, pages, strict=True)
            ]
    return sought, [number for numbers in pages for number in sorted(numbers)]


def lost_on(image: Path, language: str, numbers: Mapping[str, Box], *, whole: bool) -> dict[str, Box]:
    """The numbers that are not read on a copy in any way, and where they stand."""
    left = dict(numbers)
    for mode in reversed(MODES) if whole else MODES:
        found = comparable(read(image, language, mode, () if whole else [*left.values()])) if left else ""
        left = {number: box for number, box in left.items() if comparable(number) not in found}
    return left


def test_a_number_that_is_not_on_the_paper_is_not_read_from_it(papers: Papers, tmp_path: Path) -> None:
    pdf = papers.pdf("full", "en/01-first-minutes")
    boxes = places(pdf, [set(SOUGHT.findall(text)) for text in page_texts(pdf)])[0]
    image = photocopied(pdf, tmp_path)[0]
    for where in ((), [*boxes.values()]):
        assert comparable("090-0000-0999") not in comparable(read(image, "en", boxes=where))
