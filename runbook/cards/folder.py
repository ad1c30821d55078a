"""Cards as files: HTML and PDF of each kind in each language, in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook import TOOL
from runbook.cards.deck import Deck, Source, deck_of
from runbook.cards.kinds import CARDS, CardKind
from runbook.editions import read_register_of
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.gate import check_files
from runbook.sheets.line_ends import kept_together
from runbook.sheets.pages import Page, html_page
from runbook.sheets.screen import named_cells
from runbook.stages import Stage, enter
from runbook.writing import About, Kind, Published, publish, refuse_early

if TYPE_CHECKING:
    from runbook.building import Draft, Inputs
    from runbook.editions import Register
    from runbook.sheets.templates import Templates

FORMATS = ("html", "pdf")
_STYLES = ("base.css", "cards.css")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cards are made: kinds, languages (empty for all of the config), formats."""

    kinds: tuple[CardKind, ...] = CARDS
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS


@dataclass(frozen=True, slots=True)
class CardFolder:
    """Cards that were written; a kind of which there is nothing to make is in no deck."""

    folder: Path
    draft: Draft
    decks: tuple[Deck, ...]
    files: tuple[str, ...]
    edition: int | None
    published: Published


def card_folder(inputs: Inputs, output: Path, choice: Choice) -> CardFolder:
    """Write cards into a folder of their own, whole or not at all.

    Errors as from `draft` and `publish`; RenderingRefusedError also for a card that tells what it must not, or on
    which something does not fit.
    """
    refuse_early(output, Kind.CARDS, config=inputs.config)
    _, register = read_register_of(inputs.config)
    drafted = inputs.draft()
    decks = tuple(decks_of(drafted, register, choice))
    files = card_files(decks, drafted, choice.formats, inputs)
    edition = register.issued_with(drafted.codes, drafted.assessment.day)
    about: dict[str, object] = {"tool": TOOL, "config_sha256": drafted.assessment.whole.source.sha256}
    if edition:
        about["edition"] = {"number": edition.number, "code": edition.code}
    published = publish(files, output, config=inputs.config, about=About(Kind.CARDS, about))
    return CardFolder(output, drafted, decks, tuple(sorted(files)), edition.number if edition else None, published)


def decks_of(draft: Draft, register: Register, choice: Choice) -> Iterator[Deck]:
    """The finished cards, language by language; a kind without a card is left out."""
    enter(Stage.WORDING)
    edition = register.issued_with(draft.codes, draft.assessment.day)
    for worded in draft.sets:
        if choice.languages and worded.language not in choice.languages:
            continue
        codes = {sheet.sheet.slug: sheet.code for sheet in worded}
        source = Source(worded.view, draft.assessment.whole.organisation, codes, edition, draft.executions.latest)
        for kind in choice.kinds:
            deck = deck_of(kind, source, draft.templates)
            if deck.cards:
                yield deck


def card_files(decks: Sequence[Deck], draft: Draft, formats: Sequence[str], inputs: Inputs) -> Mapping[str, bytes]:
    """``<language>/<kind>`` as HTML and PDF, gated as sheets are; RenderingRefusedError and SecretFoundError too."""
    enter(Stage.CHECKING)
    pages = {f"{deck.name}.html": _screen_page(deck, draft.templates).encode() for deck in decks}
    check_files(pages, draft.assessment.whole.typed)
    files = pages if "html" in formats else {}
    if "pdf" in formats:
        sheets = [PaperSheet(deck.name, _paper_page(deck, draft.templates), deck.texts) for deck in decks]
        papers = print_sheets(sheets, cache=inputs.cache)
        files |= {f"{name}.pdf": paper.pdf for name, paper in papers.items()}
    return files


def _screen_page(deck: Deck, templates: Templates) -> str:
    return html_page(Page(deck.title, named_cells(deck.body())), deck.view, templates)


def _paper_page(deck: Deck, templates: Templates) -> str:
    body, organisation = kept_together(deck.pages()), deck.view.organisation
    accent = organisation.look.accent or ""
    page = Page(deck.title, body, styles=_STYLES, page_size=organisation.paper, accent=accent)
    return html_page(page, deck.view, templates)
