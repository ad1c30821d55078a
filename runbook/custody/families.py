"""Families of sets, none of which holds another: the smallest groups of people who can do something.

They are the minimal sets of a monotone Boolean function, made from the inside out: ``either`` is its "or", ``together``
its "and" (the method of fault trees known as MICSUP, with absorption). Sets of more than ``largest`` are dropped at
once; that is exact for the others, because a union is never smaller than its parts. For a fixed ``largest`` k and n
people a family has at most n^k sets, and an "and" costs at most the product of two families.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

Group = frozenset[str]
Family = frozenset[Group]

NOBODY: Family = frozenset()
ANYBODY: Family = frozenset({frozenset()})


def either(families: Iterable[Family]) -> Family:
    """Groups that can do one of several things."""
    return _minimal(group for family in families for group in family)


def together(families: Iterable[Family], largest: int) -> Family:
    """Groups of up to ``largest`` that can do all of several things; one person may do more than one."""

    def both(one: Family, other: Family) -> Family:
        return _minimal(union for a in one for b in other if len(union := a | b) <= largest)

    return reduce(both, families, ANYBODY)


def _minimal(groups: Iterable[Group]) -> Family:
    """Those that hold no other; sets of one size cannot hold each other, so only smaller ones are looked at."""
    by_size: dict[int, set[Group]] = {}
    for group in groups:
        by_size.setdefault(len(group), set()).add(group)
    kept: set[Group] = set()
    for size in sorted(by_size):
        smaller = tuple(kept)
        kept |= {group for group in by_size[size] if not any(other <= group for other in smaller)}
    return frozenset(kept)
