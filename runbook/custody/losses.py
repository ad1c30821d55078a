"""What can go missing before no approved sign-in is left: the minimal sets of losses, up to a size.

Here nobody is given too much credit: a group that opens a place is made of different people, a person counts only if
they can be called, the lost-MFA procedure of AWS is not relied on, because its pages disagree (templates/aws.yaml:
WA-01, LOST), and central root access is no way back into an account that keeps its own credentials (templates/aws.yaml:
WP-FIB).

Found by branching: take a way in that still works; whatever stops everything must take away something that this way
leans on. So at most (what a way leans on) to the power of (size of the sets) ways are looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.custody.keys import CustodyClass, Holder, Key, Way, opening_groups, stand_ins
from runbook.custody.team import fill, team_of
from runbook.organisation import BUILT_IN_DEPENDENCIES, Item, Mailbox, Organisation, Person, Place, Route

if TYPE_CHECKING:
    from runbook.custody.team import Team


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
_NOTHING: Losses = frozenset()
# Without the internet nobody signs in anywhere, so it is no loss that a runbook can prepare for; an office is a site.
_NO_LOSS = ("internet", "office")
SERVICES = tuple(name for name in BUILT_IN_DEPENDENCIES if name not in _NO_LOSS)


def fatal_losses(organisation: Organisation, custody_class: CustodyClass, largest: int = 2) -> tuple[Losses, ...]:
    """The minimal sets of up to ``largest`` losses that leave no approved way in; an empty set if there is none now."""
    working = _Working(organisation, custody_class)
    found: set[Losses] = set()
    _branch(working.way_in, _NOTHING, largest, found, set())
    minimal = [losses for losses in found if not any(other < losses for other in found)]
    return tuple(sorted(minimal, key=lambda losses: (len(losses), sorted(losses))))


def _branch(
    way_in: Callable[[Losses], Losses | None], lost: Losses, largest: int, found: set[Losses], seen: set[Losses]
) -> None:
    if lost in seen:
        return
    seen.add(lost)
    leans_on = way_in(lost)
    if leans_on is None:
        found.add(lost)
    elif len(lost) < largest:
        for loss in leans_on:
            _branch(way_in, lost | {loss}, largest, found, seen)


def approvals_without(organisation: Organisation, lost: Losses) -> int:
    """How many approvals can still be given by people who can be called when something is lost."""
    reachable = _Reachable(organisation)
    present = {person.id for person in organisation.people if reachable(person.id, lost) is not None}
    return team_of(organisation).approvals(present)


class _Reachable:
    """Whether somebody can be called, and what the call leans on."""

    def __init__(self, organisation: Organisation) -> None:
        self._channels = {person.id: tuple(_channels(organisation, person)) for person in organisation.people}

    def __call__(self, person: str, lost: Losses) -> Losses | None:
        who = Loss(LossKind.PERSON, person)
        channel = next((needs for needs in self._channels[person] if not needs & lost), None)
        return None if channel is None or who in lost else channel | {who}


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
            if name in _NO_LOSS or loss in found:
                continue
            found.add(loss)
            if service is not None:
                waiting.extend(service.depends_on)
                found |= {Loss(LossKind.ACCOUNT, service.hosted_in)} if service.hosted_in else set()
    return frozenset(found)


class _Working:
    """Approved ways into one class of accounts. Every method answers with what a working way leans on, or None."""

    def __init__(self, organisation: Organisation, custody_class: CustodyClass) -> None:
        self._organisation = organisation
        self._class = custody_class
        self._team: Team = team_of(organisation)
        self._stand_ins = stand_ins(organisation)
        self._reachable = _Reachable(organisation)

    def way_in(self, lost: Losses) -> Losses | None:
        team = self._people(lost)
        if self._class.route is Route.REMOVED:
            return _all_of((team, self._central(lost)))
        if self._class.route is Route.SEALED:
            return _all_of((team, self._mailbox(lost), self._phone(lost)))
        password = self._password(lost)
        return _all_of((team, self._mailbox(lost) if password is None else password, self._mfa(lost)))

    def _people(self, lost: Losses) -> Losses | None:
        """A complete team that can be called."""
        reached = {person: self._reachable(person, lost) for person in self._team.people}
        team = self._team.out_of({person for person, leans_on in reached.items() if leans_on is not None})
        return None if team is None else _all_of(reached[person] for person in team)

    def _password(self, lost: Losses) -> Losses | None:
        return _any_of(self._lying(way, lost) for way in self._class.ways_to(Key.PASSWORD))

    def _mfa(self, lost: Losses) -> Losses | None:
        return _any_of(
            _all_of((self._lying(way, lost), self._pin(way.item, lost))) for way in self._class.ways_to(Key.MFA)
        )

    def _pin(self, item: Item | None, lost: Losses) -> Losses | None:
        """A security key is of no use without the PIN that it names or, if it names none, one of its class."""
        pins = self._class.ways_to(Key.PIN)
        if item is not None and item.unlocked_by is not None:
            pins = tuple(way for way in self._ways_to_pin(item.unlocked_by))
        elif item is None or item.kind != "security-key" or not pins:
            return _NOTHING
        return _any_of(self._lying(way, lost) for way in pins)

    def _ways_to_pin(self, item_id: str) -> tuple[Way, ...]:
        return tuple(way for way in self._class.ways_to(Key.PIN) if way.item is not None and way.item.id == item_id)

    def _mailbox(self, lost: Losses) -> Losses | None:
        """A new password by mail: a reader who can be called, and a mail service that runs."""
        box = self._class.mailbox
        needs = needed(self._organisation, self._mail_services(box))
        if box and box.hosted_in:
            needs |= {Loss(LossKind.ACCOUNT, box.hosted_in)}
        if needs & lost:
            return None
        reading = _any_of(
            self._lying(way, lost) if way.item else self._one_of(way, lost) for way in self._class.delivered
        )
        return _all_of((needs, reading))

    def _phone(self, lost: Losses) -> Losses | None:
        """The call of AWS to the registered number: whoever answers it, or where it lies, and its contract."""
        phone = next(iter(self._class.phones), None)
        needs = needed(self._organisation, (phone.service,) if phone is not None and phone.service else ())
        if needs & lost:
            return None
        carried = self._organisation.holders_of(phone) if phone is not None else ()
        answering = _any_of(
            self._lying(way, lost) if way.item else self._one_of(way, lost)
            for way in self._class.ways_to(Key.PHONE)
            if way.item or not carried or way.group[0].person in carried
        )
        return _all_of((needs, answering))

    def _mail_services(self, box: Mailbox | None) -> tuple[str, ...]:
        """What a mailbox depends on, and the service that keeps it: the one that it names, or mail as such."""
        return ("mail",) if box is None else (*box.depends_on, box.service or "mail")

    def _central(self, lost: Losses) -> Losses | None:
        """A privileged session: an admin who can be called and signs in through the identity provider or past it."""
        admin = _any_of(self._one_of(way, lost) for way in self._class.ways_to(Key.CENTRAL))
        if self._organisation.has_emergency_door():
            return admin
        provider = needed(self._organisation, ("idp",))
        return None if provider & lost else _all_of((admin, provider))

    def _one_of(self, way: Way, lost: Losses) -> Losses | None:
        """Somebody who has a key by role: the appointee, or who stands in."""
        return _any_of(self._reachable(person, lost) for holder in way.group for person in sorted(holder.people))

    def _lying(self, way: Way, lost: Losses) -> Losses | None:
        """A thing that is there, in a place that stands, opened by different people who can be called."""
        if way.item is None or way.place is None:
            return None
        thing = frozenset({Loss(LossKind.ITEM, way.item.id)})
        standing = None if thing & lost else self._standing(way.place, lost, frozenset())
        return standing and _all_of((thing, standing, self._opened(way.group, lost)))

    def _opened(self, group: tuple[Holder, ...], lost: Losses) -> Losses | None:
        """A group that opens a place: different people who can be called."""
        candidates = [holder.people for holder in group]
        reached = {person: self._reachable(person, lost) for person in frozenset[str]().union(*candidates)}
        opened = fill(candidates, {person for person, leans_on in reached.items() if leans_on is not None})
        if len(opened) < len(candidates):
            return None
        return _all_of(reached[person] for person in opened.values())

    def _standing(self, place: Place, lost: Losses, asked: frozenset[str]) -> Losses | None:
        """A place that is there, whose service works, and what it needs to open, if that can be fetched."""
        needs = needed(self._organisation, (*place.depends_on, *([place.service] if place.service else ())))
        needs |= {Loss(LossKind.PLACE, place.id)}
        if place.site:
            needs |= {Loss(LossKind.SITE, place.site)}
        if place.hosted_in:
            needs |= {Loss(LossKind.ACCOUNT, place.hosted_in)}
        if needs & lost or place.id in asked:
            return None
        return _all_of((needs, *(self._fetched(item, lost, asked | {place.id}) for item in place.needs)))

    def _fetched(self, item_id: str, lost: Losses, asked: frozenset[str]) -> Losses | None:
        """A thing that another place needs, taken out by people who can be called."""
        thing = frozenset({Loss(LossKind.ITEM, item_id)})
        place = self._organisation.place(self._organisation.item(item_id).place)
        standing = None if thing & lost else self._standing(place, lost, asked)
        if standing is None:
            return None
        groups = opening_groups(place, self._stand_ins)
        return _all_of((thing, standing, _any_of(self._opened(group, lost) for group in groups)))


def _all_of(parts: Iterable[Losses | None]) -> Losses | None:
    """What several things lean on together; None if one of them does not work."""
    leans_on = _NOTHING
    for part in parts:
        if part is None:
            return None
        leans_on |= part
    return leans_on


def _any_of(parts: Iterable[Losses | None]) -> Losses | None:
    """What the first thing that works leans on."""
    return next((part for part in parts if part is not None), None)
