"""A policy that denies root in member accounts leaves central root sessions alone.

A service control policy that denies everything to root also stops `sts:AssumeRoot`, and with it the central way to
mend a locked bucket or to let a member recover its password.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity

SEVERITY = Severity.ERROR
CONTROLS = ("member-guardrail", "central-root-access")
SOURCES = ("SCPX", "PRIV", "ORG-SCP")
GOOD = """
  exempts_assume_root: true
"""
BAD = """
  exempts_assume_root: false  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the exemption."""
    policy, central = case.whole.member_root_policy, case.whole.central_root
    if policy.denies_root and not policy.exempts_assume_root and (central.sessions or central.credentials):
        yield Broken(("member_root_policy", "exempts_assume_root"))
