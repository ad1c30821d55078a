"""Every task can get the approvals it needs.

`approvers.by_task` asks for more approvals than usual. They count only beside an operator and a witness, all different
people, and a deputy approves instead of somebody, not beside them. When a term ends, what was just enough is too few:
nobody notices, because the other tasks can still be approved. Absences do not count here: such a task can wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import team_of
from runbook.knowledge.phrases import Listed, Word

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval",)
SOURCES = ("WA-01",)
GOOD = """
    - {person: kato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}
    - {person: takahashi, from: 2026-04-01}
    - {person: tanaka, from: 2026-10-01, deputy: takahashi, must: true}
  by_task: [{tasks: [close-account], required: 3}]
"""
BAD = """
    - {person: kato, from: 2026-04-01, until: 2027-06-30, deputy: takahashi}
    - {person: takahashi, from: 2026-04-01}
    - {person: tanaka, from: 2026-10-01, deputy: takahashi, must: true}
  by_task: [{tasks: [close-account], required: 4}]  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the number of approvals that a complete team of those in office cannot give."""
    team, people = team_of(case.present), {person.id for person in case.present.people}
    for index, entry in enumerate(case.whole.approvers.by_task):
        possible = (
            number
            for number in range(entry.required, 0, -1)
            if replace(team, required=number).out_of(people) is not None
        )
        if (count := next(possible, 0)) < entry.required:
            yield Broken.of(
                ("approvers", "by_task", index, "required"),
                tasks=Listed(tuple(Word(f"facts.tasks.{task}") for task in entry.tasks)),
                required=str(entry.required),
                count=str(count),
            )
