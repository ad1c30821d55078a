"""Nobody can take root alone by an act of administration.

Most companies cannot reach this for every account: whoever has administrator access in the management account can move
the root address of a member. What they can do is to see it. So this is a warning where an alert on the act reaches
somebody else, and `no-one-alone-takes-root-unseen` is an error where none does. The usual answer is to accept it for a
time, with the alert tested, and to keep the number of such people small.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.checks.takers import takers

SEVERITY = Severity.WARNING
CONTROLS = ("two-person-approval", "root-use-monitored")
SOURCES = ("ACC-MAIL", "ACC-PRI", "ORG-ACC", "PRIV")
GOOD = """
    administered_by: [mori, tanaka]
    two_person: true
...
  - id: "111122223333"
    name: sample-payer
"""
BAD = """
    administered_by: [mori, tanaka]
    two_person: false
...
  - id: "111122223333"  # <-
    name: sample-payer
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding per person, at the first account; with the proof for it and whom the alert reaches."""
    yield from takers(case, seen=True)
