"""What a step of a packet lists below its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation import Role
from runbook.packets.things import Part, is_vault
from runbook.sheets.naming import Naming

if TYPE_CHECKING:
    from runbook.knowledge.procedure import Listing
    from runbook.packets import Packet
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: what it is about, and what is said of it."""

    head: str
    text: str


def listed(listing: Listing, packet: Packet, view: View) -> tuple[Listed, ...]:
    """All things that hold or open a key, by place; who has to go to which place; or which lines each role does."""
    found = tuple(_LISTED[listing](packet, view))
    return found if view.is_full else tuple(dict.fromkeys(found))


def _kept(_packet: Packet, view: View) -> Iterator[Listed]:
    organisation, naming = view.organisation, Naming(view)

    def opened(openers: str, things: str) -> str:
        return naming.introducing(view.language.say("labels.formats.aside", text=openers), things)

    if not view.is_full:  # what lies together is a place, too, even if nobody says which
        withheld = view.language.withheld
        yield Listed(withheld("place"), opened(withheld("openers"), withheld("things")))
        return
    for place in organisation.places:
        if items := [item for item in organisation.items_in(place.id) if item.keys or item.opens]:
            things = naming.joined(f"{item.id} {item.seal or ''}".strip() for item in items)
            yield Listed(naming.text(place.name), opened(naming.openers(place), things))


def _senders(packet: Packet, view: View) -> Iterator[Listed]:
    """Those of the places, with numbers; in reserve, those of the first further device; who handles the mailbox.

    Those of a vault go nowhere, but it takes them, too.
    """
    naming = Naming(view)
    starting = [line for section in packet.main for line in section.lines if section.phase.per]
    places = {line.place.id: line.place for line in starting if line.place}
    for place in places.values():
        people = naming.numbers_of_openers(place)
        at_screen = view.language.say("packets.notes.at_screen", people=people)
        yield Listed(naming.text(place.name), at_screen if is_vault(place) else people)
    spare = next((section for section in packet.detours if section.spare), None)
    in_reserve = {line.place.id: line.place for line in spare.lines if line.place} if spare else {}
    for place in in_reserve.values():
        if place.id not in places:
            people = naming.numbers_of_openers(place)
            yield Listed(naming.text(place.name), view.language.say("packets.notes.in_reserve", people=people))
    if any(line.thing and line.thing.part is Part.MAILBOX for line in starting):
        holders = (entry.person for entry in view.organisation.holders(Role.MAILBOX_CUSTODIAN))
        people = naming.joined(map(naming.reached, holders))
        yield Listed(naming.word(f"labels.roles.{Role.MAILBOX_CUSTODIAN}"), people)


def _lanes(packet: Packet, view: View) -> Iterator[Listed]:
    """The lines that are done at the same time, by the role that does them; in the order of the paper."""
    abreast = [line for section in packet.main if section.phase.abreast for line in section.lines]
    for role in dict.fromkeys(line.step.who for line in abreast):
        numbers = dict.fromkeys(line.number for line in abreast if line.step.who is role)
        # Not as a list is written: "R 64, R 88, R 68" is how people write down the combination of a safe.
        yield Listed(
            view.language.words(f"labels.roles.{role}"), view.language.words("packets.notes.below").join(numbers)
        )


_LISTED: Mapping[Listing, Callable[[Packet, View], Iterator[Listed]]] = {
    "kept": _kept,
    "senders": _senders,
    "lanes": _lanes,
}
