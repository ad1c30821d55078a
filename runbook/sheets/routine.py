"""The periodic tasks of sheet 08: who does each, and on which days of a year it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from runbook.knowledge.tasks import periodic_owner
from runbook.organisation import Organisation, OwnTask, Role, RotationRule
from runbook.organisation.deadlines import due_days
from runbook.organisation.fields import Text


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """A rotation rule with its due days of the year; ``name`` is that of a task of the company's own."""

    id: str
    name: Text | None
    rule: RotationRule
    owner: Role
    due: tuple[date, ...]


def periodic_tasks(organisation: Organisation, year: int) -> tuple[PeriodicTask, ...]:
    """Every rotation rule with its due days in a year: the last day of each interval."""
    tasks = []
    for task_id, rule in organisation.rotation.tasks().items():
        owner = periodic_owner(task_id, organisation)
        name = rule.name if isinstance(rule, OwnTask) else None
        tasks.append(PeriodicTask(task_id, name, rule, owner, due_days(rule, year)))
    return tuple(tasks)


def next_due(rule: RotationRule, after: date) -> date | None:
    """The first day after a day on which a task is due, in that year or the next."""
    days = due_days(rule, after.year) + due_days(rule, after.year + 1)
    return next((day for day in days if day > after), None)
