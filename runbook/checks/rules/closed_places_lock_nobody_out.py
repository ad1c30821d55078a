"""While a place is closed, there is another way in.

A bank opens its vault on weekdays from nine to three; what lies there is out of reach for the rest of the week
(`places[].hours`, in the time zone and with the public holidays of its site). This rule takes away what lies in the
places that are closed at the same time, and asks whether a complete team still has an approved way in.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts_of, ids_of
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import ClassResilience, closures, joined, way_in_while
from runbook.custody.phrases import week_hours
from runbook.knowledge.phrases import Listed, Name

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "emergency-access")
SOURCES = ("ORG-M", "WA-03")
GOOD = """
    location: {ja: 5 階 書庫。年末年始は先に警備を解除, en: "5th floor, archive; at New Year alarm off first"}
"""
BAD = """
    location: {ja: 5 階 書庫。年末年始は先に警備を解除, en: "5th floor, archive; at New Year alarm off first"}
    hours: {from: "08:00", until: "20:00", days: every-day}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the hours of the first of the places that are closed together; for each such group of places once."""
    shut = closures(case.present, case.day)
    locked: dict[frozenset[str], list[ClassResilience]] = {}
    for entry in case.resilience.classes:
        has_way_in = way_in_while(case.present, entry.custody)
        if shut and has_way_in(()):
            closing = [closed for closed in shut if not has_way_in(closed)]
            for closed in closing:
                if not any(other < closed for other in closing):
                    locked.setdefault(closed, []).append(entry)
    for closed, classes in locked.items():
        numbers = [number for number, place in enumerate(case.whole.places) if place.id in closed]
        week = joined(span for other, spans in shut.items() if closed <= other for span in spans)
        yield Broken.of(
            ("places", numbers[0], "hours"),
            about=case.whole.places[numbers[0]].id,
            extent=ids_of(classes),
            places=Listed(tuple(Name("place", case.whole.places[number].id) for number in numbers)),
            hours=week_hours(week),
            accounts=accounts_of(classes),
        )
