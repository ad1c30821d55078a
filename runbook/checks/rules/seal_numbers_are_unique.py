"""Every seal number stands on one thing only.

Two bags with one number: one of them is not the bag that was sealed.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.checks.seals import seal_numbers

SEVERITY = Severity.ERROR
CONTROLS = ("custody",)
SOURCES = ("WA-01",)
GOOD = """
serial: SK-20260101, tested_on: 2026-09-15}
"""
BAD = """
serial: SK-20260101, tested_on: 2026-09-15, seal: TEB-004512}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the second use of a number."""
    used: dict[str, str] = {}
    for number, name, path in seal_numbers(case.whole):
        other = used.setdefault(number, name)
        if other != name:
            yield Broken.of(path, about=number, seal=number, item=other)
