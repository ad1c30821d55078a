"""One thing that is due: what, for whom, where, by when, since when, by which rule, and what is written afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.organisation import Role
    from runbook.organisation.interval import Interval


class Kind(StrEnum):
    """What can be due."""

    TASK = "task"
    CONTACT = "contact"
    TEST = "test"
    BATTERY = "battery"
    CUSTODY = "custody"
    DOMAIN = "domain"
    RISK = "risk"
    TERM = "term"
    ABSENCE = "absence"
    COPIES = "copies"
    FINDING = "finding"


class State(StrEnum):
    """How it stands on the day, gravest first. What was never done is due now; what nobody can confirm is just that.

    A finding is open until it is mended: nobody has set a day for it.
    """

    OVERDUE = "overdue"
    NEVER = "never"
    OPEN = "open"
    DUE = "due"
    UNCONFIRMED = "unconfirmed"

    @property
    def is_late(self) -> bool:
        """Whether it is a finding: something should have been done, and was not."""
        return self in (State.OVERDUE, State.NEVER)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who does it: themselves, or as the deputy of somebody who is absent.

    ``absent_until``: they are absent themselves on the day that is meant, and nobody stands in.
    """

    person: str
    stands_in_for: str | None = None
    absent_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is due.

    ``subject`` is what it is about: the id of a task, person, item, domain, rule or place; ``part`` tells it from
    others of the same kind and subject: a role and since when it is held, what a risk is about, the first day of an
    absence, the number of the entry in which somebody told of it. ``about`` are further ids that belong to it:
    accounts, roles, sheets. ``due`` is the last day in time, None if it was never done or no day is set. ``ends`` is
    the day on which what is due ends by itself, if that is another. ``source`` is the path of the config in which the
    interval stands, ``rule`` the rule of `check` that judges the same. ``path`` is the value to write afterwards, or
    that a rule finds wrong; None where nothing in the config changes. ``role`` does it, or else ``hands`` are people
    whom the config names for it.
    """

    kind: Kind
    subject: str
    due: date | None
    path: Path | None
    state: State = State.DUE
    last: date | None = None
    every: Interval | None = None
    source: str = ""
    rule: str = ""
    role: Role | None = None
    hands: tuple[Hand, ...] = ()
    places: tuple[str, ...] = ()
    part: str = ""
    about: tuple[str, ...] = ()
    ends: date | None = None

    @property
    def order(self) -> tuple[int, date, int, str]:
        """Gravest first, then by day."""
        return list(State).index(self.state), self.due or date.min, list(Kind).index(self.kind), self.subject

    @property
    def people(self) -> tuple[str, ...]:
        """Everyone concerned: who does it, and for whom they stand in."""
        named = [name for hand in self.hands for name in (hand.person, hand.stands_in_for) if name]
        return tuple(dict.fromkeys(named))
