"""Central root access is not the only way in when the identity provider is down.

A central root session is opened by an IAM user or role in the management account or the delegated administrator
account, and it needs the control plane in us-east-1. AWS says not to rely on it for recovery. If root credentials of
members are removed, keep an emergency role in one of these accounts that does not pass through the identity provider.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation import Route

SEVERITY = Severity.ERROR
CONTROLS = ("central-root-access", "emergency-access")
SOURCES = ("PRIV", "WP-FIB", "WA-10")
GOOD = """
  credentials: true
  sessions: true
...
  - name: BreakGlassAdmin
    account: "111122223333"
"""
BAD = """
  credentials: true  # <-
  sessions: true
...
  - name: BreakGlassAdmin
    account: "222233334444"
"""


def check(case: Case) -> Iterator[Broken]:
    """At central root access."""
    removed = any(account.route is Route.REMOVED for account in case.whole.accounts)
    if removed and not case.whole.has_emergency_door():
        yield Broken(("central_root", "credentials"))
