"""How high the pieces of a wallet card are taken to be, so that none is cut off: seen without printing one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.cards import COMPANIES, drafted
from support.organisations import LANGUAGES

from runbook.cards import outside
from runbook.cards.outside import wallet_cards
from runbook.cards.room import lines_of
from runbook.organisation import Person
from runbook.organisation.localized import Text
from runbook.sheets.view import View


def view_of(company: str, language: str) -> View:
    return next(view for view in drafted(COMPANIES[company]).views if view.language.code == language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ["full", "awkward"])
def test_each_piece_is_as_high_as_its_lines_and_no_card_is_overfull(company: str, language: str) -> None:
    view = view_of(company, language)
    for card in wallet_cards(view):
        assert sum(piece.height for piece in card.pieces) <= outside._room_of(view, card.person)
        for piece in card.pieces:
            if piece.kind == "papers":
                told = view.speaker.commas(piece.papers) or view.language.words("cards.papers.none")
                words = f"{view.language.words('cards.wallet.papers')} {told}"
                least = lines_of(words, outside._WIDTH) * outside._LINE
                assert least < piece.height < least + outside._LINE
            if piece.call is not None:
                lines = piece.height / outside._CALL_LINE
                assert lines == round(lines) >= 1


def test_a_name_of_two_lines_leaves_one_line_less_for_the_rest() -> None:
    view = view_of("full", "en")
    person = view.organisation.people[0]

    def named(name: str) -> Person:
        return replace(person, name=Text.of(name))

    longer = outside._room_of(view, named("Wolfeschlegelsteinhausen Bergerdorff von Hohenlohe"))
    assert outside._room_of(view, named("Ann")) - longer == pytest.approx(outside._NAME_LINE)
