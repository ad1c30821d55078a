"""The seals are looked at every month.

Without opening anything: a broken seal that is found after a year tells nobody when it broke. If a look
is recorded, it is found, too, when the next one is late.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rotation import looser
from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
CONTROLS = ("custody",)
SOURCES = ("IRP", "ORG-M")
GOOD = """
  seal_check: {every: P1M, on: [place-changed]}
"""
BAD = """
  seal_check: {every: P3M, on: [place-changed]}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the rotation rule."""
    yield from looser(case, "seal_check", most_days=30, events=())
