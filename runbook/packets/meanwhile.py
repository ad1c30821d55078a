"""Where the things of a place that has closed lie until it opens again."""

from __future__ import annotations

from collections.abc import Iterator

from runbook.organisation import Organisation, Place
from runbook.packets.cases import Case
from runbook.packets.things import Thing, is_vault


def lying_meanwhile(case: Case, closed: Place, organisation: Organisation) -> Iterator[tuple[Thing, tuple[Place, ...]]]:
    """The places that can take in each thing of a closed one: never with a password or with what unlocks it.

    Nor one that closes, too, or that somebody opens alone. Of two things that belong together the first takes a place,
    and the other one another.
    """
    places = [place for place in organisation.places if _takes_in(place, organisation)]
    lying = [thing for thing in case.things if thing.place == closed]
    taken: dict[str, Place] = {}
    for thing in lying:
        partners = _partners(thing, case)
        shut = {place.id for place in places if partners & {item.id for item in organisation.items_in(place.id)}}
        shut |= {place.id for name, place in taken.items() if name in partners}
        fit = tuple(place for place in places if place.id not in shut)
        if fit and partners & {other.item.id for other in lying}:
            fit = fit[:1]
            taken[thing.item.id] = fit[0]
        yield thing, fit


def are_partners(things: tuple[Thing, ...], case: Case) -> bool:
    """Whether two of some things belong together: a key and what unlocks it."""
    names = {thing.item.id for thing in things}
    return any(_partners(thing, case) & names for thing in things)


def _partners(thing: Thing, case: Case) -> set[str]:
    """What a thing must not lie with: the PIN of a key, the key of a PIN."""
    pins = {other.item.id for other in case.things if other.serves == thing.item.id}
    return pins | {name for name in (thing.serves, thing.item.unlocked_by) if name}


def _takes_in(place: Place, organisation: Organisation) -> bool:
    if is_vault(place) or place.hours or any(len(group) < 2 for group in place.opened_by):  # noqa: PLR2004  never alone
        return False
    return bool(place.opened_by) and not any(item.holds_key("password") for item in organisation.items_in(place.id))
