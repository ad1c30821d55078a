"""Who can reach what is reviewed every quarter, and when a custodian leaves.

AWS advises to review regularly who holds the mailbox, the password, the MFA device and the telephone of the management
account. If a review is recorded, it is found, too, when the next one is late.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rotation import looser
from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "contacts-current")
SOURCES = ("ORG-M", "ENTRA")
GOOD = """
  access_review: {every: P3M, on: [custodian-left, approver-changed], owner: reviewer}
"""
BAD = """
  access_review: {every: P1Y, on: [custodian-left, approver-changed], owner: reviewer}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the rotation rule."""
    yield from looser(case, "access_review", most_days=90, events=("custodian-left",))
