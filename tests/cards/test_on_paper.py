"""The small papers as they come from the printer: what stands on them, where, and how large."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from support.cards import COMPANIES, OPEN, PrintedCards, all_words, appears, drafted, secrets_of
from support.organisations import LANGUAGES
from support.shared import Shared

from runbook.cards.kinds import CARDS, CardKind
from runbook.paper.readback import page_texts, squeezed
from runbook.sheets.view import View

pytestmark = pytest.mark.paper

POINT = 72 / 25.4  # per millimetre
FILES = [
    (company, language)
    for company, text in COMPANIES.items()
    for language in (LANGUAGES if "languages: [ja, en]" in text else ("en",))
]


@pytest.fixture(scope="module")
def printed(shared: Shared) -> PrintedCards:
    return PrintedCards(shared)


@cache
def text_of(pdf: Path) -> str:
    return squeezed("\n".join(page_texts(pdf.read_bytes())))


def view_of(company: str, language: str) -> View:
    return next(view for view in drafted(COMPANIES[company]).views if view.language.code == language)


def numbers_of(view: View) -> list[str]:
    """Telephone numbers as they are printed: an item's number may look like the end of one."""
    found = [contact.value for person in view.organisation.people for contact in person.contacts]
    found += [contact.phone for contact in view.organisation.contacts if contact.phone]
    return [form for number in found for form in (number, view.at_home(number)) if form]


@pytest.mark.parametrize(("company", "language"), FILES)
@pytest.mark.parametrize("kind", CARDS)
def test_every_word_of_a_card_is_found_on_its_paper(
    company: str, language: str, kind: CardKind, printed: PrintedCards
) -> None:
    paper = text_of(printed.folder(company) / language / f"{kind}.pdf")
    for line in all_words(COMPANIES[company], kind, language).split():
        assert squeezed(line) in paper
    assert len(paper) > 60


@pytest.mark.parametrize(("company", "language"), FILES)
@pytest.mark.parametrize("kind", CARDS)
def test_no_byte_of_a_card_tells_what_its_readers_must_not_know(
    company: str, language: str, kind: CardKind, printed: PrintedCards
) -> None:
    view = view_of(company, language)
    path = printed.folder(company) / language / f"{kind}.pdf"
    with pikepdf.open(path) as pdf:
        described = [str(value) for value in pdf.docinfo.values()]
        described += [str(item) for item in pdf.open_metadata().values()]
        described += [str(entry.title) for entry in pdf.open_outline().root]
    texts = [*page_texts(path.read_bytes()), *described, path.with_suffix(".html").read_text("utf-8")]
    everything = "\n".join(texts)
    for number in numbers_of(view):
        everything = everything.replace(number, " ")
    secrets = secrets_of(view.organisation, is_open=kind.is_open)
    assert secrets
    assert [secret for secret in secrets if appears(secret, everything)] == []
    raw = path.read_bytes()
    assert [secret for secret in secrets if len(secret) > 8 and secret.encode() in raw] == []


@pytest.mark.parametrize("company", COMPANIES)
def test_the_folder_itself_tells_nothing_of_the_company(company: str, printed: PrintedCards) -> None:
    manifest = (printed.folder(company) / "manifest.json").read_text("utf-8")
    view = drafted(COMPANIES[company]).views[0]
    assert [secret for secret in secrets_of(view.organisation, is_open=True) if appears(secret, manifest)] == []
    assert json.loads(manifest)["kind"] == "cards"


SIZES = {
    CardKind.DOOR: {"A4": (210, 297), "Letter": (215.9, 279.4)},
    CardKind.WALLET: {"A4": (210, 297), "Letter": (215.9, 279.4)},
    CardKind.LABELS: {"A4": (210, 297), "Letter": (215.9, 279.4)},
    CardKind.ENVELOPE: {"A4": (229, 162), "Letter": (228.6, 152.4)},
    CardKind.TENT: {"A4": (297, 210), "Letter": (279.4, 215.9)},
    CardKind.PHONE: {"A4": (105, 148), "Letter": (107.9, 139.7)},
}


@pytest.mark.parametrize("company", ["full", "large"])
@pytest.mark.parametrize("kind", CARDS)
def test_a_card_has_the_size_that_goes_with_the_companys_paper(
    company: str, kind: CardKind, printed: PrintedCards
) -> None:
    paper = drafted(COMPANIES[company]).views[0].organisation.paper
    document = pypdfium2.PdfDocument((printed.folder(company) / "en" / f"{kind}.pdf").read_bytes())
    sizes = {tuple(round(side / POINT, 1) for side in page.get_size()) for page in document}
    assert sizes == {SIZES[kind][paper]}


@pytest.mark.parametrize("company", ["full", "awkward", "large"])
def test_each_wallet_card_and_label_stands_within_its_own_cut(company: str, printed: PrintedCards) -> None:
    """The middle of every character lies in the cell of the grid that its card's code lies in."""
    for kind, width, height in ((CardKind.WALLET, 85.6, 54.0), (CardKind.LABELS, 70.0, 37.0)):
        document = pypdfium2.PdfDocument((printed.folder(company) / "en" / f"{kind}.pdf").read_bytes())
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_charbox(at) for at in range(words.count_chars())]
            page_width, page_height = (side / POINT for side in page.get_size())
            columns = 2 if kind is CardKind.WALLET else 3
            left = {CardKind.WALLET: (19.4, 22.3), CardKind.LABELS: (0, 2.9)}[kind][page_width > 212]
            top = {CardKind.WALLET: (13.0, 31.0), CardKind.LABELS: (0.5, 10.0)}[kind][page_width > 212]
            for x0, y0, x1, y1 in boxes:
                across = ((x0 + x1) / 2 / POINT - left) / width
                down = (page_height - (y0 + y1) / 2 / POINT - top) / height
                inset = 1.0  # millimetre: nothing touches the cut
                assert 0 <= across < columns
                assert inset / width < across % 1 < 1 - inset / width
                assert inset / height < down % 1 < 1 - inset / height


def type_sizes(pdf: Path) -> list[float]:
    """The size of every visible character, in points."""
    found: list[float] = []
    for page in pypdfium2.PdfDocument(pdf.read_bytes()):
        words = page.get_textpage()
        seen = (at for at in range(words.count_chars()) if words.get_text_range(at, 1).strip())
        found.extend(pypdfium2.raw.FPDFText_GetFontSize(words, at) * 0.75 for at in seen)  # of CSS pixels
    return found


@pytest.mark.parametrize("kind", CARDS)
def test_no_type_is_smaller_than_eight_points(kind: CardKind, printed: PrintedCards) -> None:
    assert min(type_sizes(printed.folder("full") / "ja" / f"{kind}.pdf")) > 7.99


@pytest.mark.parametrize(("kind", "body"), [(CardKind.DOOR, 14), (CardKind.TENT, 10.5), (CardKind.ENVELOPE, 10.5)])
def test_what_is_read_from_afar_is_larger(kind: CardKind, body: float, printed: PrintedCards) -> None:
    """But for head and foot, which are read close by."""
    sizes = type_sizes(printed.folder("full") / "ja" / f"{kind}.pdf")
    assert sum(size > body - 0.01 for size in sizes) > 0.7 * len(sizes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_sheet_of_the_example_is_one_page(language: str, printed: PrintedCards) -> None:
    assert len(page_texts((printed.folder("full") / language / "door.pdf").read_bytes())) == 1


def test_a_code_stands_on_every_page_of_a_card(printed: PrintedCards) -> None:
    for kind in CARDS:
        for page in page_texts((printed.folder("large") / "en" / f"{kind}.pdf").read_bytes()):
            assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", page), kind


def test_open_cards_are_three() -> None:
    assert OPEN == (CardKind.DOOR, CardKind.WALLET, CardKind.PHONE)
