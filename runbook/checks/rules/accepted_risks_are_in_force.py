"""Every accepted risk names a rule, has not run out, and accepts something.

An acceptance that has run out accepts nothing: the finding is back, and somebody has to decide again. One that reaches
more than a year ahead still counts, and is told with the latest day to write.

Nobody accepts what they gain by: the person whom the finding is about, or who is root alone in its proof. Such an
acceptance does not count.

The last day of an acceptance is told with the finding, and thirty days ahead by a remark; it is no finding before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation.deadlines import is_over

SEVERITY = Severity.WARNING
AHEAD = False  # every acceptance ends, within a year
CONTROLS = ("two-person-approval",)
SOURCES = ("ORG-M",)
GOOD = """
    until: 2027-09-30
"""
BAD = """
    until: 2026-01-31  # <-
"""
LONGEST = timedelta(days=366)


def check(case: Case) -> Iterator[Broken]:
    """At the day, when it has passed or is too far; `judge` adds those that accept nothing, or their own."""
    latest = case.day + min(LONGEST, date.max - case.day)
    for index, risk in enumerate(case.whole.accepted_risks):
        path = ("accepted_risks", index, "until")
        if is_over(risk.until, case.day):
            yield Broken.of(
                path,
                about=risk.rule,
                rule=risk.rule,
                day=str(risk.until),
                person=Name("person", risk.accepted_by),
            )
        elif risk.until > latest:
            yield Broken.of(path, about=risk.rule, says="long", rule=risk.rule, day=str(risk.until), latest=str(latest))
