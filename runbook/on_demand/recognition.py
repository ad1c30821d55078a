"""Papers that no edition lists, known by their codes: cards, and packets that were made for a moment.

What a code stands for cannot be read out of it. So the papers are worded again, for the day or the moment that stands
on the paper, and the codes are compared: a paper that is found says word for word what the config says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from runbook.assessment import THAT_REFUSE
from runbook.building import Inputs, prepare
from runbook.cards.deck import Deck, PrintedCard
from runbook.cards.folder import Choice, decks_of
from runbook.cards.outside import DoorSheet, PhoneCard
from runbook.clock import Clock
from runbook.config import load_config
from runbook.custody.call_list import local_moment
from runbook.editions import read_register_of
from runbook.editions.answers import PACKET, Unknown, Unlisted
from runbook.editions.typed_codes import Typed
from runbook.errors import RenderingRefusedError, RunbookError
from runbook.sheets.sets import mark_set, word_set
from runbook.sheets.view import Occasion
from runbook.sheets.weaving import bilingual_sheet


@dataclass(frozen=True, slots=True)
class Recognition:
    """What is known of a code, from the papers of a config worded again; what was worded for a day is kept."""

    config: Path
    _decks: dict[date, tuple[Deck, ...]] = field(default_factory=dict)

    def __call__(self, typed: Typed, code: str, today: date) -> Unlisted | Unknown:
        """The paper with this code; if the config cannot be worded, or the day is none, nobody has looked."""
        try:
            day = date.fromisoformat(typed.day) if typed.day else today
            found = self._card(typed, code, day, today) or self._packet(typed, code, today)
        except (RunbookError, ValueError, OverflowError):
            return Unknown(typed.text, code)
        return found or Unknown(typed.text, code, looked=True)

    def _card(self, typed: Typed, code: str, day: date, today: date) -> Unlisted | None:
        for deck in self._decks_on(day):
            for card in deck.cards:
                if card.code == code:
                    period = card.says.period if isinstance(card.says, DoorSheet | PhoneCard) else None
                    until = period.last if period else None
                    holds = day <= today <= (until or today) and self._holds(deck, card, today)
                    return Unlisted(typed.text, code, str(deck.kind), deck.name, str(day), until, holds)
        return None

    def _holds(self, deck: Deck, card: PrintedCard, today: date) -> bool:
        """Whether the cards of today say the same; a telephone card says itself what holds on each of its days."""
        now = [each for other in self._decks_on(today) if other.name == deck.name for each in other.cards]
        if isinstance(card.says, PhoneCard) or card.code in {each.code for each in now}:
            return True
        return isinstance(card.says, DoorSheet) and any(
            isinstance(each.says, DoorSheet) and card.says.still_holds(each.says) for each in now
        )

    def _decks_on(self, day: date) -> tuple[Deck, ...]:
        if day not in self._decks:
            _, register = read_register_of(self.config)
            self._decks[day] = tuple(decks_of(Inputs(self.config, Clock(day=day)).draft(), register, Choice()))
        return self._decks[day]

    def _packet(self, typed: Typed, code: str, today: date) -> Unlisted | None:
        """A packet for the moment that was typed, in one language or two, or one for a drill."""
        if not typed.time:
            return None
        _, register = read_register_of(self.config)
        moment, _ = local_moment(f"{typed.day}T{typed.time}", register.time_zone)
        made = f"{typed.day} {typed.time}"
        for name, other in _packets_at(self.config, moment.date(), typed):
            if other == code:
                return Unlisted(typed.text, code, PACKET, name, made, None, holds=moment.date() >= today)
        return None


def _packets_at(config: Path, day: date, typed: Typed) -> Iterator[tuple[str, str]]:
    """Name and code of every packet that can be made for a moment, those in one language first."""
    case = prepare(load_config(config), clock=Clock(day=day), rules=THAT_REFUSE)
    organisation = case.assessment.whole.organisation
    moment, _ = local_moment(f"{typed.day}T{typed.time}", organisation.company.time_zone)
    for is_drill in (False, True):
        occasion = Occasion.at(moment, organisation, is_drill=is_drill)
        views = [replace(view, occasion=occasion) for view in case.views]
        for sheet in views[0].packets():
            sets = [word_set(view, case.templates, sheet) for view in views]
            yield from ((str(one.name), one.code) for worded in sets for one in worded)
            if len(sets) > 1:
                marked = [mark_set(worded, {}, case.templates) for worded in sets[:2]]
                try:
                    twin = bilingual_sheet(*marked)
                except RenderingRefusedError:
                    continue
                yield str(twin.name), twin.code
