"""Days as a rule tells them: the first stretches, the others counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from runbook.knowledge.phrases import Listed, Phrase, Value

SHOWN = 5


def listed(stretches: Sequence[tuple[date, date]]) -> Listed:
    """Some stretches of days, the first of them by their days."""
    shown: list[Value] = [
        str(first) if first == last else Phrase.of("days", first=str(first), last=str(last))
        for first, last in stretches[:SHOWN]
    ]
    if len(stretches) > SHOWN:
        shown.append(Phrase.of("more-days", count=str(len(stretches) - SHOWN)))
    return Listed(tuple(shown), "commas")
