"""Where the things of a place that has closed lie until it opens again."""

from __future__ import annotations

from collections.abc import Iterator

from runbook.organisation import Organisation, Place
from runbook.packets.cases import Case
from runbook.packets.things import Thing, is_vault


def lying_meanwhile(case: Case, closed: Place, organisation: Organisation) -> Iterator[tuple[Thing, tuple[Place, ...]]]:
    """The places that can take in each thing of a closed one: never with a password or with what unlocks it.

    Nor one that closes, too, or that somebody opens alone.
    """
    places = [place for place in organisation.places if _takes_in(place, organisation)]
    for thing in case.things:
        if thing.place == closed:
            partners = {thing.serves, thing.item.unlocked_by}
            fit = (place for place in places if not partners & {item.id for item in organisation.items_in(place.id)})
            yield thing, tuple(fit)


def _takes_in(place: Place, organisation: Organisation) -> bool:
    if is_vault(place) or place.hours or any(len(group) < 2 for group in place.opened_by):  # noqa: PLR2004  never alone
        return False
    return bool(place.opened_by) and not any(item.holds_key("password") for item in organisation.items_in(place.id))
