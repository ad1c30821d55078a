"""What an answer of the AWS CLI says: one function for each answer, from JSON to values of `runbook.evidence.values`.

The names are those of botocore's service models; anything else in an answer is passed over. Read in templates/aws.yaml:
CENT, SUMM, ACC-ALT, ACC-PRI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from runbook.errors import Problem
from runbook.evidence.values import (
    AlternateContact,
    ContactKind,
    Features,
    ListedAccount,
    Place,
    PrimaryContact,
    RootState,
)
from runbook.organisation import AccountKind, AccountStatus, Partition
from runbook.organisation.parsers import email as parsed_email
from runbook.text.characters import refused
from runbook.text.secrets import find_secrets

LONGEST_NAME = 200  # as the config takes it; AWS's limit is lower

_ID = re.compile(r"[0-9]{12}")
ACCOUNT_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):organizations::(?P<management>[0-9]{12}):account/[^/]+/(?P<id>[0-9]{12})"
)
# AWS Organizations: Account.State, and Account.Status, which was retired on 9 September 2026 and calls a closed account
# suspended. An account that waits for its sign-up or its closing still has a root user.
STATES: Mapping[str, tuple[AccountStatus, ...]] = {
    "PENDING_ACTIVATION": (AccountStatus.ACTIVE,),
    "ACTIVE": (AccountStatus.ACTIVE,),
    "SUSPENDED": (AccountStatus.SUSPENDED,),
    "PENDING_CLOSURE": (AccountStatus.ACTIVE,),
    "CLOSED": (AccountStatus.CLOSED,),
}
_STATUSES: Mapping[str, tuple[AccountStatus, ...]] = {
    "ACTIVE": (AccountStatus.ACTIVE,),
    "SUSPENDED": (AccountStatus.SUSPENDED, AccountStatus.CLOSED),
    "PENDING_CLOSURE": (AccountStatus.ACTIVE,),
}


class Misfit(Exception):  # noqa: N818  no error of the program: it becomes a problem among others
    """An answer that has not the form that AWS documents: a rule of messages-evidence.yaml and its values."""

    def __init__(self, rule: str, **values: object) -> None:
        """``rule`` is a key of messages-evidence.yaml."""
        super().__init__(rule)
        self.rule, self.values = rule, values


def account_id(value: object, field: str) -> str:
    """Twelve digits as text; Misfit for a number, which has lost its leading zeros, and for anything else."""
    if isinstance(value, int):
        raise Misfit("evidence-id-number", field=field)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Misfit("evidence-id", field=field)
    return value


def listed_account(entry: Mapping[str, Any], place: Place, remarks: list[Problem]) -> ListedAccount:
    """An element of ListAccounts, or the account of DescribeAccount."""
    name = account_id(entry.get("Id"), "Id")
    match = ACCOUNT_ARN.fullmatch(str(entry.get("Arn", "")))
    if match and match["id"] != name:
        raise Misfit("evidence-arn", id=name)
    partition = match["partition"] if match else Partition.COMMERCIAL.value
    if partition not in {known.value for known in Partition}:
        raise Misfit("evidence-partition", partition=partition[:40])
    kind = None
    if match:
        kind = AccountKind.MANAGEMENT if match["management"] == name else AccountKind.MEMBER
    return ListedAccount(
        id=name,
        name=_name(entry.get("Name"), name, place, remarks),
        email=_email(entry.get("Email"), name, place, remarks),
        statuses=_statuses(entry),
        kind=kind,
        partition=Partition(partition),
        place=place,
    )


def _statuses(entry: Mapping[str, Any]) -> tuple[AccountStatus, ...]:
    """What State says, else Status."""
    for field, known in (("State", STATES), ("Status", _STATUSES)):
        if (value := entry.get(field)) is not None:
            if not isinstance(value, str) or value not in known:
                raise Misfit("evidence-status", field=field, known=", ".join(known))
            return known[value]
    raise Misfit("evidence-field", field="State")


def _name(value: object, account: str, place: Place, remarks: list[Problem]) -> str | None:
    """A name that may stand in a config, or None and a remark."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Misfit("evidence-field", field="Name")
    name = " ".join(value.split())
    if not name or len(name) > LONGEST_NAME or any(map(refused, name)):
        remarks.append(_remark("evidence-name", account, place))
        return None
    if next(iter(find_secrets(name)), None):
        remarks.append(_remark("evidence-name-secret", account, place))
        return None
    return name


def _email(value: object, account: str, place: Place, remarks: list[Problem]) -> str | None:
    """A root address that may stand in a config, or None and a remark."""
    if value is None or value == "":
        return None
    try:
        return parsed_email(value)
    except PydanticCustomError:
        remarks.append(_remark("evidence-email", account, place))
        return None


def _remark(rule: str, account: str, place: Place) -> Problem:
    return Problem(rule, account, (("account", account),), place.file, place.line, place.column)


def features(entry: Mapping[str, Any], place: Place) -> Features:
    """ListOrganizationsFeatures."""
    enabled = entry.get("EnabledFeatures")
    if not isinstance(enabled, list) or not all(isinstance(name, str) for name in enabled):
        raise Misfit("evidence-field", field="EnabledFeatures")
    return Features("RootCredentialsManagement" in enabled, "RootSessions" in enabled, place)


def summary(entry: Mapping[str, Any], account: str, place: Place) -> RootState:
    """GetAccountSummary: four of its numbers are 0 or 1 and are about the root user."""
    numbers = entry.get("SummaryMap")
    if not isinstance(numbers, dict):
        raise Misfit("evidence-field", field="SummaryMap")

    def present(key: str) -> bool | None:
        value = numbers.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise Misfit("evidence-field", field=key)
        return None if value is None else value > 0

    return RootState(
        account,
        password=present("AccountPasswordPresent"),
        mfa=present("AccountMFAEnabled"),
        access_key=present("AccountAccessKeysPresent"),
        certificate=present("AccountSigningCertificatesPresent"),
        place=place,
    )


def alternate_contact(entry: Mapping[str, Any], account: str, place: Place) -> AlternateContact:
    """GetAlternateContact: its kind and its address."""
    contact = entry.get("AlternateContact")
    if not isinstance(contact, dict):
        raise Misfit("evidence-field", field="AlternateContact")
    kind = contact.get("AlternateContactType")
    if not isinstance(kind, str) or kind.lower() not in set(ContactKind):
        raise Misfit("evidence-field", field="AlternateContactType")
    try:
        address = parsed_email(str(contact.get("EmailAddress", "")).strip())
    except PydanticCustomError:
        raise Misfit("evidence-field", field="EmailAddress") from None
    return AlternateContact(account, ContactKind(kind.lower()), address, place)


def primary_contact(entry: Mapping[str, Any], account: str, place: Place) -> PrimaryContact:
    """GetContactInformation: only its telephone."""
    contact = entry.get("ContactInformation")
    phone = contact.get("PhoneNumber") if isinstance(contact, dict) else None
    if not isinstance(phone, str) or not re.fullmatch(r"\+[\s0-9()-]{3,30}", phone):
        raise Misfit("evidence-field", field="PhoneNumber")
    return PrimaryContact(account, " ".join(phone.split()), place)
