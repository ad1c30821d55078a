"""Answers of the AWS CLI for tests, each held against the service model of botocore before it is used."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape
from botocore.session import get_session

PAYER = "111122223333"
DEV = "222233334444"
LAB = "012345678901"
ORGANIZATION = "o-exampleorgid"
DAY = "2026-11-20"
REPORT_COLUMNS = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed"),
    *("password_next_rotation", "mfa_active"),
    *(f"access_key_{n}_{of}" for n in (1, 2) for of in ("active", "last_rotated", "last_used_date")),
    *(f"cert_{n}_{of}" for n in (1, 2) for of in ("active", "last_rotated")),
)


@cache
def _model(service: str) -> ServiceModel:
    return get_session().get_service_model(service)


def choices(service: str, name: str) -> set[str]:
    """The words that a shape of a service model may be."""
    shape = _model(service).shape_for(name)
    assert isinstance(shape, StringShape)
    return set(shape.enum)


def answer(service: str, operation: str, value: Mapping[str, Any]) -> str:
    """The JSON of an answer; AssertionError if the service model has no such answer."""
    shape = _model(service).operation_model(operation).output_shape
    assert shape is not None
    _hold(value, shape, operation)
    return json.dumps(value, ensure_ascii=False, indent=4) + "\n"


def _hold(value: Any, shape: Shape, at: str) -> None:
    """A value has the form of a shape."""
    match shape:
        case StructureShape():
            assert value.keys() <= shape.members.keys(), (at, value.keys() - shape.members.keys())
            for name, inner in value.items():
                _hold(inner, shape.members[name], f"{at}.{name}")
        case ListShape():
            for inner in value:
                _hold(inner, shape.member, at)
        case MapShape():
            for name, inner in value.items():
                _hold(name, shape.key, at)
                _hold(inner, shape.value, f"{at}.{name}")
        case StringShape():
            assert isinstance(value, str), at
            assert not shape.enum or value in shape.enum, (at, value)
            if pattern := shape.metadata.get("pattern"):
                assert re.search(pattern, value), (at, value, pattern)
        case _:
            kinds: dict[str, type | tuple[type, ...]] = {"integer": int, "timestamp": str, "blob": str}
            assert isinstance(value, kinds[shape.type_name]), (at, shape.type_name)


def account(name: str = DEV, *, payer: str = PAYER, **more: str) -> dict[str, Any]:
    """An element of ListAccounts."""
    return {
        "Id": name,
        "Arn": f"arn:aws:organizations::{payer}:account/{ORGANIZATION}/{name}",
        "Email": f"aws-root-{name}@example.co.jp",
        "Name": f"account {name}",
        "Status": "ACTIVE",
        "State": "ACTIVE",
        "JoinedMethod": "CREATED",
        "JoinedTimestamp": "2026-04-01T09:00:00+09:00",
        **more,
    }


def accounts(*listed: Mapping[str, Any], **more: str) -> str:
    """ListAccounts."""
    return answer("organizations", "ListAccounts", {"Accounts": listed or (account(PAYER), account()), **more})


def features(*enabled: str) -> str:
    """ListOrganizationsFeatures."""
    value = {"OrganizationId": ORGANIZATION, "EnabledFeatures": enabled}
    return answer("iam", "ListOrganizationsFeatures", value)


def summary(*, password: int = 0, mfa: int = 0, key: int = 0, certificate: int = 0) -> str:
    """GetAccountSummary."""
    numbers = {
        "Users": 3,
        "AccountPasswordPresent": password,
        "AccountMFAEnabled": mfa,
        "AccountAccessKeysPresent": key,
    }
    return answer(
        "iam", "GetAccountSummary", {"SummaryMap": {**numbers, "AccountSigningCertificatesPresent": certificate}}
    )


def report(name: str = DEV, columns: Sequence[str] = REPORT_COLUMNS, **said: str) -> str:
    """A credential report with the row of root and that of a user who looks worse."""
    root = {"user": "<root_account>", "arn": f"arn:aws:iam::{name}:root", "password_enabled": "false"}
    root |= {"mfa_active": "false", **dict.fromkeys(("access_key_1_active", "access_key_2_active"), "false"), **said}
    user = dict.fromkeys(columns, "true") | {"user": "mori", "arn": f"arn:aws:iam::{name}:user/mori"}
    rows = (columns, *([row.get(column, "N/A") for column in columns] for row in (root, user)))
    return "\n".join(",".join(row) for row in rows) + "\n"


def wrapped(text: str) -> str:
    """GetCredentialReport, as the AWS CLI prints it."""
    content = base64.b64encode(text.encode()).decode()
    value = {"Content": content, "ReportFormat": "text/csv", "GeneratedTime": f"{DAY}T00:00:00+00:00"}
    return answer("iam", "GetCredentialReport", value)


def contact(kind: str = "SECURITY", email: str = "aws-security@example.co.jp") -> str:
    """GetAlternateContact."""
    value = {"Name": "Security", "Title": "Team", "EmailAddress": email, "PhoneNumber": "+81 3 0000 0031"}
    return answer("account", "GetAlternateContact", {"AlternateContact": {**value, "AlternateContactType": kind}})


def primary(phone: str = "+81 3 0000 0032") -> str:
    """GetContactInformation."""
    value = {"FullName": "Sample", "AddressLine1": "1-1", "City": "Tokyo", "PostalCode": "100-0001"}
    value |= {"CountryCode": "JP", "PhoneNumber": phone}
    return answer("account", "GetContactInformation", {"ContactInformation": value})


def organization(payer: str = PAYER) -> str:
    """DescribeOrganization."""
    arn = f"arn:aws:organizations::{payer}:organization/{ORGANIZATION}"
    value = {"Id": ORGANIZATION, "Arn": arn, "FeatureSet": "ALL", "MasterAccountId": payer}
    return answer("organizations", "DescribeOrganization", {"Organization": value})


def record(
    name: str = "ConsoleLogin", source: str = "signin", *, who: str = "Root", where: str = DEV, **more: Any
) -> Any:
    """A record of CloudTrail."""
    identity = {"type": who, "principalId": where, "arn": f"arn:aws:iam::{where}:root", "accountId": where}
    return {
        "eventVersion": "1.08",
        "userIdentity": {**identity, "accessKeyId": ""},
        "eventTime": f"{DAY}T18:10:05Z",
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.1",
        "requestParameters": None,
        "responseElements": None,
        "eventType": "AwsApiCall",
        "recipientAccountId": where,
        **more,
    }


def assume_root(target: str = DEV, **more: Any) -> Any:
    """The record of a privileged session, which holds the keys of the session."""
    asked = {
        "targetPrincipal": target,
        "taskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"},
    }
    given = {"credentials": {"accessKeyId": "ASIA" + "EXAMPLE2" * 2, "sessionToken": "example-token"}}
    return record(
        "AssumeRoot", "sts", who="AssumedRole", where=PAYER, requestParameters=asked, responseElements=given, **more
    )


def trail(*records: Any) -> str:
    """A file of CloudTrail, on one line as it lies in the bucket."""
    return json.dumps({"Records": records}, separators=(",", ":"))


def lookup(*records: Any) -> str:
    """LookupEvents."""
    events = [
        {"EventId": str(number), "EventName": one["eventName"], "CloudTrailEvent": json.dumps(one)}
        for number, one in enumerate(records)
    ]
    return answer("cloudtrail", "LookupEvents", {"Events": events})


def lines(*records: Any) -> str:
    """JSON lines."""
    return "".join(json.dumps(one) + "\n" for one in records)
