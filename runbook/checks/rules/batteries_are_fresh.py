"""Every token and every phone has a day by which its battery is replaced, and that day has not passed.

A hardware token is not charged: when its battery is empty, the device is gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation.deadlines import has_battery, is_over

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "root-hardware-mfa")
SOURCES = ("WA-01",)
GOOD = """
serial: TT-000201, tested_on: 2026-09-15, battery_due: 2029-03-31}
"""
BAD = """
serial: TT-000201, tested_on: 2026-09-15, battery_due: 2026-10-31}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the item."""
    for index, item in enumerate(case.whole.items):
        if has_battery(item) and item.battery_due is None:
            yield Broken.of(("items", index), about=item.id, says="unknown", item=item.id)
        elif item.battery_due is not None and is_over(item.battery_due, case.day):
            yield Broken.of(("items", index, "battery_due"), about=item.id, item=item.id, day=str(item.battery_due))
