"""An emergency user whose things are listed has a password and an MFA device.

One half on the list says that somebody signs in with it; where the other half lies is then asked at night. What lets in
without a sign-in (people who assume the role) is written in `used_by`, and nothing is asked. A user of which nothing is
written at all is an open question, and told there.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Listed, Word
from runbook.organisation.whole import HALVES

SEVERITY = Severity.WARNING
CONTROLS = ("emergency-access", "custody")
SOURCES = ("WA-03", "WA-10")
AHEAD = False  # nothing in it has a day
GOOD = """
  - {id: V-0001, kind: vault-entry, holds: [password, mfa],
...
  - {name: BreakGlassNetwork, account: "222233334444"}
"""
BAD = """
  - {id: V-0001, kind: vault-entry, holds: [password],
...
  - {name: BreakGlassNetwork, account: "222233334444"}  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the emergency user."""
    for index, role in enumerate(case.whole.emergency_roles):
        held = {key for item in case.whole.items_of_role(role.name) for key in item.keys}
        missing = [half for half in HALVES if half not in held]
        if held and missing and not role.used_by:
            yield Broken.of(
                ("emergency_roles", index),
                about=role.name,
                role=role.name,
                keys=Listed(tuple(Word(f"labels.holds.{half}") for half in missing)),
            )
