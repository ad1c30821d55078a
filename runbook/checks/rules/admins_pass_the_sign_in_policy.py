"""Root access admins get past the sign-in policy.

A sign-in policy that limits the console by network refuses sign-in through the portal of IAM Identity Center. Whoever
runs central root tasks with a permission set is then shut out of the console. Name a role that works from the command
line and can remove the policy (`sign_in_policy.escape`), or an IAM role as `admin_role`.

Whether the role is a permission set is read from how people sign in (a service with `aws_sign_in`) and from the words
of `admin_role`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Severity
from runbook.organisation import ServiceKind

if TYPE_CHECKING:
    from runbook.config.tree import Scalar

SEVERITY = Severity.WARNING
CONTROLS = ("central-root-access", "emergency-access")
SOURCES = ("SCTRL", "CENT")
AHEAD = False  # nothing in it has a day
GOOD = """
  admin_role: {ja: 許可セット「CentralRootAdmin」, en: Permission set "CentralRootAdmin"}
...
  root_excluded: true
  escape: {ja: ロール「SignInPolicyBreakGlass」（CLI のみ）, en: Role "SignInPolicyBreakGlass" (CLI only)}
"""
BAD = """
  admin_role: {ja: 許可セット「CentralRootAdmin」, en: Permission set "CentralRootAdmin"}  # <-
...
  root_excluded: true
"""
_PERMISSION_SET = re.compile(r"permission[ -]?set|許可セット|AWSReservedSSO|Identity Center", re.IGNORECASE)


def check(case: Case) -> Iterator[Broken]:
    """At the role, as it is written in any language."""
    policy = case.whole.sign_in_policy
    providers = case.whole.services_of(ServiceKind.IDENTITY_PROVIDER)
    through_a_provider = any(provider.aws_sign_in for provider in providers)
    if policy.enabled and not policy.escape and through_a_provider and any(map(_names_one, case.scalars)):
        yield Broken(("central_root", "admin_role"))


def _names_one(scalar: Scalar) -> bool:
    return scalar.path[:2] == ("central_root", "admin_role") and bool(_PERMISSION_SET.search(scalar.value))
