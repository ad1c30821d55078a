"""A security key and its PIN lie in different places.

The PIN is there for whoever takes the key. In one box with it, it guards nothing: whoever opens the box has a device
that works. Which PIN belongs to a key is written in `unlocked_by`; for a key that names none, it is any PIN of the same
account or emergency user that no other key names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

if TYPE_CHECKING:
    from runbook.organisation import Item

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "root-hardware-mfa")
SOURCES = ("BP", "WA-01")
AHEAD = False  # nothing in it has a day
GOOD = """
serial: SK-20260103, unlocked_by: E-0052, tested_on: 2026-09-15}
  - {id: E-0052, kind: envelope, holds: pin, place: safe-a,
"""
BAD = """
serial: SK-20260103, unlocked_by: E-0052, tested_on: 2026-09-15}  # <-
  - {id: E-0052, kind: envelope, holds: pin, place: safe-b,
"""


def check(case: Case) -> Iterator[Broken]:
    """At the key."""
    named = {item.unlocked_by for item in case.whole.items}
    pins: dict[str, list[Item]] = {}
    for item in case.whole.items:
        if "pin" in item.keys:
            pins.setdefault(item.place, []).append(item)
    for index, key in enumerate(case.whole.items):
        if key.kind != "security-key":
            continue
        for pin in pins.get(key.place, ()):
            if pin.id == key.unlocked_by or (key.unlocked_by is None and pin.id not in named and _serve_one(pin, key)):
                yield Broken.of(
                    ("items", index),
                    about=key.id,
                    item=key.id,
                    pin=pin.id,
                    place=Name("place", key.place),
                )


def _serve_one(item: Item, key: Item) -> bool:
    of_an_account = not set(item.accounts).isdisjoint(key.accounts)
    return of_an_account or (key.emergency_role is not None and item.emergency_role == key.emergency_role)
