"""Two people approve each use of root.

One approver can be deceived, forced, or be the attacker. No paper is made for a company in which one is enough, unless
the company accepts that for a time, with a reason: then every page says "one approver". It is meant for the
one-person company, which has nobody else to ask, and for the weeks until a second approver is found.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval",)
SOURCES = ("BP", "WA-01")
GOOD = """
approvers:
  required: 2
"""
BAD = """
approvers:
  required: 1  # <-
"""
REFUSES_UNACCEPTED = True


def check(case: Case) -> Iterator[Broken]:
    """At the number."""
    if case.whole.approvers.one_is_enough:
        yield Broken.of(("approvers", "required"))
