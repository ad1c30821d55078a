"""Facts: what is true while a packet is used, of things, places, sessions; and how a step changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from runbook.packets.things import Thing

EVERY = "*"
PIN, KITS = "pin", "kits"
APART = (("home", "out"), ("sealed", "opened"))
"""What cannot be true of a thing at the same time."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """Something that is true: its name, and what it is about (an item or a place by id, or nothing)."""

    name: str
    about: str = ""

    def __str__(self) -> str:
        """As in procedure.yaml, with the id in brackets."""
        return f"{self.name}({self.about})" if self.about else self.name

    def is_like(self, other: Fact) -> bool:
        """Whether it is the other, or what the other says of everything."""
        return self.name == other.name and other.about in (self.about, EVERY)


World = frozenset[Fact]


def bind(
    names: Iterable[str], thing: str | None, place: str | None, openers: Mapping[str, tuple[str, ...]] | None = None
) -> frozenset[Fact]:
    """The facts that a step names, about the thing and the place of a line, and what opens these, if anything.

    A step without a place of its own that speaks of `(here)` speaks of none: KeyError is for such a mistake of ours.
    """
    facts = []
    for name in names:
        bare, _, argument = name.rstrip(")").partition("(")
        if argument in (PIN, KITS):
            facts += [Fact(bare, opener) for opener in (openers or {}).get(argument, ())]
            continue
        about = {"": "", "it": thing, "here": place, EVERY: EVERY}[argument]
        if about is None:
            msg = f"{name}: the line has no such thing or place"
            raise KeyError(msg)
        facts.append(Fact(bare, about))
    return frozenset(facts)


def holds_in(world: World, wanted: Fact) -> bool:
    """Whether a fact, or one like it, is true."""
    return any(fact.is_like(wanted) for fact in world) if wanted.about == EVERY else wanted in world


def without(world: World, ended: Iterable[Fact]) -> World:
    """The world after some facts have ended."""
    gone = tuple(ended)
    return frozenset(fact for fact in world if not any(fact.is_like(end) for end in gone))


def world_before(things: Iterable[Thing]) -> World:
    """How it is before a packet is taken: every thing in its place, sealed if it has a seal."""
    facts = []
    for thing in things:
        facts.append(Fact("home", thing.item.id))
        if thing.item.seal:
            facts.append(Fact("sealed", thing.item.id))
    return frozenset(facts)
