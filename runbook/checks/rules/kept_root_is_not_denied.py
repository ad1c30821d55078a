"""The policy that denies member root spares the members whose root you keep.

A service control policy does not stop the sign-in, but everything after it: the envelope is opened, root signs in, and
every action is denied. Only the management account can lift the policy, so a root that is kept for the loss of that
account is shut exactly then. Let the policy never bind such an account, and name it under `member_root_policy.spares`;
or delete its root credentials, and keep nothing that cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation import AccountKind, Route

SEVERITY = Severity.ERROR
CONTROLS = ("member-guardrail", "emergency-access")
SOURCES = ("ORG-SCP", "TROOT", "GOV")
AHEAD = False  # nothing in it has a day
GOOD = """
  spares: ["444455556666"]
...
  - id: "444455556666"
    name: {ja: バックアップ保管, en: Backup vault}
"""
BAD = """
  spares: []
...
  - id: "444455556666"  # <-
    name: {ja: バックアップ保管, en: Backup vault}
"""


def check(case: Case) -> Iterator[Broken]:
    """At the account."""
    policy = case.whole.member_root_policy
    for index, account in case.safes():
        bound = account.kind is AccountKind.MEMBER and account.route is Route.SAFE and account.id not in policy.spares
        if policy.denies_root and bound:
            yield Broken.of(("accounts", index), about=account.id, account=Name("account", account.id))
