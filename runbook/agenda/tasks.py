"""The periodic tasks: the days of sheet 08, from the one that comes next.

Whether a day that has passed was kept only a record can say. Without one nothing is said to be overdue, and none to be
done: the entry has no last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from runbook.agenda.entry import Entry, Kind
from runbook.knowledge.tasks import periodic_owner
from runbook.organisation.deadlines import open_days

if TYPE_CHECKING:
    from runbook.agenda.survey import Survey
    from runbook.organisation import Item, Place


def tasks(survey: Survey, until: date) -> Iterator[Entry]:
    """The next day of every periodic task, and those after it up to ``until``; tasks due on events only are left out.

    A task whose intervals are never over by the calendar is due now: its rule needs a first day (`from`).
    """
    whole = survey.whole
    own = {task.id: number for number, task in enumerate(whole.rotation.own)}
    for task, rule in whole.rotation.tasks().items():
        if rule.every is None:
            continue
        path = ("rotation", "own", own[task]) if task in own else ("rotation", task)
        last = survey.last(Kind.TASK, task)
        days = open_days(rule, survey.day, last)
        first = next(days, None)
        further = takewhile(lambda day: day <= until, days)
        for due in (first, *further):
            yield survey.judged(
                Entry(
                    kind=Kind.TASK,
                    subject=task,
                    path=(*path, "from") if first is None else None,
                    due=due,
                    role=periodic_owner(task, whole),
                    last=last,
                    every=rule.every,
                    source=".".join(map(str, path[:2])) if task not in own else f"rotation.own[{own[task]}]",
                    places=tuple(dict.fromkeys(_places(survey, task))),
                )
            )


def on_events_only(survey: Survey) -> tuple[str, ...]:
    """Tasks without an interval: they are due when something happens, which no calendar knows."""
    return tuple(task for task, rule in survey.whole.rotation.tasks().items() if rule.every is None)


def _places(survey: Survey, task: str) -> Iterator[str]:
    """Where a built-in task takes one; of the others nobody has said it."""
    for place in survey.whole.places:
        if _takes_place(task, place, survey.whole.items_in(place.id)):
            yield place.id


def _takes_place(task: str, place: Place, items: tuple[Item, ...]) -> bool:
    match task:
        case "seal_check":
            return any(item.seal for item in items)
        case "mfa_check":
            return any(item.holds_key("mfa") for item in items)
        case "password":
            return any(item.holds_key("password") for item in items)
        case "combination":
            return place.kind != "vault" and not place.is_carried
        case _:
            return False
