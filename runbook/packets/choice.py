"""Which packet a task of an account needs, or that it needs none of root at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from runbook.organisation import Account, AccountKind, CentralRoot, Route

if TYPE_CHECKING:
    from runbook.knowledge.aws import RootTask

SESSION = "session"
OF_ROUTE: Mapping[Route, str] = {
    Route.SAFE: "own-root",
    Route.SEALED: "sealed",
    Route.REMOVED: "bring-back",
    Route.RESELLER: "reseller",
    Route.GOVCLOUD: "govcloud",
    Route.CHINA: "china",
    Route.SOVEREIGN: "sovereign",
    Route.NEW_EXPERIENCE: "new-experience",
    Route.UNKNOWN: "unknown",
}
"""The kind of case in which root of an account is used, by the way to it."""


def verdict(task: RootTask, kind: AccountKind, route: Route, central: CentralRoot) -> str:
    """How a task is done for a kind of account: aws.yaml's verdict, refined by how that root user is kept.

    A member without the feature that a privileged session needs is as an account that stands alone.

    "root", "recover" (root is brought back for it), "central" (a privileged session), or a way without root:
    "organizations", "iam", "support", "never", "none" (aws.yaml says what each means).
    """
    found = str(getattr(task, kind.value))
    if found == "central" and not getattr(central, task.feature):
        found = str(task.standalone)
    return "recover" if found == "root" and route is not Route.SAFE else found


def packet_for(account: Account, judged: str | None, known: Collection[str]) -> tuple[str, Account | None] | None:
    """The kind of case for a task of an account that is judged so, and whose packet it is; None if root is not needed.

    ``known`` are the kinds that the company has packets of. A privileged session serves every member: its packet is
    that of no account. Where there is none, the packet is that of the account itself.
    """
    kind = _kind_for(account, judged)
    if kind == SESSION:
        return (kind, None) if kind in known else (OF_ROUTE[account.route], account)
    return (kind, account) if kind else None


def _kind_for(account: Account, judged: str | None) -> str | None:
    """The kind of case for an account whose task is judged so (None: any task); None if root is not needed.

    A privileged session for a member needs no root of its own, however that root is kept.
    """
    if account.route.ours and judged == "central":
        return SESSION
    if account.route.ours and judged not in (None, "root", "recover"):
        return None
    return OF_ROUTE[account.route]
