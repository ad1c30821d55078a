"""Rules about accounts, what lies in the places, and who can reach it.

Their purpose: no sheet may tell anyone to open a safe that nobody can open, or to ask a reseller that is not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.config.fault import Fault
from runbook.organisation import (
    BUILT_IN_DEPENDENCIES,
    ROOTLESS,
    Account,
    AccountKind,
    Custody,
    Organisation,
    Partition,
    ServiceKind,
)
from runbook.organisation.whole import HALVES

if TYPE_CHECKING:
    from runbook.config.tree import Path

_MAY_BE_NONE = (*ROOTLESS, Partition.SOVEREIGN)


def custody_faults(organisation: Organisation) -> Iterator[Fault]:
    """Every broken rule about accounts, items and places."""
    for index, account in enumerate(organisation.accounts):
        path: Path = ("accounts", index)
        yield from _none(path, account)
        match account.custody:
            case Custody.SAFE:
                yield from _root_email(path, account)
            case Custody.SEALED:
                yield from _root_email(path, account)
                yield from _sealed(organisation, path, account)
            case Custody.REMOVED:
                yield from _removed(organisation, path, account)
            case Custody.RESELLER:
                yield from _reseller(organisation, path, account)
    yield from _items(organisation)
    yield from _seals(organisation)
    yield from _places(organisation)
    yield from _services(organisation)
    yield from _channels(organisation)


def _none(path: Path, account: Account) -> Iterator[Fault]:
    """Where there is no root user, and where there must be one."""
    rootless = account.partition in ROOTLESS
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


def _sealed(organisation: Organisation, path: Path, account: Account) -> Iterator[Fault]:
    """What is sealed shut has neither password nor MFA device anywhere."""
    items = (item for half in HALVES for item in organisation.items_for(account.id, half))
    if item := next(items, None):
        yield Fault.of("sealed-with-keys", (*path, "custody"), item=item.id)


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
    kinds = {item.id: item.keys for item in organisation.items}
    for index, item in enumerate(organisation.items):
        path: Path = ("items", index)
        if item.kind == "envelope" and item.seal is None:
            yield Fault.of("envelope-without-seal", path, item=item.id)
        if item.seal is not None and item.sealed is False:
            yield Fault.of("sealed-and-not", (*path, "sealed"), item=item.id, seal=item.seal)
        if not item.opens and not item.keys:
            yield Fault.of("item-holds-nothing", path, item=item.id)
        if item.keys and not item.accounts and item.emergency_role is None:
            yield Fault.of("item-serves-nothing", path, item=item.id)
        if item.keys and item.accounts and item.emergency_role is not None:
            yield Fault.of("item-serves-both", (*path, "emergency_role"), item=item.id)
        if item.unlocked_by is not None and "pin" not in kinds.get(item.unlocked_by, ("pin",)):
            yield Fault.of("pin-is-no-pin", (*path, "unlocked_by"), item=item.unlocked_by)


def _seals(organisation: Organisation) -> Iterator[Fault]:
    """A row of seals counts up from its first to its last number."""
    for index, row in enumerate(organisation.seals):
        if row.last is not None and row.numbers is None:
            yield Fault.of("seal-row", ("seals", index, "last"), first=row.first, last=row.last)


def _services(organisation: Organisation) -> Iterator[Fault]:
    """A service guards what its kind guards, and is not its own ground."""
    for index, service in enumerate(organisation.services):
        path: Path = ("services", index)
        if service.id in BUILT_IN_DEPENDENCIES:
            yield Fault.of("service-id-built-in", (*path, "id"), id=service.id)
        if service.id in service.depends_on:
            yield Fault.of("service-on-itself", (*path, "depends_on"), id=service.id)
        if service.acts_in and service.kind is not ServiceKind.PIPELINE:
            yield _other_kind((*path, "acts_in"), service.id, ServiceKind.PIPELINE)
        if service.two_person and len(set(service.administered_by)) == 1:
            yield Fault.of("two-person-of-one", (*path, "two_person"), id=service.id)
        if service.kind in organisation.without:
            yield Fault.of("without-but-there", ("without",), kind=service.kind.value, id=service.id)


def _channels(organisation: Organisation) -> Iterator[Fault]:
    """Mailboxes are kept by mail services, telephones by telephone contracts."""
    kinds = {service.id: service.kind for service in organisation.services}
    for index, box in enumerate(organisation.mailboxes):
        if box.service is not None and kinds.get(box.service, ServiceKind.MAIL) is not ServiceKind.MAIL:
            yield _other_kind(("mailboxes", index, "service"), box.service, ServiceKind.MAIL)
    contract = ServiceKind.PHONE_CONTRACT
    for index, phone in enumerate(organisation.recovery_phones):
        if phone.service is not None and kinds.get(phone.service, contract) is not contract:
            yield _other_kind(("recovery_phones", index, "service"), phone.service, contract)


def _other_kind(path: Path, service: str, kind: ServiceKind) -> Fault:
    return Fault.of("service-kind", path, id=service, kind=kind.value)


def _places(organisation: Organisation) -> Iterator[Fault]:
    used = {item.place for item in organisation.items}
    lies_in = {item.id: item.place for item in organisation.items}
    kinds = {service.id: service.kind for service in organisation.services}
    for index, place in enumerate(organisation.places):
        if place.service is not None and kinds.get(place.service, ServiceKind.VAULT) is not ServiceKind.VAULT:
            yield _other_kind(("places", index, "service"), place.service, ServiceKind.VAULT)
        for number, item_id in enumerate(place.needs):
            if lies_in.get(item_id) == place.id:
                yield Fault.of("place-needs-its-own", ("places", index, "needs", number), item=item_id, place=place.id)
        if place.id in used and not place.opened_by:
            yield Fault.of("place-not-opened", ("places", index), place=place.id)
        for number, group in enumerate(place.opened_by):
            if not group:
                yield Fault.of("opened-by-empty", ("places", index, "opened_by", number), place=place.id)
            elif len(set(group)) < len(group):
                yield Fault.of("opened-by-twice", ("places", index, "opened_by", number), place=place.id)
