"""A complete team is within agreed hours at every hour of the week.

A root user is needed at night as well. This rule puts the hours of approvers, operators, witnesses and their deputies
side by side, in an ordinary week without absences and public holidays, each in the time zone of the person or their
site, and tells the hours at which fewer are within theirs than are needed. Who is outside their hours is called all the
same, but nobody has agreed to answer.

Whose hours are not stated is neither counted as there nor as absent: such hours are told only if even all of them
together would not help, and `hours-are-known` lists them.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import HoursWithout, hours_without_quorum, joined
from runbook.custody.phrases import week_hours
from runbook.knowledge.phrases import Listed, Word

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access", "two-person-approval")
SOURCES = ("WA-03", "ORG-M")
GOOD = """
    hours: {from: "08:30", until: "22:00", days: every-day}
...
    - {person: sato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}
"""
BAD = """
    hours: {from: "08:30", until: "20:00", days: every-day}
...
    - {person: sato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the approvers, for too few approvals; at the roles, for a duty that nobody does."""
    found = hours_without_quorum(case.present, case.day)
    short = [hours for hours in found if not hours.vacant]
    if short:
        yield _broken(("approvers", "members"), "", case, short)
    vacant = [hours for hours in found if hours.vacant]
    for role in dict.fromkeys(role for hours in vacant for role in hours.vacant):
        yield _broken(("roles", role.value), role.value, case, [hours for hours in vacant if role in hours.vacant])


def _broken(path: tuple[str, str], role: str, case: Case, found: list[HoursWithout]) -> Broken:
    week = joined(span for hours in found for span in hours.minutes)
    return Broken.of(
        path,
        about=role,
        says="duty" if role else "",
        extent=(minute for span in week for minute in span),
        hours=week_hours(week),
        approvals=str(min(hours.approvals for hours in found)),
        required=str(case.whole.approvers.required),
        role=Word(f"labels.roles.{role}") if role else Listed(()),
    )
