"""Rules about accounts, what lies in the places, and who can reach it.

Their purpose: no sheet may tell anyone to open a safe that nobody can open, or to ask a reseller that is not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.organisation import Account, AccountKind, Custody, Organisation, Partition

if TYPE_CHECKING:
    from runbook.config.tree import Path

# AWS GovCloud (US) and China accounts have no root user that signs in like others (aws.yaml: GOV, CN).
_ROOTLESS = (Partition.GOVCLOUD, Partition.CHINA)
_MAY_BE_NONE = (*_ROOTLESS, Partition.SOVEREIGN)


def custody_faults(organisation: Organisation) -> Iterator[Fault]:
    """Every broken rule about accounts, items and places."""
    for index, account in enumerate(organisation.accounts):
        path: Path = ("accounts", index)
        yield from _none(path, account)
        match account.custody:
            case Custody.SAFE:
                yield from _root_email(path, account)
            case Custody.REMOVED:
                yield from _removed(organisation, path, account)
            case Custody.RESELLER:
                yield from _reseller(organisation, path, account)
    yield from _items(organisation)
    yield from _seals(organisation)
    yield from _places(organisation)


def _none(path: Path, account: Account) -> Iterator[Fault]:
    """Where there is no root user, and where there must be one."""
    rootless = account.partition in _ROOTLESS
    if rootless and account.custody is not Custody.NONE:
        yield Fault.of("custody-partition", (*path, "custody"), partition=account.partition.value)
    if account.partition is Partition.GOVCLOUD and account.linked_account is None:
        yield Fault.of("linked-account-missing", path, account=account.id)
    if account.partition is not Partition.GOVCLOUD and account.linked_account is not None:
        yield Fault("linked-account-elsewhere", (*path, "linked_account"))
    if account.signup == "new" and account.custody is not Custody.NONE and not rootless:
        yield Fault("custody-new", (*path, "custody"))
    if account.custody is Custody.NONE and account.signup != "new" and account.partition not in _MAY_BE_NONE:
        yield Fault("custody-none", (*path, "custody"))


def _root_email(path: Path, account: Account) -> Iterator[Fault]:
    if account.root_email is None:
        yield Fault.of("root-email-missing", path, account=account.id)


def _removed(organisation: Organisation, path: Path, account: Account) -> Iterator[Fault]:
    if account.kind is not AccountKind.MEMBER:
        yield Fault.of("custody-removed-kind", (*path, "custody"), kind=account.kind.value)
    if not organisation.central_root.credentials:
        yield Fault("custody-removed-central", (*path, "custody"))
    yield from _root_email(path, account)


def _reseller(organisation: Organisation, path: Path, account: Account) -> Iterator[Fault]:
    contact = next((contact for contact in organisation.contacts if contact.id == account.reseller), None)
    if account.reseller is None:
        yield Fault.of("reseller-missing", path, account=account.id)
    elif contact is not None and contact.kind != "reseller":
        yield Fault.of("reseller-kind", (*path, "reseller"), contact=account.reseller, kind=contact.kind)


def _items(organisation: Organisation) -> Iterator[Fault]:
    for index, item in enumerate(organisation.items):
        if item.kind == "envelope" and item.seal is None:
            yield Fault.of("envelope-without-seal", ("items", index), item=item.id)


def _seals(organisation: Organisation) -> Iterator[Fault]:
    """A row of seals counts up from its first to its last number."""
    for index, row in enumerate(organisation.seals):
        if row.last is not None and row.numbers is None:
            yield Fault.of("seal-row", ("seals", index, "last"), first=row.first, last=row.last)


def _places(organisation: Organisation) -> Iterator[Fault]:
    used = {item.place for item in organisation.items}
    for index, place in enumerate(organisation.places):
        if place.id in used and not place.opened_by:
            yield Fault.of("place-not-opened", ("places", index), place=place.id)
        for number, group in enumerate(place.opened_by):
            if not group:
                yield Fault.of("opened-by-empty", ("places", index, "opened_by", number), place=place.id)
            elif len(set(group)) < len(group):
                yield Fault.of("opened-by-twice", ("places", index, "opened_by", number), place=place.id)
