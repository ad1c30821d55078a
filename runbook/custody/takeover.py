"""Who can take root by acts of administration: the smallest groups, their proofs, and whether anybody would see it.

The least fixpoint of the means: a power's groups are those that can act in one of its means and have all that it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from runbook.custody.administration import means_of, watchers
from runbook.custody.collusion import TOLD, Actor, actors, root_groups
from runbook.custody.families import NOBODY, Family, Group, either, together
from runbook.custody.powers import Means, Power, PowerKind

if TYPE_CHECKING:
    from runbook.custody.keys import CustodyClass, RootPath
    from runbook.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Takeover:
    """A group that can take root, and how: each means with who acts in it, what it needs before it.

    ``seen_by`` are others whom an alert on one of the acts reaches, whichever way they go; nobody: it is unseen.
    """

    people: Group
    path: RootPath
    steps: tuple[tuple[Means, tuple[Actor, ...]], ...]
    seen_by: frozenset[str]


def takeovers(organisation: Organisation, classes: Sequence[CustodyClass]) -> tuple[tuple[Takeover, ...], ...]:
    """For each class the groups that can take root and do not hold it: of up to two people, else the smallest."""
    means = means_of(organisation, classes)
    derivations, watching = _Derivations.of(means), watchers(organisation)
    everyone = frozenset(person.id for person in organisation.people)
    all_together = derivations.of_group(everyone, lambda _: True)
    families = power_groups(means, TOLD)
    return tuple(
        tuple(
            _takeover(derivations, root, people, watching)
            # Where not even everyone together can, no size of group is worth looking for.
            for people in (
                _smallest(means, root, families, root_groups(entry, TOLD), len(everyone))
                if root in all_together
                else ()
            )
        )
        for entry in classes
        for root in (Power(PowerKind.ROOT, entry.accounts[0].id),)
    )


def _smallest(
    means: Sequence[Means], root: Power, families: Mapping[Power, Family], holding: Family, everyone: int
) -> list[Group]:
    groups = families.get(root, NOBODY)
    for most in range(TOLD + 1, everyone + 1):
        if groups:
            break
        groups = power_groups(means, most).get(root, NOBODY)
    taking = (group for group in groups if not any(held <= group for held in holding))
    return sorted(taking, key=lambda group: (len(group), sorted(group)))


def power_groups(means: Iterable[Means], largest: int) -> Mapping[Power, Family]:
    """The minimal groups of up to ``largest`` people that have each power; powers that nobody has are left out."""
    entries = list(means)
    acting = [
        together((frozenset(frozenset({person}) for person in holder.people) for holder in entry.group), largest)
        for entry in entries
    ]
    asking: dict[Power, list[int]] = {}
    for number, entry in enumerate(entries):
        for power in entry.needs:
            asking.setdefault(power, []).append(number)
    found: dict[Power, Family] = {}
    waiting = dict.fromkeys(range(len(entries)))
    while waiting:
        number = next(iter(waiting))
        del waiting[number]
        entry = entries[number]
        new = together((acting[number], *(found.get(power, NOBODY) for power in entry.needs)), largest)
        old = found.get(entry.gives, NOBODY)
        family = either((old, new))
        if family != old:
            found[entry.gives] = family
            waiting.update(dict.fromkeys(asking.get(entry.gives, ())))
    return found


@dataclass(frozen=True, slots=True)
class _Derivations:
    """The means by number, and which of them begin with a person or wait for a power: groups are asked by hundreds."""

    means: Sequence[Means]
    groups: Sequence[tuple[Group, ...]]
    beginning: Mapping[str, Sequence[int]]
    asking: Mapping[Power, Sequence[int]]

    @classmethod
    def of(cls, means: Sequence[Means]) -> _Derivations:
        groups = tuple(tuple(holder.people for holder in entry.group) for entry in means)
        beginning: dict[str, list[int]] = {}
        asking: dict[Power, list[int]] = {}
        for number, entry in enumerate(means):
            for person in frozenset[str]().union(*groups[number]) if not entry.needs else ():
                beginning.setdefault(person, []).append(number)
            for power in entry.needs:
                asking.setdefault(power, []).append(number)
        return cls(means, groups, beginning, asking)

    def of_group(self, people: Group, usable: Callable[[Means], bool]) -> Mapping[Power, Means]:
        """Every power that these people have, with a means, the earliest, that gives it out of powers had before."""
        had: dict[Power, Means] = {}
        missing: dict[int, int] = {}
        ready = sorted({number for person in people for number in self.beginning.get(person, ())})
        while ready:
            number = heappop(ready)
            entry = self.means[number]
            if entry.gives in had or not all(group & people for group in self.groups[number]) or not usable(entry):
                continue
            had[entry.gives] = entry
            for waiting in self.asking.get(entry.gives, ()):
                missing[waiting] = missing.get(waiting, len(self.means[waiting].needs)) - 1
                if not missing[waiting]:
                    heappush(ready, waiting)
        return had


def _takeover(
    derivations: _Derivations, root: Power, people: Group, watching: Mapping[str, frozenset[str]]
) -> Takeover:
    """The proof of a group; past every alert that reaches somebody else, if they can go past it."""

    def others(entry: Means) -> frozenset[str]:
        return watching.get(entry.guard, frozenset()) - people if entry.act else frozenset()

    unseen = derivations.of_group(people, lambda entry: not others(entry))
    had = unseen if root in unseen else derivations.of_group(people, lambda _: True)
    steps = tuple(dict.fromkeys(_steps(had, root)))
    seen = frozenset[str]().union(*(others(entry) for entry in steps)) if root not in unseen else frozenset()
    path = had[root].path
    assert path is not None  # noqa: S101  what gives root is a path
    return Takeover(
        people, path, tuple((entry, actors(entry.group, people)) for entry in steps if entry.gives != root), seen
    )


def _steps(had: Mapping[Power, Means], power: Power) -> Iterator[Means]:
    """The means to a power, what it needs before it."""
    entry = had[power]
    for needed in entry.needs:
        yield from _steps(had, needed)
    yield entry
