"""On every day up to the end of the next year a complete team can be reached.

A team is the required number of approvers, an operator and a witness, all different people. Somebody counts on a day
when they are in office, not absent, and their hours do not leave the day out: weekends, other days of the week, public
holidays of their site (`sites[].holidays`, `company.holidays`). Whose hours are not stated may be there. A deputy
counts once. Nor is a team complete on a day on which the terms of all who must approve (`must: true`) are over.

New Year, Golden Week and the summer break are the days on which nobody looks at the alarm and an attacker does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from runbook.checks.days import listed
from runbook.checks.rule import Broken, Case, Severity
from runbook.config.tree import Path
from runbook.custody import DUTIES, Stretch
from runbook.knowledge.phrases import Listed, Value, Word
from runbook.organisation import Role
from runbook.organisation.horizon import horizon

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
AHEAD = False  # looks at every day itself


def check(case: Case) -> Iterator[Broken]:
    """Where an absence explains gaps, at that absence; all other gaps in one finding at the approvers."""
    gaps: dict[tuple[Path, str], list[Stretch]] = {}
    for stretch in case.resilience.gaps(case.day, horizon(case.day)):
        # No absence explains a day on which nobody holds the place.
        path = (None if stretch.must_gone else _absence(case, stretch)) or ("approvers", "members")
        says = "duty" if stretch.vacant else "must" if stretch.must_gone else ""
        gaps.setdefault((path, says), []).append(stretch)
    for (path, says), stretches in gaps.items():
        about = case.whole.people[path[1]].id if isinstance(path[1], int) else ""
        yield Broken(path, tuple(_values(case, stretches).items()), about, says)


def _absence(case: Case, stretch: Stretch) -> Path | None:
    """The latest absence that begins a gap of those who matter for the team."""
    held = [entry for role in (Role.APPROVER, *DUTIES) for entry in case.whole.holders(role)]
    team = {person for entry in held for person in (entry.person, entry.deputy) if person}
    found: list[tuple[str, Path]] = [
        (str(absence.start), ("people", index, "absences", number))
        for index, person in enumerate(case.whole.people)
        if person.id in team
        for number, absence in enumerate(person.absences)
        if absence.covers(stretch.first)
    ]
    return max(found)[1] if found else None


def _values(case: Case, gaps: list[Stretch]) -> Mapping[str, Value]:
    days = sum((gap.last - gap.first).days + 1 for gap in gaps)
    return {
        "days": listed([(gap.first, gap.last) for gap in gaps]),
        "count": str(days),
        "approvals": str(min(gap.approvals for gap in gaps)),
        "required": str(case.whole.approvers.required),
        "roles": Listed(tuple(Word(f"labels.roles.{role.value}") for role in gaps[0].vacant)),
    }
