"""Approver, operator and witness are different people, also through their deputies.

Who approves does not carry it out, and who watches does neither. A person who may be called for two of the three duties
will, at night, be the only one who picks up. Whoever requests the use must be none of them either; the checklist asks
for the name, the config does not know it.

Who reviews the use afterwards has neither approved it nor carried it out. A witness may review: both only look.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name, Word
from runbook.organisation import Role
from runbook.organisation.terms import appointment_path, held_roles

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval",)
SOURCES = ("BP", "WA-01")
GOOD = """
  witness:
    - {person: suzuki, from: 2026-04-01}
    - {person: ito, from: 2026-04-01}
"""
BAD = """
  witness:
    - {person: suzuki, from: 2026-04-01}
    - {person: ito, from: 2026-04-01}
    - {person: mori, from: 2026-04-01}  # <-
"""
DUTIES = (Role.APPROVER, Role.OPERATOR, Role.WITNESS, Role.REVIEWER)
_BOTH_LOOK = frozenset({Role.WITNESS, Role.REVIEWER})


def check(case: Case) -> Iterator[Broken]:
    """At the second duty of a person, once for each that does not go with an earlier one."""
    held: dict[str, list[Role]] = {}
    for role, index, entry in held_roles(case.whole):
        if role not in DUTIES or not entry.in_office(case.day):
            continue
        for field, person in (("person", entry.person), ("deputy", entry.deputy)):
            if person is None:
                continue
            earlier = held.setdefault(person, [])
            others = [other for other in earlier if other is not role and {other, role} != _BOTH_LOOK]
            earlier.append(role)
            if others:
                yield Broken.of(
                    (*appointment_path(role, index), field),
                    about=person,
                    person=Name("person", person),
                    first=Word(f"labels.roles.{others[0].value}"),
                    second=Word(f"labels.roles.{role.value}"),
                )
