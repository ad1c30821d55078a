"""The order in which a reader's voice says a sheet is that of its words."""

from __future__ import annotations

import re
from html import unescape

import pytest
from support.organisations import LANGUAGES, sheets_of
from support.papers import Papers
from support.tag_order import words_in_tag_order

from runbook.paper.readback import squeezed

pytestmark = pytest.mark.paper

SHEETS = ("first-minutes", "approvers", "checklist", "custody", "resilience", "alert", "own-root-111122223333")


def words_of(section: str) -> list[str]:
    """The words of a finished section without head and foot, piece by piece."""
    body = re.sub(r"<svg.*?</svg>", "", section[section.index("<h1>") :], flags=re.DOTALL)
    return [words for piece in re.split(r"<[^>]*>", body) if (words := plain(unescape(piece)))]


def plain(text: str) -> str:
    """Without space, and without hyphens: of one at the end of a line PDFium makes another sign."""
    return re.sub("[-\x02\xad]", "", squeezed(text))


def out_of_order(words: list[str], read: str) -> list[str]:
    """Pieces that do not come after the one before them."""
    lost, at = [], 0
    for piece in words:
        found = read.find(piece, at)
        if found < 0:
            lost.append(piece)
        else:
            at = found + len(piece)
    return lost


@pytest.mark.parametrize("slug", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_have_the_words_in_their_order(papers: Papers, language: str, slug: str) -> None:
    sheet = sheets_of("full", language)[slug]
    words = words_of(sheet.section.text)
    read = plain(words_in_tag_order(papers.pdf("full", str(sheet.name))))
    assert len(words) > 50
    assert out_of_order(words, read) == []


def test_two_cells_that_change_places_are_noticed() -> None:
    assert out_of_order(["電話", "090-0000-0001", "佐藤"], "電話佐藤090-0000-0001") == ["佐藤"]
