"""An approval can be given while identity provider, chat and mail are all down, and it is written how.

That is the night on which root is needed. Enough approvers must be reachable by a channel that depends on none of the
three, and `approvers.out_of_band` says how the operator knows that it is really them.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import approvals_without, needed

SEVERITY = Severity.ERROR
CONTROLS = ("two-person-approval", "emergency-access")
SOURCES = ("WA-03", "WA-10")
GOOD = """
  required: 2
  out_of_band:
    ja: 作業者が登録済みの携帯番号にかけ直し、承認者がチケット番号を復唱します。
    en: The operator calls back on the registered mobile number; the approver reads the ticket number back.
"""
BAD = """
  required: 2  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """At the number of approvals."""
    whole = case.whole
    count = approvals_without(case.present, needed(case.present, ("idp", "chat", "mail")))
    if count < whole.approvers.required:
        yield Broken.of(
            ("approvers", "required"), says="unreachable", count=str(count), required=str(whole.approvers.required)
        )
    if whole.approvers.out_of_band is None:
        yield Broken(("approvers", "required"))
