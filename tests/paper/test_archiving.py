"""Paper for archives: every PDF follows PDF/A-2a, as far as a validator can tell, and PDF/UA-1 at once."""

from __future__ import annotations

import re
from functools import cache

import pytest
from page import ValidationProfile
from support.organisations import LANGUAGES
from support.paper_pages import sheet
from support.papers import Papers
from support.validated import broken_rules, rules_broken_by

from runbook.paper import Binding, PaperSheet, print_sheets

pytestmark = pytest.mark.paper

BOTH = (ValidationProfile.PDF_A_2A, ValidationProfile.PDF_UA_1)
# The validator looks for the end of a stream instead of counting: one that happens to end with CR is too short for it.
MISCOUNTED = "PDFA2A-STREAM-LENGTH-001"
STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def faults(pdf: bytes) -> set[str]:
    """The rules that a PDF breaks, of both standards."""
    return with_lengths({rule for profile in BOTH for rule in rules_broken_by(pdf, profile)}, pdf)


def with_lengths(found: set[str], pdf: bytes) -> set[str]:
    """What the validator has found, but for the lengths of streams, which are counted here."""
    return found - {MISCOUNTED} | {f"length {at}" for at in wrong_lengths(pdf)}


def wrong_lengths(pdf: bytes) -> list[int]:
    """Where a stream does not end with an end of line and its word after as many bytes as it says."""
    found = STREAM.finditer(pdf)
    return [m.start() for m in found if not pdf[m.end() + int(m[1]) :].startswith((b"\nendstream", b"\r\nendstream"))]


@cache
def printed() -> tuple[bytes, bytes]:
    """A sheet with links, and two of it bound."""
    sheets = [PaperSheet(f"ja/{number:02}", sheet(number)) for number in (1, 2)]
    papers = print_sheets(sheets, [Binding("ja/all", "合本", "ja", ("ja/01", "ja/02"))])
    return papers["ja/01"].pdf, papers["ja/all"].pdf


def test_a_sheet_and_a_bound_document_are_for_archives() -> None:
    assert [faults(pdf) for pdf in printed()] == [set(), set()]


def test_what_was_not_made_for_archives_would_be_noticed() -> None:
    for pdf in printed():
        assert faults(pdf.replace(b"<pdfaid:part>2", b"<pdfaid:part>3"))
        assert faults(pdf.replace(b"pdfaSchema:prefix", b"pdfaSchema:prefax"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_of_the_example_is(papers: Papers, language: str) -> None:
    found = sorted((papers.output("full") / language).glob("*.pdf"))
    assert len(found) > 20
    archive, access = (broken_rules(papers, language, profile) for profile in BOTH)
    wrong = {path.name: with_lengths(archive[path.stem] | access[path.stem], path.read_bytes()) for path in found}
    assert {name: rules for name, rules in wrong.items() if rules} == {}
