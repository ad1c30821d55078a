"""What files of AWS say, as values; each with the place in the file that says it.

Only what the comparison with a config needs is kept: no access key id, no session, no address of a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from runbook.errors import Problem
from runbook.organisation import AccountKind, AccountStatus, Partition


class FileKind(StrEnum):
    """What a file is, by its content; a key of the words."""

    ACCOUNTS = "accounts"
    ORGANIZATION = "organization"
    FEATURES = "features"
    SUMMARY = "summary"
    CREDENTIAL_REPORT = "credential-report"
    ALTERNATE_CONTACT = "alternate-contact"
    PRIMARY_CONTACT = "primary-contact"
    EVENTS = "events"


class ContactKind(StrEnum):
    """Alternate contacts, by their field in the config (templates/aws.yaml: ACC-ALT)."""

    BILLING = "billing"
    OPERATIONS = "operations"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands, both from 1."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account as AWS Organizations lists it.

    ``statuses`` are those that it may have, the likeliest first: the older output calls a closed account suspended.
    ``name`` and ``email`` are None if they cannot stand in a config.
    """

    id: str
    name: str | None
    email: str | None
    statuses: tuple[AccountStatus, ...]
    kind: AccountKind | None
    partition: Partition
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class RootState:
    """Which credentials the root user of an account has; None where the files do not say (aws.yaml: SUMM, CREP).

    A credential report tells active keys and certificates only: one that is there may be inactive.
    """

    account: str
    password: bool | None
    mfa: bool | None
    access_key: bool | None
    certificate: bool | None
    place: Place = field(compare=False)

    @property
    def is_bare(self) -> bool:
        """Whether the root user surely has no credentials at all."""
        return (self.password, self.mfa, self.access_key, self.certificate) == (False,) * 4


@dataclass(frozen=True, slots=True)
class Features:
    """What is switched on of central root access (aws.yaml: CENT)."""

    credentials: bool
    sessions: bool
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class AlternateContact:
    """The address of an alternate contact of an account."""

    account: str
    kind: ContactKind
    email: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class PrimaryContact:
    """The telephone of the primary contact of an account, which AWS calls in a recovery (aws.yaml: ACC-PRI)."""

    account: str
    phone: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class RootEvent:
    """An event of CloudTrail that is a use of root, or leads to one (aws.yaml: CT-EV, TRACK)."""

    account: str
    name: str
    moment: datetime
    failed: bool
    place: Place = field(compare=False)


# Whether a record of the company tells why an event happened. Without records nothing does.
Explains = Callable[[RootEvent], bool]


def nothing_explains(_: RootEvent) -> bool:
    """No record is known."""
    return False


@dataclass(frozen=True, slots=True)
class RootUse:
    """Events of one name in one account on one day (UTC), from the first to the last."""

    first: RootEvent
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was understood: what it is, how many entries it has, and the account it was given for, if any."""

    file: str
    kind: FileKind
    count: int
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that some files say, in the same order whatever order they were given in.

    ``lists_all``: the list of accounts is whole. ``untold_uses`` are root events beyond those in ``uses``.
    ``remarks`` tell what could not be taken over.
    """

    files: tuple[ReadFile, ...]
    accounts: tuple[ListedAccount, ...]
    states: tuple[RootState, ...]
    features: Features | None
    alternate_contacts: tuple[AlternateContact, ...]
    primary_contacts: tuple[PrimaryContact, ...]
    uses: tuple[RootUse, ...]
    untold_uses: int
    lists_all: bool
    remarks: tuple[Problem, ...]

    def has(self, kind: FileKind) -> bool:
        """Whether a file of a kind is among them."""
        return any(file.kind is kind for file in self.files)
