"""Days as a rule tells them: the first stretches, the others counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from runbook.knowledge.phrases import Listed, Phrase, Value

SHOWN = 5


def stretches_of(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in a row put together, each as its first and last day."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def listed(stretches: Sequence[tuple[date, date]]) -> Listed:
    """Some stretches of days, the first of them by their days."""
    shown: list[Value] = [
        str(first) if first == last else Phrase.of("days", first=str(first), last=str(last))
        for first, last in stretches[:SHOWN]
    ]
    if len(stretches) > SHOWN:
        shown.append(Phrase.of("more-days", count=str(len(stretches) - SHOWN)))
    return Listed(tuple(shown), "commas")
