"""The telephone registered with AWS is nobody's own number.

AWS advises a dedicated number that is listed nowhere and shared with nobody. A number on a contact list can be taken
over by whoever persuades the telephone company.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name

SEVERITY = Severity.WARNING
CONTROLS = ("custody", "contacts-current")
SOURCES = ("WA-01", "BP")
GOOD = """
  - {number: "+81 6 0000 0013",
"""
BAD = """
  # <- the next line
  - {number: "+81 6 0000 0012",
"""


def check(case: Case) -> Iterator[Broken]:
    """At the telephone."""
    for index, phone in enumerate(case.whole.recovery_phones):
        owner = next((person.id for person in case.whole.people if person.answers(phone.number)), None)
        if owner:
            yield Broken.of(
                ("recovery_phones", index, "number"),
                about=phone.ending,
                number=phone.ending,
                person=Name("person", owner),
            )
