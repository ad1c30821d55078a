"""No MFA device of root is somebody's own.

A private phone is sold, lost, taken along on leaving, and copied to a cloud. A virtual device belongs on a dedicated,
charged, secured device of the company.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.ERROR
CONTROLS = ("root-mfa", "custody")
SOURCES = ("PROW", "MFA")
GOOD = """
  - {id: T-0202, kind: totp-token, holds: mfa,
"""
BAD = """
  # <- the next line
  - {id: T-0202, kind: phone, personal: true, holds: mfa,
"""


def check(case: Case) -> Iterator[Broken]:
    """At the item."""
    for index, item in enumerate(case.whole.items):
        if item.holds_key("mfa") and item.personal:
            yield Broken.of(("items", index), about=item.id, item=item.id)
