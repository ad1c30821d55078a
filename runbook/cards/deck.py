"""Cards with their words: rendered, with the code of their words, and looked at for what they must not tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.cards.disclosure import disclosures
from runbook.cards.inside import EnvelopeFront, LabelCard, TentCard, envelope_fronts, label_cards, tent_cards
from runbook.cards.kinds import CardKind
from runbook.cards.outside import DoorSheet, PhoneCard, WalletCard, door_sheet, phone_card, wallet_cards
from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import wording, words_of
from runbook.sheets.rendering import Rendered, finished

if TYPE_CHECKING:
    from runbook.editions.register import IssuedEdition
    from runbook.organisation import Organisation
    from runbook.sheets.marks import Execution
    from runbook.sheets.templates import Templates
    from runbook.sheets.view import View

AUDIENCE = "card"  # of the codes: a card never has that of a sheet
_NO_CODE = "0000-0000-0"
_SHELL = "cards/card.j2"
_REGISTER = "custody"  # the sheet that lists what labels are stuck on

Card = DoorSheet | WalletCard | EnvelopeFront | LabelCard | TentCard | PhoneCard


@dataclass(frozen=True, slots=True)
class Source:
    """What cards are made of: words of a language, all appointments, the codes of sheets, edition, last execution."""

    view: View
    whole: Organisation
    codes: Mapping[str, str]
    edition: IssuedEdition | None
    proof: Execution | None = None


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A finished card, and what it says."""

    code: str
    section: Rendered
    says: Card


@dataclass(frozen=True, slots=True)
class Deck:
    """All cards of a kind in a language."""

    view: View
    kind: CardKind
    cards: tuple[PrintedCard, ...]

    @property
    def name(self) -> str:
        """Path in its folder, without ending: "ja/door"."""
        return f"{self.view.language.code}/{self.kind}"

    @property
    def title(self) -> str:
        """What it is and whose."""
        company = self.view.organisation.company.name.in_language(self.view.language.code)
        return f"{self.view.language.words(f'cards.{self.kind}.title')} – {company}"

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that must be found on its paper."""
        return tuple(dict.fromkeys(text for card in self.cards for text in card.section.printed))

    def body(self) -> str:
        """All its cards, one after the other."""
        return "\n".join(card.section.text for card in self.cards)

    def pages(self) -> str:
        """The same for paper: those that are cut out, as many as a page has, and each of the others for itself."""
        paper = self.view.organisation.paper
        number = self.kind.on_a_page(paper)
        if number is None:
            return self.body()
        pages = (self.cards[first : first + number] for first in range(0, len(self.cards), number))
        return "\n".join(
            f'<div class="cut cut-{self.kind} on-{paper}">{"".join(card.section.text.strip() for card in page)}</div>'
            for page in pages
        )


def deck_of(kind: CardKind, source: Source, templates: Templates) -> Deck:
    """The finished cards of a kind; RenderingRefusedError as `Renderer`, and if one tells what it must not."""
    cards = tuple(_printed(kind, card, source, templates) for card in dealt(kind, source))
    problems = tuple(dict.fromkeys(problem for card in cards for problem in _told(kind, card, source)))
    if problems:
        raise RenderingRefusedError(problems)
    return Deck(source.view, kind, cards)


def dealt(kind: CardKind, source: Source) -> Sequence[Card]:
    """What the cards of a kind say, before it has words."""
    view = source.view
    match kind:
        case CardKind.DOOR:
            return (door_sheet(view),)
        case CardKind.PHONE:
            return (phone_card(view, source.whole),)
        case CardKind.WALLET:
            return tuple(wallet_cards(view))
        case CardKind.ENVELOPE:
            return tuple(envelope_fronts(view))
        case CardKind.LABELS:
            return tuple(label_cards(view, source.codes[_REGISTER]))
        case CardKind.TENT:
            return tuple(tent_cards(view))


def _printed(kind: CardKind, card: Card, source: Source, templates: Templates) -> PrintedCard:
    """The card with its code, which is that of its words; what stands in its foot is none of them."""
    bare = _rendered(kind, card, source, templates, _NO_CODE)
    code = sheet_code(source.view.language.code, _words(bare), audience=AUDIENCE)
    whole = _rendered(kind, card, source, templates, code)
    if code not in whole.text or _words(whole) != _words(bare):
        raise RenderingRefusedError((Problem.of("shell-loses", _SHELL, name="code"),))
    return PrintedCard(code, whole, card)


def _rendered(kind: CardKind, card: Card, source: Source, templates: Templates, code: str) -> Rendered:
    body = templates.renderer.render(f"cards/{kind}.j2", "html", source.view, card=card)
    whole = templates.renderer.render(
        _SHELL,
        "html",
        source.view,
        kind=str(kind),
        is_cut=kind.on_a_page(source.view.organisation.paper) is not None,
        edition=source.edition,
        proof=source.proof if kind is CardKind.DOOR else None,
        code=code,
        body=finished(body.text),
    )
    return Rendered(whole.text, tuple(dict.fromkeys(whole.printed + body.printed)))


def _words(card: Rendered) -> str:
    return words_of(wording(card.text))


def _told(kind: CardKind, card: PrintedCard, source: Source) -> Iterator[Problem]:
    view = source.view
    name = f"{view.language.code}/{kind}"
    yield from disclosures(name, _words(card.section), view.organisation, view.language.code, is_open=kind.is_open)
