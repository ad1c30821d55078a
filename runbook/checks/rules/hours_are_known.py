"""The hours of everyone in the team are stated.

An approver, operator or witness without `hours` may be there at night or may not: that is an open question, and no
answer. They are counted neither as there nor as absent, so that leaving hours out makes no runbook look better than
stating them.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import people_of_unknown_hours
from runbook.knowledge.phrases import people

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access", "contacts-current")
SOURCES = ("WA-03", "ORG-M")
GOOD = """
  - id: suzuki
    name: {ja: 鈴木 大輔, en: Daisuke Suzuki}
    title: {ja: 総務部長, en: Head of General Affairs}
    site: tokyo
    hours: {from: "00:00", until: "23:59", days: every-day}
"""
BAD = """
  - id: suzuki  # <-
    name: {ja: 鈴木 大輔, en: Daisuke Suzuki}
    title: {ja: 総務部長, en: Head of General Affairs}
    site: tokyo
"""


def check(case: Case) -> Iterator[Broken]:
    """All of them in one finding, at the first."""
    unknown = [person.id for person in people_of_unknown_hours(case.present)]
    if unknown:
        first = next(number for number, person in enumerate(case.whole.people) if person.id == unknown[0])
        yield Broken.of(("people", first), extent=unknown, count=str(len(unknown)), people=people(unknown, "commas"))
