"""The cards that stay with what they are about: fronts of sealed envelopes, labels, and a tent card for each place.

They have the number of an item, and never say of which account or emergency user it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.cards.heads import foot_text, head_text
from runbook.cards.outside import alert_packet
from runbook.cards.room import ems, lines_of
from runbook.organisation import Role
from runbook.packets.things import is_vault

if TYPE_CHECKING:
    from runbook.organisation import Item, Organisation, Place
    from runbook.sheets.view import View

_IN_NO_HAND = frozenset({"vault-entry", "authenticator-app"})  # there is nothing to stick a label on
_CUSTODIANS = {
    "password": Role.PASSWORD_CUSTODIAN,
    "mfa": Role.MFA_CUSTODIAN,
    "pin": Role.MFA_CUSTODIAN,
    "mailbox": Role.MAILBOX_CUSTODIAN,
    "phone": Role.PHONE_CUSTODIAN,
}
_LABEL_WIDTH = 21.0  # 60 mm in type sizes of 8 pt
# The front of the tent card as the stylesheet cards.css has it, in points: its height; a line of 14 pt and the space
# below a list's entry; what the headings take; a line of the place's name. Widths in type sizes of 14, 30 and 16 pt.
_FRONT, _LINE, _BELOW, _HEADINGS = 440.0, 19.0, 6.0, 110.0
_WIDTH, _NAME_WIDTH, _LONG_NAME_WIDTH, _NAME_LINE, _LONG_NAME_LINE, _LONG_NAME = 22.5, 11.0, 20.5, 36.0, 19.5, 40.0


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who may open an envelope (ids of people), and who stands in."""

    person: str
    deputy: str | None = None


@dataclass(frozen=True, slots=True)
class EnvelopeFront:
    """The front of a sealed envelope or bag: its number, who opens it, room for seal and signatures."""

    item: Item
    openers: tuple[Opener, ...]
    alert: str | None


@dataclass(frozen=True, slots=True)
class LabelCard:
    """A label for an item or for a place; ``register`` is the code of the sheet that lists them.

    ``is_tight``: its head has more than one line, so that the rest has to be smaller.
    """

    register: str
    is_tight: bool
    item: Item | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TentCard:
    """What stands at a place: who opens it, by which rules, and inside the log of openings.

    ``is_long``: its name has to be smaller. ``is_crowded``: there are more who open it than its front has room for.
    """

    place: Place
    alert: str | None
    is_long: bool
    is_crowded: bool


def envelope_fronts(view: View) -> Iterator[EnvelopeFront]:
    """One for each thing that is sealed."""
    organisation, alert = view.organisation, alert_packet(view)
    for item in _things(organisation):
        if item.kind == "envelope" or item.seal:
            yield EnvelopeFront(item, openers_of(item, organisation), alert)


def label_cards(view: View, register: str) -> Iterator[LabelCard]:
    """The labels of all things, then of all places."""
    rows = (head_text(view, with_classification=False), foot_text(view))
    is_tight = any(lines_of(row, _LABEL_WIDTH) > 1 for row in rows)
    yield from (LabelCard(register, is_tight, item=item) for item in _things(view.organisation))
    yield from (LabelCard(register, is_tight, place=place) for place in _places(view.organisation))


def tent_cards(view: View) -> Iterator[TentCard]:
    """One for each place that has a door."""
    for place in _places(view.organisation):
        name = view.speaker.text(place.name)
        is_long = ems(name) > _LONG_NAME or any(ems(word) > _NAME_WIDTH for word in name.split() if word.isascii())
        width, line = (_LONG_NAME_WIDTH, _LONG_NAME_LINE) if is_long else (_NAME_WIDTH, _NAME_LINE)
        left = _FRONT - _HEADINGS - lines_of(name, width) * line
        needed = sum(_height(view, group) for group in place.opened_by)
        yield TentCard(place, alert_packet(view), is_long, is_crowded=needed > left)


def _height(view: View, group: tuple[str, ...]) -> float:
    """What a group of people who open a place together takes on the front, in points."""
    names = view.language.words("packets.notes.and").join(map(view.speaker.person, group))
    return lines_of(view.language.say("labels.formats.together", names=names), _WIDTH) * _LINE + _BELOW


def openers_of(item: Item, organisation: Organisation) -> tuple[Opener, ...]:
    """Who opens a sealed thing: the custodians of what it holds, else whoever opens the place where it lies."""
    roles = dict.fromkeys(_CUSTODIANS[key] for key in item.keys)
    held = dict.fromkeys(Opener(entry.person, entry.deputy) for role in roles for entry in organisation.holders(role))
    groups = organisation.place(item.place).opened_by
    return tuple(held) or tuple(dict.fromkeys(Opener(name) for group in groups for name in group))


def _things(organisation: Organisation) -> Iterator[Item]:
    for item in organisation.items:
        if item.kind not in _IN_NO_HAND and not is_vault(organisation.place(item.place)):
            yield item


def _places(organisation: Organisation) -> Iterator[Place]:
    return (place for place in organisation.places if not (is_vault(place) or place.is_carried))
