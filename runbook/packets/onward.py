"""From packet to packet: where a fork sends people afterwards, and that nobody is ever sent round in a circle.

Each packet is proved by itself as if nothing were known to be broken. Here people take along what they know to fail: in
the next packet they meet it again. A packet that cannot help them, because it needs what the packet in their hands is
there to replace, is not named at all: then only AWS helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from runbook.knowledge.procedure import ALERT, FORMS, Fork, Means
from runbook.organisation import Account
from runbook.packets.cases import Case
from runbook.packets.packet import Line, Packet


@dataclass(frozen=True, slots=True)
class Circle:
    """Packets that send people from one to the other and back, with nothing learned on the way round.

    ``packets``: their slugs from the first to the first again; ``fails``: what is known to fail all the way.
    """

    packets: tuple[str, ...]
    fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where people are: with which packet, what they know to fail, and to which kinds of packets nobody goes back."""

    slug: str
    fails: frozenset[Means] = frozenset()
    left: frozenset[str] = frozenset()


@dataclass(frozen=True)  # without slots: the way through each packet is worked out once
class Onward:
    """The packets of a company by slug, in order, and the ways from one to the other."""

    packets: Mapping[str, Packet]
    management: Account | None = None

    def of_kind(self, kind: str, case: Case) -> Packet | None:
        """The packet of a kind that people with the packet of a case may take: of the same account, or one for all."""
        own = [None, *(account.id for account in (*case.accounts, case.account) if account)]
        for name, of_account in self._by_account.items():
            if name == kind or name.startswith(f"{kind}-"):
                for account in own:
                    if account in of_account:
                        return of_account[account]
        return None

    def after(self, packet: Packet, fork: Fork) -> Packet | str | None:
        """Where a fork sends people in the end: to a packet, to a form of AWS (its name), or nowhere."""
        for name in self._names(packet.case, fork):
            if name in FORMS:
                return name
            found = self.of_kind(name, packet.case)
            if found is not None and not (packet.case.kind.lost and self._is_in_vain(found, packet.case.kind.lost)):
                return found
        return None

    @staticmethod
    def _names(case: Case, fork: Fork) -> tuple[str, ...]:
        """What is asked for first, and what else. What an emergency user cannot do, root of the account does."""
        if case.role is None or not fork.then or fork.then == (ALERT,):
            return fork.then
        return ("own-root", "bring-back")

    def circle(self) -> Circle | None:
        """A circle, if there is one; None if every way from packet to packet comes to an end."""
        following: dict[_Place, tuple[_Place, ...]] = {}
        waiting = [_Place(slug, frozenset(filter(None, (packet.case.kind.lost,))))
                   for slug, packet in self.packets.items()]  # fmt: skip
        while waiting:
            place = waiting.pop()
            if place not in following:
                following[place] = tuple(self._on_from(place))
                waiting += following[place]
        try:
            TopologicalSorter(following).prepare()
        except CycleError as error:
            back: list[_Place] = error.args[1]  # each is followed by one that leads to it
            return Circle(tuple(place.slug for place in reversed(back)), tuple(sorted(back[0].fails)))
        return None

    @property
    def in_vain(self) -> tuple[str, ...]:
        """The packets (slugs) that are stopped for the lack of just what they are there to bring back, or do without.

        Of all others holds: whoever has done them has it again, and no fork about it keeps them in the packet that they
        came from.
        """
        packets = self.packets.items()
        return tuple(
            slug for slug, packet in packets if (lost := packet.case.kind.lost) and self._is_in_vain(packet, lost)
        )

    def _is_in_vain(self, packet: Packet, lost: Means) -> bool:
        """Whether people who lost this will be stopped, before anything that the packet is for can be back."""
        for line, fork in self._met(packet, frozenset({lost})):
            if fork.mends:
                return False
            if packet.target(line, fork) == packet.stop:
                return True
        return False

    def _on_from(self, place: _Place) -> Iterator[_Place]:
        """Every packet that may be next; only one where it is known before what will fail."""
        packet = self.packets[place.slug]
        for line, fork in self._met(packet, place.fails):
            if not fork.mends and packet.target(line, fork) == packet.stop:
                yield from self._led(place, fork)
                return
        for line in packet.lines:
            for fork in line.step.forks:
                if fork.fails not in place.fails and packet.says_then(line, fork):
                    yield from self._led(place, fork)
            yield from (replace(place, slug=slug) for slug in self._called(line))

    def _led(self, place: _Place, fork: Fork) -> Iterator[_Place]:
        following = self.after(self.packets[place.slug], fork)
        if isinstance(following, Packet) and following.case.kind.id not in place.left:
            left = {following.case.kind.id} if following.case.kind.once else set()
            fails = {fork.fails} if fork.fails else set()
            yield _Place(following.case.slug, place.fails | fails, place.left | left)

    def _called(self, line: Line) -> Iterator[str]:
        """The packets that a line has done in between: those of the management account, or of a class."""
        for slug, packet in self.packets.items():
            if packet.case.kind.id in line.step.calls and packet.case.account in (None, self.management):
                yield slug

    def _met(self, packet: Packet, fails: frozenset[Means]) -> Iterator[tuple[Line, Fork]]:
        """The forks about what fails, in the order in which people come to them; the last one may be a stop."""
        following = self._following[packet.case.slug]
        line: Line | None = packet.main[0].lines[0]
        done = {_key(entry) for section in packet.close for entry in section.lines}
        while line is not None and _key(line) not in done:
            done.add(_key(line))
            met = None
            for fork in line.step.forks:
                if fork.mends or fork.fails in fails:
                    yield line, fork
                met = fork if fork.fails in fails else met
            line = packet.target(line, met) if met else following[_key(line)]

    @cached_property
    def _by_account(self) -> Mapping[str, Mapping[str | None, Packet]]:
        """By kind of case, the packet of each account; under None one that is for all of them."""
        found: dict[str, dict[str | None, Packet]] = {}
        for packet in self.packets.values():
            of_account = found.setdefault(packet.case.kind.id, {})
            for account in packet.case.accounts:
                of_account.setdefault(account.id, packet)
            if not packet.case.accounts:
                of_account.setdefault(None, packet)
        return found

    @cached_property
    def _following(self) -> Mapping[str, Mapping[_Key, Line | None]]:
        """The next line of each, by packet."""
        return {
            slug: {_key(line): following for line, following in packet.steps_on()}
            for slug, packet in self.packets.items()
        }


_Key = tuple[str, str | None]


def _key(line: Line) -> _Key:
    """A line in its packet: things that are handled together share a number."""
    return line.number, line.thing.item.id if line.thing else None
