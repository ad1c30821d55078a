"""On every day of the next twelve months a complete team can be reached.

A team is the required number of approvers, an operator and a witness, all different people. Somebody counts on a day
when they are in office, not absent, and, if their hours are on weekdays only, when it is neither a weekend nor a public
holiday of their site (`sites[].holidays`, `company.holidays`). A deputy counts once.

New Year, Golden Week and the summer break are the days on which nobody looks at the alarm and an attacker does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from runbook.checks.rule import Broken, Case, Severity
from runbook.config.tree import Path
from runbook.custody import Stretch
from runbook.phrases import Listed, Phrase, Value

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access", "two-person-approval")
SOURCES = ("WA-03", "ORG-M")
GOOD = """
    hours: {from: "00:00", until: "23:59", days: every-day}
    contacts:
      - {kind: mobile, value: "+81 90 0000 0010", confirmed_on: 2026-10-01}
"""
BAD = """
    hours: {from: "00:00", until: "23:59", days: every-day}
    absences: [{from: 2027-02-08, until: 2027-02-12}]  # <-
    contacts:
      - {kind: mobile, value: "+81 90 0000 0010", confirmed_on: 2026-10-01}
"""
SHOWN = 5
HORIZON = timedelta(days=364)


def check(case: Case) -> Iterator[Broken]:
    """Where an absence explains the gap, at that absence; all other gaps in one finding at the approvers."""
    unexplained: list[Stretch] = []
    explained: dict[Path, list[Stretch]] = {}
    for stretch in case.resilience.gaps(case.day, case.day + HORIZON):
        path = _absence(case, stretch)
        if path is None:
            unexplained.append(stretch)
        else:
            explained.setdefault(path, []).append(stretch)
    if unexplained:
        yield Broken(("approvers", "members"), _values(case, unexplained))
    for path, gaps in explained.items():
        yield Broken(path, _values(case, gaps), about=case.whole.people[int(path[1])].id)


def _absence(case: Case, stretch: Stretch) -> Path | None:
    """The latest absence that begins a gap of those who matter for the team."""
    team = {member.person for member in case.whole.approvers.members}
    team |= {member.deputy for member in case.whole.approvers.members if member.deputy}
    found: list[tuple[str, Path]] = [
        (str(absence.start), ("people", index, "absences", number))
        for index, person in enumerate(case.whole.people)
        if person.id in team
        for number, absence in enumerate(person.absences)
        if absence.start <= stretch.first <= absence.until
    ]
    return max(found)[1] if found else None


def _values(case: Case, gaps: list[Stretch]) -> tuple[tuple[str, Value], ...]:
    shown: list[Value] = [
        str(gap.first)
        if gap.first == gap.last
        else Phrase("days", (("first", str(gap.first)), ("last", str(gap.last))))
        for gap in gaps[:SHOWN]
    ]
    if len(gaps) > SHOWN:
        shown.append(Phrase("more-days", (("count", str(len(gaps) - SHOWN)),)))
    days = sum((gap.last - gap.first).days + 1 for gap in gaps)
    return (
        ("days", Listed(tuple(shown), "commas")),
        ("count", str(days)),
        ("approvals", str(min(gap.approvals for gap in gaps))),
        ("required", str(case.whole.approvers.required)),
    )
