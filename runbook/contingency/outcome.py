"""Which packets can be done in a situation, by whom, in how many minutes; and what of them keeps people otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.contingency.actors import Hands, Staff
from runbook.contingency.course import Blocked, Course, Route
from runbook.contingency.journeys import Duration, Visit, base_of
from runbook.custody import Loss
from runbook.organisation import Role
from runbook.packets.things import Handling

if TYPE_CHECKING:
    from runbook.contingency.situation import Situation
    from runbook.custody import Losses, Team
    from runbook.knowledge.procedure import Procedure
    from runbook.organisation import Organisation
    from runbook.packets import Line, Packet
    from runbook.packets.onward import Onward
    from runbook.packets.things import Thing

# They work where the things are. Others are there only if they have one of these in hand.
_AT_WORK = frozenset({Role.OPERATOR, Role.WITNESS})


@dataclass(frozen=True, slots=True)
class Carried:
    """A packet that can be done: by whom (ids, by role and by place), how soon, and what is left out.

    ``first`` are emergency users (names) whose credentials are fetched before, because nobody signs in otherwise: how
    long that takes, their own packets say.
    """

    packet: Packet
    leans_on: Losses
    roles: Mapping[Role, tuple[str, ...]]
    opened: Mapping[str, tuple[str, ...]]
    duration: Duration
    left_out: tuple[Line, ...] = ()
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """A packet that cannot be done: where people are kept, and the packets (slugs) to go on with that can be done."""

    packet: Packet
    lines: tuple[Line, ...]
    instead: tuple[str, ...] = ()


Outcome = Carried | Stopped


class Trial:
    """One packet, to be tried with one thing missing after the other."""

    def __init__(self, staff: Staff, route: Route) -> None:
        """``staff`` may be at other packets, too."""
        self._route, self.packet = route, route.packet
        self._staff, self._hands = staff, Hands(staff, route.packet)

    def without(self, lost: Losses, waits: Mapping[str, int | None] | None = None) -> Outcome:
        """What comes of it while something is lost; ``waits`` are minutes until places (ids) open."""
        course = self._route.course(lambda line: self._hands.doing(line, lost))
        if isinstance(course, Blocked):
            return Stopped(self.packet, course.lines)
        return self._carried(course, waits or {})

    def _carried(self, course: Course, waits: Mapping[str, int | None]) -> Carried:
        taken = {line.thing.item.id: line.thing for line, _ in course.done if line.thing is not None}
        base = base_of(taken.values())
        roles: dict[Role, tuple[str, ...]] = {}
        opened: dict[str, tuple[str, ...]] = {}
        places = {}
        for line, how in course.done:
            for role, people in how.roles:
                roles.setdefault(role, people)
            if how.opens is not None and line.place is not None:
                opened.setdefault(*how.opens)
                places[line.place.id] = line.place
        visits = [
            Visit(
                places[place],
                people,
                waits.get(place) or 0,
                any(thing.travels and thing.place.id == place for thing in taken.values()),
            )
            for place, people in opened.items()
        ]
        handling = {line.step.who for line, _ in course.done if line.thing is not None and _is_at_hand(line.thing)}
        there = dict.fromkeys(
            person for role, people in roles.items() if role in handling | _AT_WORK for person in people
        )
        leans_on = frozenset[Loss]().union(*(how.leans_on for _, how in course.done))
        return Carried(
            self.packet,
            leans_on,
            roles,
            opened,
            self._staff.journeys.duration(visits, there, base),
            course.left_out,
            tuple(self._fetched_before(leans_on)),
        )

    def _fetched_before(self, leans_on: Losses) -> Iterator[str]:
        """The emergency users that are signed in with, but in the packet that is about them."""
        own = self.packet.case.role
        for name, items in self._staff.credentials.items():
            if (own is None or own.name != name) and items & leans_on:
                yield name


def _is_at_hand(thing: Thing) -> bool:
    """Whether a thing is used where one signs in, not read to somebody over the telephone or in a vault."""
    return not thing.by_telephone and thing.handling is not Handling.ENTRY


def outcomes(
    present: Organisation, procedure: Procedure, onward: Onward, situation: Situation, team: Team
) -> tuple[Outcome, ...]:
    """What comes of every packet: done at once if it can be, else after waiting for what opens soon."""
    found: dict[str, Outcome] = {}
    staff = Staff(present, team)
    for slug, packet in onward.packets.items():
        trial = Trial(staff, Route(packet, procedure))
        found[slug] = in_time(trial, present, situation)
    return tuple(_with_ways_on(found, onward))


def in_time(trial: Trial, present: Organisation, situation: Situation) -> Outcome:
    """The outcome of a packet in a situation: the sooner of at once and after waiting."""
    at_once = trial.without(situation.at_once)
    if not any(minutes is not None for minutes in situation.closed.values()):
        return at_once
    if isinstance(at_once, Carried):
        return at_once
    later = trial.without(situation.after_waiting(present), situation.closed)
    return later if isinstance(later, Carried) else at_once


def _with_ways_on(found: Mapping[str, Outcome], onward: Onward) -> Iterator[Outcome]:
    """Of what is stopped, the packets that its forks lead to and that can be done."""
    for outcome in found.values():
        if isinstance(outcome, Carried):
            yield outcome
            continue
        following = (onward.after(outcome.packet, fork) for line in outcome.lines for fork in line.step.forks)
        slugs = dict.fromkeys(
            other.case.slug for other in following if other is not None and not isinstance(other, str)
        )
        own = outcome.packet.case.slug
        yield Stopped(
            outcome.packet,
            outcome.lines,
            tuple(slug for slug in slugs if slug != own and isinstance(found[slug], Carried)),
        )
