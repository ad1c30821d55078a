"""Rotation rules compared with the references that ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case
from runbook.organisation.fields import add_interval

if TYPE_CHECKING:
    from runbook.organisation import RotationRule

_START = date(2026, 1, 1)
# A quarter has up to 92 days, a month up to 31; that is what "90 days" and "monthly" mean in practice.
_SLACK = {30: 31, 90: 92}


def looser(case: Case, task: str, *, most_days: int, events: Collection[str]) -> Iterator[Broken]:
    """Where a periodic task comes less often than every ``most_days`` days, or not on an event that asks for it."""
    rule: RotationRule = getattr(case.whole.rotation, task)
    path = ("rotation", task)
    if rule.every is None or add_interval(_START, rule.every) > _START + timedelta(days=_SLACK[most_days]):
        values = (("every", rule.every or "-"), ("days", str(most_days)))
        yield Broken((*path, "every"), values, about=task)
    if missing := [event for event in events if event not in rule.on]:
        yield Broken((*path, "on"), (("events", ", ".join(missing)),), about=task, says="event")
