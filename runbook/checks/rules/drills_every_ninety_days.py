"""The break-glass flow is practised every 90 days and whenever an approver or a custodian changes.

Microsoft asks for it at least every 90 days and on staff changes; AWS's playbooks for a test every quarter. A plan that
was never tried is a promise. P3M counts as 90 days. If a drill is recorded, it is found, too, when the next
one is late.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rotation import looser
from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
CONTROLS = ("drills",)
SOURCES = ("ENTRA", "IRP", "ORG-M")
GOOD = """
  drill: {every: P6M, on: [approver-changed, custodian-left],
"""
BAD = """
  # <- the next line
  drill: {every: P6M, on: [approver-changed],
"""


def check(case: Case) -> Iterator[Broken]:
    """At the rotation rule."""
    yield from looser(case, "drill", most_days=90, events=("approver-changed", "custodian-left"))
