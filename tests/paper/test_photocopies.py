"""A photocopy of a photocopy can still be read: every number that somebody dials, types or compares is found on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.papers import Papers
from support.photocopies import TESSERACT, comparable, photocopied, read

from runbook.paper.readback import page_texts

pytestmark = [
    pytest.mark.paper,
    pytest.mark.skipif(
        TESSERACT is None, reason="no Tesseract here to read photocopies (apt-get install tesseract-ocr)"
    ),
]

SHEETS = ("01-first-minutes", "02-approvers", "20-alert")
# A telephone number, an account id, a step or a thing. A code is not: its last sign tells if it was misread.
SOUGHT = re.compile(r"(?<![\w.-])(?:\d{2,4}-\d{4}-\d{4}|[A-Z]{1,4}-[A-Z]?\d[\d.]*)(?![\w-])")


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_copy_of_a_copy_can_be_read(papers: Papers, tmp_path: Path, language: str, sheet: str) -> None:
    pdf = papers.pdf("full", f"{language}/{sheet}")
    sought, lost = 0, []
    for image, text in zip(photocopied(pdf, tmp_path), page_texts(pdf), strict=True):
        numbers = set(SOUGHT.findall(text))
        sought += len(numbers)
        for mode in (4, 11):
            found = comparable(read(image, language, mode)) if numbers else ""
            numbers = {number for number in numbers if comparable(number) not in found}
        lost += sorted(numbers)
    assert sought >= 5
    assert lost == []


def test_a_number_that_is_not_on_the_paper_is_not_read_from_it(papers: Papers, tmp_path: Path) -> None:
    image = photocopied(papers.pdf("full", "en/01-first-minutes"), tmp_path)[0]
    assert comparable("090-0000-0999") not in comparable(read(image, "en"))
