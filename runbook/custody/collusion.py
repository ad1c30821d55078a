"""Who can be root: the smallest groups of people who have the keys of a path, approved or not, and the proof of each.

Nobody is given the benefit of the doubt: a deputy may have what the person they stand in for can open, and one person
may stand in several places of a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from runbook.custody.families import Family, Group, either, together
from runbook.custody.keys import KEYS_OF, CustodyClass, Holder, Key, Office, RootPath, Way

# Groups of up to this many are all told; larger ones only when there is no smaller.
TOLD = 2


class Reach(StrEnum):
    """How far one person reaches towards a key."""

    ALONE = "alone"
    TOGETHER = "together"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and for whom and in which role they stand in, if they do."""

    person: str
    stands_in_for: str | None = None
    role: Office | None = None


@dataclass(frozen=True, slots=True)
class Collusion:
    """A group that can be root: the path, and for each of its keys the way and who acts in it."""

    people: Group
    path: RootPath
    steps: tuple[tuple[Way, tuple[Actor, ...]], ...]


def collusions(custody_class: CustodyClass, largest: int = TOLD) -> tuple[Collusion, ...]:
    """The smallest groups that can be root: all of up to ``largest`` people, else all of the smallest size there is."""
    everyone = {person for key in custody_class.keys for way in custody_class.ways_to(key) for person in _people(way)}
    for most in range(largest, max(largest, len(everyone)) + 1):
        groups = root_groups(custody_class, most)
        if groups:
            ordered = sorted(groups, key=lambda group: (len(group), sorted(group)))
            return tuple(_collusion(custody_class, group) for group in ordered)
    return ()


def root_groups(custody_class: CustodyClass, largest: int) -> Family:
    """The minimal groups of up to ``largest`` people who have all keys of a path."""
    key_groups = {key: _key_groups(custody_class, key, largest) for key in custody_class.keys}
    return either(together((key_groups[key] for key in KEYS_OF[path]), largest) for path in custody_class.paths)


def reaches(custody_class: CustodyClass, person: str) -> dict[Key, Reach]:
    """How far a person reaches towards each key of a class."""
    return {key: _reach(custody_class, key, person) for key in custody_class.keys}


def _reach(custody_class: CustodyClass, key: Key, person: str) -> Reach:
    ways = custody_class.ways_to(key)
    if any(_can(way, frozenset({person})) for way in ways):
        return Reach.ALONE
    return Reach.TOGETHER if any(person in _people(way) for way in ways) else Reach.NONE


def _key_groups(custody_class: CustodyClass, key: Key, largest: int) -> Family:
    return either(
        together((frozenset(frozenset({person}) for person in holder.people) for holder in way.group), largest)
        for way in custody_class.ways_to(key)
    )


def _people(way: Way) -> Group:
    return frozenset().union(*(holder.people for holder in way.group))


def _can(way: Way, people: Group) -> bool:
    return all(holder.people & people for holder in way.group)


def _collusion(custody_class: CustodyClass, people: Group) -> Collusion:
    """The first path, and for each key the first way, that this group has."""
    for path in custody_class.paths:
        steps = tuple(_steps(custody_class, path, people))
        if len(steps) == len(KEYS_OF[path]):
            return Collusion(people, path, steps)
    raise ValueError(people)


def _steps(custody_class: CustodyClass, path: RootPath, people: Group) -> Iterator[tuple[Way, tuple[Actor, ...]]]:
    for key in KEYS_OF[path]:
        way = next((way for way in custody_class.ways_to(key) if _can(way, people)), None)
        if way is not None:
            yield way, actors(way.group, people)


def actors(group: tuple[Holder, ...], people: Group) -> tuple[Actor, ...]:
    """Who of some people acts for each holder of a group."""
    return tuple(_actor(holder, people) for holder in group)


def _actor(holder: Holder, people: Group) -> Actor:
    if holder.person in people:
        return Actor(holder.person)
    deputy, role = next((deputy, role) for deputy, role in holder.deputies if deputy in people)
    return Actor(deputy, holder.person, role)
