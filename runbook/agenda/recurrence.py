"""The due days of a periodic task as a recurrence rule of RFC 5545, where there is one that has exactly these days.

A rule of RFC 5545 skips a date that does not exist: "every month on the 31st" has seven days a year. Our intervals end
on the last day of a short month instead. Where the two differ, there is no rule, and the days are written one by one.
So they are where a rule would need a form that Outlook does not take (MS-OXCICAL, recurrence templates: one month, one
day of the month).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from runbook.organisation.deadlines import due_from

if TYPE_CHECKING:
    from runbook.organisation import RotationRule
    from runbook.organisation.interval import Interval

Recurrence = Mapping[str, object]
"""The parts of a rule by name: FREQ, INTERVAL, BYMONTH, BYMONTHDAY. It counts from any of its own days."""

_YEAR = 12
_LAST_DAY = -1
_FEBRUARY = 2
_SHORT = {_FEBRUARY: 28, 4: 30, 6: 30, 9: 30, 11: 30}
_LONG = 31


def recurrence(rule: RotationRule) -> Recurrence | None:
    """The rule that has exactly the due days of a periodic task, from any of them on; None if none has."""
    if rule.every is None:
        return None
    return _of_year(rule.every) if rule.start is None else _counted(rule.every, rule.start)


def numbered_days(rule: RotationRule, first: date, last: date) -> Iterator[tuple[str, date]]:
    """The due days from ``first`` to ``last`` one by one, at least the next; each with what tells it from the others.

    That is the number of its interval, not the day: an interval keeps it when its length changes a little.
    """
    start = rule.start or date(first.year, 1, 1)
    numbers: dict[int, int] = {}
    is_empty = True
    for number, day in enumerate(due_from(rule, start), 1):
        if day > last and not is_empty:
            return
        numbers[day.year] = numbers.get(day.year, 0) + 1
        if day >= first:
            is_empty = False
            yield str(number) if rule.start else f"{day.year}-{numbers[day.year]}", day


def _of_year(every: Interval) -> Recurrence | None:
    """Of intervals that begin anew on 1 January: whole months end on the last day of one."""
    if every.days or every.months > _YEAR or _YEAR % every.months:
        return None
    if every.months == _YEAR:
        return {"FREQ": "YEARLY", "INTERVAL": 1, "BYMONTH": _YEAR, "BYMONTHDAY": _LONG}
    return {"FREQ": "MONTHLY", "INTERVAL": every.months, "BYMONTHDAY": _LAST_DAY}


def _counted(every: Interval, start: date) -> Recurrence | None:
    """Of intervals that are counted from a day without end."""
    if not every.months:
        return {"FREQ": "DAILY", "INTERVAL": every.days}
    reached = {(start.month - 1 + times * every.months) % _YEAR + 1 for times in range(_YEAR)}
    if every.days or any(start.day > _length(month) for month in reached):
        return None
    years, rest = divmod(every.months, _YEAR)
    if rest:
        return {"FREQ": "MONTHLY", "INTERVAL": every.months, "BYMONTHDAY": start.day - 1 or _LAST_DAY}
    month = start.month if start.day > 1 else (start.month - 2) % _YEAR + 1
    last_day = _LAST_DAY if month == _FEBRUARY else _length(month)
    return {"FREQ": "YEARLY", "INTERVAL": years, "BYMONTH": month, "BYMONTHDAY": start.day - 1 or last_day}


def _length(month: int) -> int:
    """The days of a month in an ordinary year."""
    return _SHORT.get(month, _LONG)
