"""What guards the keys of root users: services and domains, who administers them, and whom their alerts reach.

Whoever administers a guard can take what it guards: read a mailbox, become a user, carry a number elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from runbook.organisation.disclosure import PEOPLE, PUBLIC, REFERENCE, is_restricted
from runbook.organisation.fields import AccountId, Day, DomainName, Flag, Identifier, Label, Name, Text
from runbook.organisation.people import Dependency

# Under this name alerts and findings speak of the AWS organization itself.
ORGANIZATION = "organization"


class ServiceKind(StrEnum):
    """What a service guards."""

    MAIL = "mail"
    IDENTITY_PROVIDER = "identity-provider"
    VAULT = "vault"
    CHAT = "chat"
    PIPELINE = "pipeline"
    PHONE_CONTRACT = "phone-contract"


# How long before its last day a registration has to be renewed.
DOMAIN_NOTICE = timedelta(days=60)
# The built-in names of depends_on that mean a kind of service, once one is named.
BUILT_IN_KINDS = {"idp": ServiceKind.IDENTITY_PROVIDER, "mail": ServiceKind.MAIL, "chat": ServiceKind.CHAT}


@dataclass(frozen=True, slots=True)
class Service:
    """A service that guards keys of root users, or acts in accounts, and who administers it."""

    id: Annotated[
        Identifier, Field(description="Short name used in this file, in depends_on too."), is_restricted("service")
    ]
    kind: Annotated[ServiceKind, Field(description="What it guards.")]
    name: Annotated[
        Name | None, Field(description="Name as it is printed; default: the id."), is_restricted("service")
    ] = None
    administered_by: Annotated[
        tuple[Identifier, ...],
        Field(
            description=(
                "Everyone who can reset, reassign or reconfigure what it guards; for a pipeline, everyone who decides "
                "what it runs. Omit only what is not known: then it is an open question."
            ),
            max_length=50,
        ),
        PEOPLE,
    ] = ()
    two_person: Annotated[Flag, Field(description="True if an act of administration takes two of them.")] = False
    depends_on: Annotated[
        tuple[Dependency, ...],
        Field(description="What must work for it to work: ids of services, or built-in names.", max_length=10),
        PUBLIC,
    ] = ()
    hosted_in: Annotated[AccountId | None, Field(description="AWS account in which it runs, if any.")] = None
    acts_in: Annotated[
        tuple[AccountId, ...],
        Field(description="For a pipeline: accounts in which it has administrator access.", max_length=6000),
    ] = ()
    recovery: Annotated[
        Text | None,
        Field(description="How the service itself comes back when its administrators are locked out."),
        is_restricted("text"),
    ] = None
    aws_sign_in: Annotated[
        Flag, Field(description="For an identity provider: false if nobody signs in to AWS through it.")
    ] = True


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain on which root addresses lie. Whoever directs its mail elsewhere receives the reset mail."""

    name: Annotated[DomainName, Field(description="Domain name: example.co.jp."), PUBLIC]
    registrar: Annotated[Name | None, Field(description="Where it is registered."), is_restricted("service")] = None
    administered_by: Annotated[
        tuple[Identifier, ...],
        Field(description="Everyone who can change its registration or its DNS.", max_length=50),
        PEOPLE,
    ] = ()
    expires_on: Annotated[Day | None, Field(description="Last day of the registration.")] = None
    hosted_in: Annotated[AccountId | None, Field(description="AWS account in which its DNS lies, if any.")] = None

    def serves(self, address: str) -> bool:
        """Whether an address lies on it or below it."""
        host = address.lower().rpartition("@")[2]
        return host == self.name or host.endswith(f".{self.name}")


@dataclass(frozen=True, slots=True)
class AdministrationAlert:
    """Whom the alert on an act of administration reaches: a reset, a new address, a new number, a central session."""

    on: Annotated[
        tuple[Label, ...],
        Field(
            description=f'What it watches: ids of services and places, names of domains, or "{ORGANIZATION}".',
            min_length=1,
            max_length=100,
        ),
        REFERENCE,
    ]
    reaches: Annotated[
        tuple[Identifier, ...], Field(description="People whom it reaches.", min_length=1, max_length=50), PEOPLE
    ]
