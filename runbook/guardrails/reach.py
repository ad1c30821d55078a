"""Which accounts of a partition a template reaches, and by which way: own stacks, a StackSet, not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation import AccountKind, Partition, Route

if TYPE_CHECKING:
    from runbook.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Reach:
    """Accounts (ids) of a partition, by how an alert comes into them.

    ``own`` need stacks of their own: no StackSet reaches them, or the config does not know whose. ``managers`` have
    members that a StackSet reaches. ``openers`` can open privileged sessions. ``others`` are a reseller's;
    ``closed`` ones could be opened again.
    """

    own: tuple[str, ...]
    managers: tuple[str, ...]
    openers: tuple[str, ...]
    others: tuple[str, ...]
    closed: tuple[str, ...]


def reach_of(organisation: Organisation, partition: Partition) -> Reach:
    """The accounts of a partition; those that have no root user are in no group."""
    here = [
        account
        for account in organisation.accounts
        if account.partition is partition and account.route is not Route.NEW_EXPERIENCE
    ]
    ours = [account for account in here if account.route is not Route.RESELLER]
    in_use = [account for account in ours if not account.is_closed]
    managers = tuple(account.id for account in in_use if account.kind is AccountKind.MANAGEMENT)
    delegated = organisation.central_root.delegated_admin if partition is Partition.COMMERCIAL else None
    return Reach(
        own=tuple(account.id for account in in_use if account.kind is not AccountKind.MEMBER or not managers),
        managers=managers if any(account.kind is AccountKind.MEMBER for account in in_use) else (),
        openers=(*managers, delegated) if delegated else managers,
        others=tuple(account.id for account in here if account.route is Route.RESELLER and not account.is_closed),
        closed=tuple(account.id for account in ours if account.is_closed),
    )
