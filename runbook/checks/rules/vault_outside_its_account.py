"""A digital vault does not live in the account whose keys it holds.

The day on which you need it is the day on which that account is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.ERROR
CONTROLS = ("custody", "emergency-access")
SOURCES = ("WA-01", "BP")
GOOD = """
    location: {ja: 7 階 金庫室, en: "7th floor, safe room"}
"""
BAD = """
    location: {ja: 7 階 金庫室, en: "7th floor, safe room"}
    hosted_in: "111122223333"  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the place."""
    for index, place in enumerate(case.whole.places):
        if place.hosted_in and any(place.hosted_in in item.accounts for item in case.whole.items_in(place.id)):
            yield Broken.of(
                ("places", index, "hosted_in"),
                about=place.id,
                place=Name("place", place.id),
                account=Name("account", place.hosted_in),
            )
