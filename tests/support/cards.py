"""The small papers of test companies: made once in a test run as the command makes them, or as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from runbook.building import Draft
from runbook.cards.folder import Choice, decks_of
from runbook.cards.kinds import CARDS, CardKind
from runbook.clock import Clock
from runbook.editions import EMPTY
from runbook.organisation import Organisation
from runbook.sheets.lines import wording, words_of
from support.command import run
from support.config_texts import drafted as drafted_on
from support.large_company import large_company
from support.organisations import ORGANISATIONS
from support.papers import IN_FORCE
from support.shared import Shared

COMPANIES = {**{name: path.read_text("utf-8") for name, path in ORGANISATIONS.items()}, "large": large_company()}
OPEN = tuple(kind for kind in CARDS if kind.is_open)
DAY = Clock(IN_FORCE)


def drafted(text: str) -> Draft:
    """The draft of a config text on the day of the cards."""
    return drafted_on(text, DAY)


@cache
def sections(text: str, kind: CardKind, language: str) -> tuple[str, ...]:
    """The finished HTML of each card of a kind."""
    decks = decks_of(drafted(text), EMPTY, Choice((kind,), (language,)))
    return tuple(card.section.text for deck in decks for card in deck.cards)


def words(text: str, kind: CardKind, language: str) -> tuple[str, ...]:
    """The words of each card of a kind, without head and foot marks of the edition."""
    return tuple(words_of(wording(section)) for section in sections(text, kind, language))


def all_words(text: str, kind: CardKind, language: str) -> str:
    """All cards of a kind as one text on one line."""
    return " ".join(" ".join(words(text, kind, language)).split())


def secrets_of(organisation: Organisation, *, is_open: bool) -> set[str]:
    """What no card tells; if anybody may read it, items and the places where they lie besides."""
    found = {text for account in organisation.accounts for text in (account.id, account.shown_id, account.root_email)}
    found |= {role.name for role in organisation.emergency_roles}
    if is_open:
        found |= {sign for item in organisation.items for sign in (item.id, item.seal, item.serial, item.aws_name)}
        kept = [organisation.place(item.place) for item in organisation.items]
        found |= {place.name.in_language(code) for place in kept for code in organisation.languages}
    return {text for text in found if text}


def appears(secret: str, text: str) -> bool:
    """Whether it stands in a text as a word of its own."""
    pattern = rf"(?<![0-9A-Za-z]){re.escape(' '.join(secret.split()))}(?![0-9A-Za-z])"
    return re.search(pattern, " ".join(text.split())) is not None


@dataclass(frozen=True, slots=True)
class PrintedCards:
    """Output folders of the command, each made once in a test run."""

    shared: Shared

    def folder(self, company: str) -> Path:
        """The folder of one of the companies, in every language and format."""

        def make(folder: Path) -> None:
            config = folder / "config.yaml"
            config.write_text(COMPANIES[company], "utf-8")
            ended = run("cards", "-c", config, "-o", folder / "cards", "--date", str(IN_FORCE))
            assert ended.code == 0, ended.stderr

        return self.shared.made(f"cards-{company}", make) / "cards"
