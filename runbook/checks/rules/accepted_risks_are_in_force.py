"""Every accepted risk names a rule, has not run out, and accepts something.

An acceptance that has run out accepts nothing: the finding is back, and somebody has to decide again.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval",)
SOURCES = ("ORG-M",)
GOOD = """
    until: 2027-11-30
"""
BAD = """
    until: 2026-01-31  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the day, when it has passed; `judge` adds those that accept nothing."""
    for index, risk in enumerate(case.whole.accepted_risks):
        if risk.until < case.day:
            yield Broken.of(
                ("accepted_risks", index, "until"),
                about=risk.rule,
                rule=risk.rule,
                day=str(risk.until),
                person=Name("person", risk.accepted_by),
            )
