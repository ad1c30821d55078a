"""What the config does not say about who could take root: open questions, each with the accounts that hang on it.

An open question is no fault. It says how far a verdict reaches: as far as is named.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.organisation import ORGANIZATION, Account, AccountKind, Route, ServiceKind

if TYPE_CHECKING:
    from runbook.organisation import EmergencyRole, Organisation, Place

Path = tuple[str | int, ...]


class Topic(StrEnum):
    """What is not known."""

    ORGANIZATION = "organization"
    IDENTITY_PROVIDER = "identity-provider"
    MAIL = "mail"
    DOMAIN = "domain"
    PHONE_CONTRACT = "phone-contract"
    SERVICE = "service"
    ACCOUNT = "account"
    ADMINISTRATORS = "administrators"
    PIPELINE = "pipeline"
    REACH = "reach"
    EMERGENCY = "emergency"
    VAULT = "vault"
    LOCK = "lock"
    CARRIED = "carried"
    RESELLER = "reseller"
    GOVCLOUD = "govcloud"
    CHINA = "china"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that nobody has said: about which guard (an id or a name), at which line, and for which accounts."""

    topic: Topic
    about: str
    path: Path
    accounts: tuple[str, ...]


def open_questions(organisation: Organisation) -> tuple[Question, ...]:
    """Every open question of an organisation, the widest first: what reaches every account before what guards one."""
    asking = _Asking(organisation)
    return (
        *asking.organization(),
        *asking.kinds(),
        *asking.services(),
        *asking.domains(),
        *asking.accounts(),
        *asking.emergency_roles(),
        *asking.places(),
        *asking.resellers(),
        *asking.other_partitions(),
    )


class _Asking:
    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._kept = tuple(account for account in organisation.accounts if account.route.ours and not account.is_closed)
        self._members = tuple(a.id for a in self._kept if a.kind is AccountKind.MEMBER)

    def organization(self) -> Iterator[Question]:
        """Whoever administers the organization takes every member account."""
        in_it = tuple(account.id for account in self._kept if account.kind is not AccountKind.STANDALONE)
        management = self._organisation.management_account()
        said = management is not None and management.administered_by is not None
        if in_it and not self._organisation.organization_admins and not said:
            yield Question(Topic.ORGANIZATION, ORGANIZATION, ("organization_admins",), in_it)

    def kinds(self) -> Iterator[Question]:
        """Kinds of service of which there must be one, or a word that there is none."""
        organisation = self._organisation
        everything = tuple(account.id for account in self._kept)
        safe = tuple(account.id for account in self._kept if account.route is not Route.REMOVED)
        for kind, asked, accounts in (
            (ServiceKind.IDENTITY_PROVIDER, Topic.IDENTITY_PROVIDER, everything),
            (ServiceKind.MAIL, Topic.MAIL, everything),
            (ServiceKind.PHONE_CONTRACT, Topic.PHONE_CONTRACT, safe),
            (ServiceKind.PIPELINE, Topic.PIPELINE, everything),
        ):
            if accounts and kind not in organisation.without and not organisation.services_of(kind):
                yield Question(asked, kind.value, ("services",), accounts)

    def services(self) -> Iterator[Question]:
        """Services that nobody is said to administer (a chat guards no key), and pipelines that say no reach."""
        everything = tuple(account.id for account in self._kept)
        for index, service in enumerate(self._organisation.services):
            if service.kind is not ServiceKind.CHAT and not service.administered_by and everything:
                yield Question(Topic.SERVICE, service.id, ("services", index), everything)
            if service.kind is ServiceKind.PIPELINE and not service.acts_in and everything:
                yield Question(Topic.REACH, service.id, ("services", index), everything)

    def domains(self) -> Iterator[Question]:
        """The domains of root addresses."""
        organisation = self._organisation
        missing: dict[str, list[str]] = {}
        for account in self._kept:
            address = account.root_email
            if address and not any(domain.serves(address) for domain in organisation.domains):
                missing.setdefault(address.lower().rpartition("@")[2], []).append(account.id)
        for name, accounts in missing.items():
            yield Question(Topic.DOMAIN, name, ("domains",), tuple(accounts))
        for index, domain in enumerate(organisation.domains):
            on_it = tuple(account.id for account in self._kept if domain.serves(account.root_email or ""))
            # Whoever administers the account of its DNS does not hold its registration.
            if on_it and not domain.administered_by:
                yield Question(Topic.DOMAIN, domain.name, ("domains", index), on_it)

    def accounts(self) -> Iterator[Question]:
        """Accounts out of which others are reached: delegated administrators, and hosts of what guards keys."""
        organisation = self._organisation
        asked: dict[str, Path] = {}
        if delegated := organisation.central_root.delegated_admin:
            asked.setdefault(delegated, ("central_root", "delegated_admin"))
        if delegated := organisation.account_management_admin:
            asked.setdefault(delegated, ("account_management_admin",))
        for kind, hosts in (
            ("services", [service.hosted_in for service in organisation.services]),
            ("domains", [domain.hosted_in for domain in organisation.domains]),
            ("mailboxes", [mailbox.hosted_in for mailbox in organisation.mailboxes]),
            ("places", [place.hosted_in for place in organisation.places]),
        ):
            for index, host in enumerate(hosts):
                if host:
                    asked.setdefault(host, (kind, index, "hosted_in"))
        for account_id, path in asked.items():
            account = organisation.account(account_id)
            if account is None or account.administered_by is None:
                yield Question(Topic.ACCOUNT, account_id, path, self._members)
        yield from self._keeping_credentials(asked)

    def _keeping_credentials(self, asked: Container[str]) -> Iterator[Question]:
        """One question for all accounts with credentials of their own: whoever acts in them registers a telephone.

        The management account is a matter of the organization; others may be asked for already.
        """
        numbers = [
            index
            for index, account in enumerate(self._organisation.accounts)
            if account.route in (Route.SAFE, Route.SEALED)
            and not (account.is_closed or account.kind is AccountKind.MANAGEMENT or account.id in asked)
            and account.administered_by is None
        ]
        if numbers:
            ids = tuple(self._organisation.accounts[index].id for index in numbers)
            yield Question(Topic.ADMINISTRATORS, ids[0], ("accounts", numbers[0]), ids)

    def emergency_roles(self) -> Iterator[Question]:
        """Emergency users and roles of which nobody knows who can use them."""
        for index, role in enumerate(self._organisation.emergency_roles):
            if not role.used_by and not self._organisation.items_of_role(role.name):
                yield Question(Topic.EMERGENCY, role.name, ("emergency_roles", index), self._reached_by(role))

    def _reached_by(self, role: EmergencyRole) -> tuple[str, ...]:
        doors = self._organisation.central_session_doors()
        return self._members if role.account in doors else (role.account,)

    def places(self) -> Iterator[Question]:
        """Who else opens a place in which something lies: by its service, or by a spare key."""
        for index, place in enumerate(self._organisation.places):
            serving = self._serving(place)
            if place.kind == "vault" and place.service is None and serving:
                yield Question(Topic.VAULT, place.id, ("places", index), serving)
            elif place.kind != "vault" and place.keys_kept_by is None and serving:
                yield Question(Topic.CARRIED if place.is_carried else Topic.LOCK, place.id, ("places", index), serving)

    def _serving(self, place: Place) -> tuple[str, ...]:
        """The accounts reached by what lies there: their own things, an emergency user's, or a kit for a service."""
        things = self._organisation.items_in(place.id)
        if any(item.opens for item in things):
            return tuple(account.id for account in self._kept)
        lying = {account for item in things for account in item.accounts}
        used = {item.emergency_role for item in things}
        for role in self._organisation.emergency_roles:
            lying |= set(self._reached_by(role)) if role.name in used else set()
        return tuple(account.id for account in self._kept if account.id in lying)

    def resellers(self) -> Iterator[Question]:
        """Whoever works at a reseller is root of what it keeps; no config can say who that is."""
        kept: dict[str, list[Account]] = {}
        for account in self._organisation.accounts_by_route(Route.RESELLER):
            kept.setdefault(account.reseller or "", []).append(account)
        for reseller, accounts in kept.items():
            index = self._organisation.accounts.index(accounts[0])
            yield Question(Topic.RESELLER, reseller, ("accounts", index), tuple(account.id for account in accounts))

    def other_partitions(self) -> Iterator[Question]:
        """Accounts of GovCloud are reached through the standard account linked to them, those of China otherwise."""
        for index, account in enumerate(self._organisation.accounts):
            if account.route is Route.GOVCLOUD:
                yield Question(Topic.GOVCLOUD, account.linked_account or "", ("accounts", index), (account.id,))
            elif account.route is Route.CHINA:
                yield Question(Topic.CHINA, account.id, ("accounts", index), (account.id,))
