"""What can go missing before no approved sign-in is left: the minimal sets of losses, up to a size.

Here nothing is given too much credit (nor in `availability.py`): the lost-MFA procedure of AWS is not relied on,
because its pages disagree (templates/aws.yaml: WA-01, LOST), and central root access is no way back into an account
that keeps its own credentials (templates/aws.yaml: WP-FIB).

Found by branching: take a way in that still works; whatever stops everything must take away something that this way
leans on. So at most (what a way leans on) to the power of (size of the sets) ways are looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from runbook.custody.availability import NOTHING, Ground, Loss, Losses, LossKind, Reachable, all_of, any_of, needed
from runbook.custody.keys import CustodyClass, Key
from runbook.custody.team import team_of
from runbook.organisation import Mailbox, Organisation, Route

if TYPE_CHECKING:
    from runbook.custody.team import Team


def fatal_losses(organisation: Organisation, custody_class: CustodyClass, largest: int = 2) -> tuple[Losses, ...]:
    """The minimal sets of up to ``largest`` losses that leave no approved way in; an empty set if there is none now."""
    working = Working(organisation, custody_class)
    found: set[Losses] = set()
    _branch(working.way_in, NOTHING, largest, found, set())
    minimal = [losses for losses in found if not any(other < losses for other in found)]
    return tuple(sorted(minimal, key=lambda losses: (len(losses), sorted(losses))))


def has_way_in(organisation: Organisation, custody_class: CustodyClass, closed: Iterable[str] = ()) -> bool:
    """Whether there is an approved way into a class while some places (ids) are closed."""
    return way_in_while(organisation, custody_class)(closed)


def way_in_while(organisation: Organisation, custody_class: CustodyClass) -> Callable[[Iterable[str]], bool]:
    """`has_way_in` for one class, to be asked about many sets of closed places (ids)."""
    working = Working(organisation, custody_class)

    def has(closed: Iterable[str]) -> bool:
        return working.way_in(frozenset(Loss(LossKind.PLACE, place) for place in closed)) is not None

    return has


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
    reachable = Reachable(organisation)
    present = {person.id for person in organisation.people if reachable(person.id, lost) is not None}
    return team_of(organisation).approvals(present)


class Working(Ground):
    """Approved ways into one class of accounts. Every method answers with what a working way leans on, or None."""

    def __init__(self, organisation: Organisation, custody_class: CustodyClass) -> None:
        """``organisation`` as it is in office, and one of its classes."""
        super().__init__(organisation)
        self._class = custody_class
        self._team: Team = team_of(organisation)

    def way_in(self, lost: Losses) -> Losses | None:
        """An approved way in: a complete team, and the keys of the route."""
        team = self._people(lost)
        if self._class.route is Route.REMOVED:
            return all_of((team, self._central(lost)))
        if self._class.route is Route.SEALED:
            return all_of((team, self.mailbox(lost), self.phone(lost)))
        password = self._password(lost)
        return all_of((team, self.mailbox(lost) if password is None else password, self._mfa(lost)))

    def _people(self, lost: Losses) -> Losses | None:
        """A complete team that can be called."""
        reached = {person: self.reachable(person, lost) for person in self._team.people}
        team = self._team.out_of({person for person, leans_on in reached.items() if leans_on is not None})
        return None if team is None else all_of(reached[person] for person in team)

    def _password(self, lost: Losses) -> Losses | None:
        return any_of(self._lying(way, lost) for way in self._class.ways_to(Key.PASSWORD))

    def _mfa(self, lost: Losses) -> Losses | None:
        pins = list({way.item.id: way.item for way in self._class.ways_to(Key.PIN) if way.item is not None}.values())
        return any_of(
            all_of((self._lying(way, lost), self._pin(way.item, pins, lost))) for way in self._class.ways_to(Key.MFA)
        )

    def mailbox(self, lost: Losses) -> Losses | None:
        """A new password by mail: a reader who can be called, and a mail service that runs."""
        box = self._class.mailbox
        needs = needed(self._organisation, self._mail_services(box))
        if box and box.hosted_in:
            needs |= {Loss(LossKind.ACCOUNT, box.hosted_in)}
        if needs & lost:
            return None
        reading = any_of(
            self._lying(way, lost) if way.item else self._one_of(way, lost) for way in self._class.delivered
        )
        return all_of((needs, reading))

    def phone(self, lost: Losses) -> Losses | None:
        """The call of AWS to the registered number: whoever answers it, or where it lies, and its contract."""
        phone = next(iter(self._class.phones), None)
        needs = needed(self._organisation, (phone.service,) if phone is not None and phone.service else ())
        if needs & lost:
            return None
        carried = self._organisation.holders_of(phone) if phone is not None else ()
        answering = any_of(
            self._lying(way, lost) if way.item else self._one_of(way, lost)
            for way in self._class.ways_to(Key.PHONE)
            if way.item or not carried or way.group[0].person in carried
        )
        return all_of((needs, answering))

    def _mail_services(self, box: Mailbox | None) -> tuple[str, ...]:
        """What a mailbox depends on, and the service that keeps it: the one that it names, or mail as such."""
        return ("mail",) if box is None else (*box.depends_on, box.service or "mail")

    def _central(self, lost: Losses) -> Losses | None:
        """A privileged session: an admin who can be called and signs in through the identity provider or past it."""
        admin = any_of(self._one_of(way, lost) for way in self._class.ways_to(Key.CENTRAL))
        return admin and all_of((admin, any_of(self.signing_in(lost))))
