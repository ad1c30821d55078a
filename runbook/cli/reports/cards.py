"""Cards that were written, as sentences and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.cards.folder import CardFolder, Choice
    from runbook.knowledge.language import Language


def report_on(made: CardFolder, choice: Choice, language: Language) -> Report:
    """What was written where, and of which kinds there was nothing to write."""
    return Report(
        record=lambda: {
            "output": str(made.folder),
            "files": list(made.files),
            "cards": {deck.name: [card.code for card in deck.cards] for deck in made.decks},
            "edition": made.edition,
        },
        remarks=made.draft.assessment.present.notes,
        talk=tuple(_talk(made, choice, language)),
    )


def _talk(made: CardFolder, choice: Choice, language: Language) -> Iterator[str]:
    count = sum(len(deck.cards) for deck in made.decks)
    if made.published.written or made.published.removed:
        yield language.say("talk.cards_written", count=count, folder=made.folder, files=len(made.files))
    else:
        yield language.say("talk.unchanged", folder=made.folder, files=len(made.files))
    written = {deck.kind for deck in made.decks}
    for kind in choice.kinds:
        if kind not in written:
            yield language.say("talk.no_card", card=language.words(f"cards.{kind}.title"))
    if made.edition is None:
        yield language.say("talk.cards_not_issued")
