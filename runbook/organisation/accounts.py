"""AWS accounts: how the root user of each is kept, and what the organization switched on around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from runbook.organisation.disclosure import OPEN, PEOPLE, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import AccountId, Day, Email, Flag, Identifier, Label, Name, Text, Url
from runbook.text.account_ids import shown_account_id


class AccountKind(StrEnum):
    """AWS's three kinds of account (templates/aws.yaml: ROOT)."""

    MANAGEMENT = "management"
    STANDALONE = "standalone"
    MEMBER = "member"


class Custody(StrEnum):
    """How the root user of an account is kept."""

    SAFE = "safe"
    REMOVED = "removed"
    SEALED = "sealed"
    RESELLER = "reseller"
    NONE = "none"
    UNKNOWN = "unknown"


class AccountStatus(StrEnum):
    """Whether an account can be used (templates/aws.yaml: ACC-CLOSE, ACC-OPEN)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Partition(StrEnum):
    """AWS partitions: separate worlds with their own sign-in and their own root rules."""

    COMMERCIAL = "aws"
    GOVCLOUD = "aws-us-gov"
    CHINA = "aws-cn"
    SOVEREIGN = "aws-eusc"


ROOTLESS = (Partition.GOVCLOUD, Partition.CHINA)
"""Accounts of these partitions have no root user that signs in like others (templates/aws.yaml: GOV, CN)."""


class Route(StrEnum):
    """The way to root power for one account; decides which steps its paper shows."""

    SAFE = "safe"
    REMOVED = "removed"
    SEALED = "sealed"
    RESELLER = "reseller"
    GOVCLOUD = "govcloud"
    CHINA = "china"
    NEW_EXPERIENCE = "new-experience"
    SOVEREIGN = "sovereign"
    UNKNOWN = "unknown"

    @property
    def ours(self) -> bool:
        """Whether the company itself can reach the root user, by whatever path."""
        return self in (Route.SAFE, Route.REMOVED, Route.SEALED)


_ROUTE_OF_PARTITION = {
    Partition.GOVCLOUD: Route.GOVCLOUD,
    Partition.CHINA: Route.CHINA,
    Partition.SOVEREIGN: Route.SOVEREIGN,
}
_ROUTE_OF_CUSTODY = {
    Custody.SAFE: Route.SAFE,
    Custody.REMOVED: Route.REMOVED,
    Custody.SEALED: Route.SEALED,
    Custody.RESELLER: Route.RESELLER,
    Custody.NONE: Route.NEW_EXPERIENCE,  # elsewhere no account has "none", see config.custody_rules
    Custody.UNKNOWN: Route.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class AlternateContacts:
    """AWS alternate contacts of an account: one each, group addresses preferred (AWS: ACC-ALT)."""

    billing: Annotated[Email | None, Field(description="Billing contact."), is_restricted("address")] = None
    operations: Annotated[Email | None, Field(description="Operations contact."), is_restricted("address")] = None
    security: Annotated[
        Email | None, Field(description="Security contact: AWS writes here about abuse."), is_restricted("address")
    ] = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those that are named."""
        return tuple(address for address in (self.billing, self.operations, self.security) if address)


@dataclass(frozen=True, slots=True)
class Account:
    """One AWS account and how its root user is kept."""

    id: Annotated[AccountId, Field(description="12-digit account id. Always quote it.")]
    name: Annotated[Name, Field(description="Account name or alias."), OPEN]
    kind: Annotated[AccountKind, Field(description="management, member or standalone.")]
    custody: Annotated[
        Custody,
        Field(
            description=(
                "safe: password and MFA lie in your places; removed: deleted under central root access; "
                "sealed: password and MFA destroyed on purpose, the way back is recovery by mailbox and telephone; "
                "reseller: a reseller holds them; none: this account has no root user that can sign in; "
                "unknown: nobody has found out yet."
            )
        ),
    ]
    root_email: Annotated[
        Email | None,
        Field(description="Address of the root user: a group mailbox on a company domain."),
        is_restricted("root_email"),
    ] = None
    partition: Annotated[Partition, Field(description="AWS partition.")] = Partition.COMMERCIAL
    signup: Annotated[
        Literal["advanced", "new"],
        Field(description='"new" for a project of the new AWS experience, which has no root user.'),
    ] = "advanced"
    reseller: Annotated[
        Identifier | None, Field(description="Id of the reseller's contact, for custody reseller."), REFERENCE
    ] = None
    linked_account: Annotated[AccountId | None, Field(description="For aws-us-gov: the linked standard account.")] = (
        None
    )
    alternate_contacts: Annotated[AlternateContacts, Field(description="AWS alternate contacts.")] = field(
        default_factory=AlternateContacts
    )
    administered_by: Annotated[
        tuple[Identifier, ...] | None,
        Field(
            description=(
                "People with administrator access in it, beside those of the organization and its pipelines. "
                "[] if there are none; omit only what is not known."
            ),
            max_length=50,
        ),
        PEOPLE,
    ] = None
    root_access_key: Annotated[
        Flag,
        Field(description="True if the root user has an access key (GetAccountSummary: AccountAccessKeysPresent)."),
    ] = False
    kept_for: Annotated[
        tuple[Label, ...],
        Field(description="Tasks that this root user is kept for: ids of the table on sheet 01.", max_length=20),
        PUBLIC,
    ] = ()
    status: Annotated[
        AccountStatus,
        Field(description="active, suspended (by AWS, for not paying), or closed: listed, and no longer judged."),
    ] = AccountStatus.ACTIVE
    verified_on: Annotated[
        Day | None, Field(description="Day on which somebody last looked whether root is kept as it stands here.")
    ] = None
    ou: Annotated[Name | None, Field(description="Organizational unit that the account is in."), OPEN] = None
    note: Annotated[
        Text | None, Field(description="An exception or remark, printed in full in the annex."), is_restricted("text")
    ] = None

    @property
    def route(self) -> Route:
        """The way to root power for this account (templates/aws.yaml: GOV, CN, CENT, ACC-NEW)."""
        if self.partition in _ROUTE_OF_PARTITION:
            return _ROUTE_OF_PARTITION[self.partition]
        return Route.NEW_EXPERIENCE if self.signup == "new" else _ROUTE_OF_CUSTODY[self.custody]

    @property
    def is_closed(self) -> bool:
        """Whether it is closed: its root has nothing left to do but to reopen it."""
        return self.status is AccountStatus.CLOSED

    @property
    def shown_id(self) -> str:
        """The id in groups of four, as AWS prints it: 1111-2222-3333."""
        return shown_account_id(self.id)


@dataclass(frozen=True, slots=True)
class CentralRoot:
    """Central root access of the organization (AWS: CENT, PRIV)."""

    credentials: Annotated[Flag, Field(description="Root credentials management is switched on.")] = False
    sessions: Annotated[Flag, Field(description="Privileged root actions in member accounts are switched on.")] = False
    admin_role: Annotated[
        Text | None, Field(description="IAM role or permission set that may run privileged tasks."), OPEN
    ] = None
    delegated_admin: Annotated[
        AccountId | None, Field(description="Delegated administrator account for IAM, if any.")
    ] = None


@dataclass(frozen=True, slots=True)
class MemberRootPolicy:
    """Service control policy that denies member root users (AWS: ORG-SCP, ORG-MEM)."""

    denies_root: Annotated[Flag, Field(description="An SCP denies root in member accounts.")] = False
    exempts_assume_root: Annotated[Flag, Field(description="It leaves privileged root sessions alone.")] = False
    exception: Annotated[
        Text | None,
        Field(description="How a member is exempted for one task, and by whom."),
        is_restricted("exemption"),
    ] = None
    spares: Annotated[
        tuple[AccountId, ...],
        Field(description="Members that the SCP never binds: ids of accounts whose root is kept.", max_length=50),
    ] = ()


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """AWS sign-in resource policy that limits console sign-in by network (AWS: SCTRL, since June 2026)."""

    enabled: Annotated[Flag, Field(description="A sign-in policy is in force.")] = False
    root_excluded: Annotated[Flag, Field(description="The root user is excluded from it.")] = False
    escape: Annotated[
        Text | None, Field(description="Role with programmatic access that can remove it."), is_restricted("role")
    ] = None


@dataclass(frozen=True, slots=True)
class EmergencyRole:
    """A break-glass IAM user or role: the way in that comes before root (AWS: WA-10)."""

    name: Annotated[Label, Field(description="Name of the IAM user or role."), OPEN]
    account: Annotated[AccountId, Field(description="Account in which it exists.")]
    url: Annotated[Url | None, Field(description="Regional sign-in address."), OPEN] = None
    kept: Annotated[
        Name | None,
        Field(
            description="Where its credentials lie (better: items), or how users sign in without the identity provider."
        ),
        is_restricted("text"),
    ] = None
    used_by: Annotated[
        tuple[Identifier, ...],
        Field(description="People who can use it without an item: who assume the role.", max_length=50),
        PEOPLE,
    ] = ()
