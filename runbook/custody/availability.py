"""What works when something is lost, whatever it is for: who can be called, which places stand, what can be fetched.

Here nobody is given too much credit: a group that opens a place is made of different people, and a person counts only
if they can be called. Every answer is what it leans on, or None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.custody.keys import Holder, Key, Way, opening_groups, stand_ins
from runbook.custody.team import fill
from runbook.organisation import BUILT_IN_DEPENDENCIES, Item, Organisation, Person, Place
from runbook.organisation.whole import HALVES

if TYPE_CHECKING:
    from runbook.organisation import EmergencyRole


class LossKind(StrEnum):
    """What can be lost."""

    PERSON = "person"
    SITE = "site"
    PLACE = "place"
    ITEM = "item"
    SERVICE = "service"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One thing that is gone: its kind, and its id in the config or the name of a service."""

    kind: LossKind
    id: str


Losses = frozenset[Loss]
NOTHING: Losses = frozenset()
# Without the internet nobody signs in anywhere, so it is no loss that a runbook can prepare for; an office is a site.
NO_LOSS = ("internet", "office")
SERVICES = tuple(name for name in BUILT_IN_DEPENDENCIES if name not in NO_LOSS)


class Reachable:
    """Whether somebody can be called, and what the call leans on. The answers to one loss are kept until the next."""

    def __init__(self, organisation: Organisation) -> None:
        """``organisation`` as it is in office."""
        self._channels = {
            person.id: (Loss(LossKind.PERSON, person.id), tuple(_channels(organisation, person)))
            for person in organisation.people
        }
        self._lost = NOTHING
        self._known: dict[str, Losses | None] = {}

    def __call__(self, person: str, lost: Losses) -> Losses | None:
        """What a call to a person (id) leans on; None if none gets through."""
        if lost is not self._lost:
            self._lost, self._known = lost, {}
        if person not in self._known:
            who, channels = self._channels[person]
            channel = next((needs for needs in channels if not needs & lost), None)
            self._known[person] = None if channel is None or who in lost else channel | {who}
        return self._known[person]


def _channels(organisation: Organisation, person: Person) -> Iterable[Losses]:
    """What each way to reach a person needs, the fewest needs first."""
    return sorted((frozenset(_needs(organisation, person, c.depends_on)) for c in person.contacts), key=len)


def _needs(organisation: Organisation, person: Person, depends_on: Iterable[str]) -> Iterator[Loss]:
    if "office" in depends_on and person.site:
        yield Loss(LossKind.SITE, person.site)
    yield from needed(organisation, depends_on)


def needed(organisation: Organisation, names: Iterable[str]) -> Losses:
    """What must work for some services to work, themselves and the accounts that host them included.

    Only what can be prepared for: without the internet nobody signs in anywhere.
    """
    found: set[Loss] = set()
    waiting = list(names)
    while waiting:
        for name in organisation.meant_by(waiting.pop()):
            loss, service = Loss(LossKind.SERVICE, name), organisation.service(name)
            if name in NO_LOSS or loss in found:
                continue
            found.add(loss)
            if service is not None:
                waiting.extend(service.depends_on)
                found |= {Loss(LossKind.ACCOUNT, service.hosted_in)} if service.hosted_in else set()
    return frozenset(found)


class Ground:
    """What stands, opens and works when something is lost, whatever it is for.

    Every method answers with what that leans on, or None. ``reachable`` says it of people.
    """

    def __init__(self, organisation: Organisation) -> None:
        """``organisation`` as it is in office."""
        self._organisation = organisation
        self._stand_ins = stand_ins(organisation)
        self.reachable = Reachable(organisation)
        self._items = {item.id: item for item in organisation.items}
        self._places = {place.id: place for place in organisation.places}
        self._doors = organisation.central_session_doors()
        self._named_pins = frozenset(item.unlocked_by for item in organisation.items)
        self._stands_on = {place.id: _stands_on(organisation, place) for place in organisation.places}
        self._groups: dict[str, tuple[tuple[Holder, ...], ...]] = {}

    def _pin(self, key: Item | None, pins: Sequence[Item], lost: Losses) -> Losses | None:
        """A security key is of no use without the PIN that it names.

        If it names none, one of those beside it may be its own, unless another key names that; without any it has none.
        """
        if key is not None and key.unlocked_by is not None:
            return self._fetched(key.unlocked_by, lost)
        own = [pin for pin in pins if pin.id not in self._named_pins]
        if key is None or key.kind != "security-key" or not own:
            return NOTHING
        return any_of(self._fetched(pin.id, lost) for pin in own)

    def signing_in(self, lost: Losses) -> Iterator[Losses | None]:
        """Each way to sign in to AWS where central sessions are opened."""
        provider = needed(self._organisation, ("idp",))
        yield None if provider & lost else provider
        for role in self._organisation.emergency_roles:
            if role.account in self._doors:
                yield any_of(self.reachable(person, lost) for person in role.used_by)
                yield self._credentials(role, lost)

    def _credentials(self, role: EmergencyRole, lost: Losses) -> Losses | None:
        """One credential of each kind that lies somewhere; if nobody says where they lie, there is none to count on."""
        mine = self._organisation.items_of_role(role.name)
        halves = [[item for item in mine if half in item.keys] for half in HALVES]
        pins = [item for item in mine if Key.PIN.value in item.keys]
        if not any(halves):
            return None
        return all_of(
            any_of(all_of((self._fetched(item.id, lost), self._pin(item, pins, lost))) for item in half)
            for half in filter(None, halves)
        )

    def _one_of(self, way: Way, lost: Losses) -> Losses | None:
        """Somebody who has a key by role: the appointee, or who stands in."""
        return any_of(self.reachable(person, lost) for holder in way.group for person in sorted(holder.people))

    def _lying(self, way: Way, lost: Losses) -> Losses | None:
        """A thing that is there, in a place that stands, opened by different people who can be called."""
        if way.item is None or way.place is None:
            return None
        thing = frozenset({Loss(LossKind.ITEM, way.item.id)})
        standing = None if thing & lost else self.standing(way.place, lost)
        return standing and all_of((thing, standing, self._opened(way.group, lost)))

    def _opened(self, group: tuple[Holder, ...], lost: Losses) -> Losses | None:
        """A group that opens a place: different people who can be called."""
        candidates = [holder.people for holder in group]
        reached = {person: self.reachable(person, lost) for person in frozenset[str]().union(*candidates)}
        opened = fill(candidates, {person for person, leans_on in reached.items() if leans_on is not None})
        if len(opened) < len(candidates):
            return None
        return all_of(reached[person] for person in opened.values())

    def standing(self, place: Place, lost: Losses, asked: frozenset[str] = frozenset()) -> Losses | None:
        """A place that is there, whose service works, and what it needs to open, if that can be fetched."""
        needs = self._stands_on[place.id]
        if needs & lost or place.id in asked:
            return None
        return all_of((needs, *(self._fetched(item, lost, asked | {place.id}) for item in place.needs)))

    def _fetched(self, item_id: str, lost: Losses, asked: frozenset[str] = frozenset()) -> Losses | None:
        """A thing taken out by people who can be called; ``asked`` are places that wait for it to be opened."""
        thing = frozenset({Loss(LossKind.ITEM, item_id)})
        place = self._places[self._items[item_id].place]
        standing = None if thing & lost else self.standing(place, lost, asked)
        if standing is None:
            return None
        if place.id not in self._groups:
            self._groups[place.id] = tuple(opening_groups(place, self._stand_ins))
        return all_of((thing, standing, any_of(self._opened(group, lost) for group in self._groups[place.id])))


def _stands_on(organisation: Organisation, place: Place) -> Losses:
    """A place, and what must work and stand for it to be there."""
    needs = needed(organisation, (*place.depends_on, *([place.service] if place.service else ())))
    needs |= {Loss(LossKind.PLACE, place.id)}
    if place.site:
        needs |= {Loss(LossKind.SITE, place.site)}
    if place.hosted_in:
        needs |= {Loss(LossKind.ACCOUNT, place.hosted_in)}
    return needs


def all_of(parts: Iterable[Losses | None]) -> Losses | None:
    """What several things lean on together; None if one of them does not work."""
    leans_on = NOTHING
    for part in parts:
        if part is None:
            return None
        leans_on |= part
    return leans_on


def any_of(parts: Iterable[Losses | None]) -> Losses | None:
    """What the first thing that works leans on."""
    return next((part for part in parts if part is not None), None)
