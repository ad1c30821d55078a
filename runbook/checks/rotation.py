"""Rotation rules compared with the references that ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from runbook.checks.rule import Broken, Case
from runbook.organisation.deadlines import is_over, open_days

_START = date(2026, 1, 1)
# A quarter has up to 92 days, a month up to 31; that is what "90 days" and "monthly" mean in practice.
_SLACK = {30: 31, 90: 92}


def looser(case: Case, task: str, *, most_days: int, events: Collection[str]) -> Iterator[Broken]:
    """Where a periodic task comes less often than every ``most_days`` days, or not on an event that asks for it.

    And where by the records it was not done in time; where nothing is recorded nobody knows.
    """
    rule = case.whole.rotation.tasks()[task]
    path = ("rotation", task)
    if rule.every is None or rule.every.after(_START) > _START + timedelta(days=_SLACK[most_days]):
        yield Broken.of((*path, "every"), about=task, every=str(rule.every or "-"), days=str(most_days))
    if missing := [event for event in events if event not in rule.on]:
        yield Broken.of((*path, "on"), about=task, says="event", events=", ".join(missing))
    last = case.done.get(task)
    due = next(open_days(rule, case.day, last), None) if last is not None else None
    if due is not None and is_over(due, case.day):
        yield Broken.of(path, about=task, says="late", last=str(last), due=str(due))
