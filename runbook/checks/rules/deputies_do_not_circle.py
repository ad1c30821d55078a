"""Nobody stands in, directly or through others, for the person who stands in for them.

In a circle of deputies two absences leave the role empty while the list looks full.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Word, people
from runbook.organisation import Role
from runbook.organisation.terms import appointment_path, held_roles

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval",)
SOURCES = ("ORG-M",)
GOOD = """
  owner:
    - {person: sato, from: 2026-04-01, deputy: yoshida}
"""
BAD = """
  owner:
    - {person: sato, from: 2026-04-01, deputy: yoshida}  # <-
    - {person: yoshida, from: 2026-04-01, deputy: sato}
"""


def check(case: Case) -> Iterator[Broken]:
    """Once per circle, at the deputy of its first appointment."""
    for role in Role:
        stands_in: dict[str, tuple[str, int]] = {}
        for held, index, entry in held_roles(case.whole):
            if held is role and entry.deputy and entry.in_office(case.day):
                stands_in.setdefault(entry.person, (entry.deputy, index))
        done: set[str] = set()
        for person, (_, index) in stands_in.items():
            circle = [person]
            while circle[-1] in stands_in and stands_in[circle[-1]][0] not in circle:
                circle.append(stands_in[circle[-1]][0])
            if circle[-1] in stands_in and stands_in[circle[-1]][0] == person and person not in done:
                done |= set(circle)
                yield Broken.of(
                    (*appointment_path(role, index), "deputy"),
                    about=person,
                    role=Word(f"labels.roles.{role.value}"),
                    people=people(circle),
                )
