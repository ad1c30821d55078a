"""Whether statements of a policy deny a request: as much of the language of AWS as a service control policy here uses.

By AWS's pages (COND-LOGIC and COND-KEYS in templates/guardrails.yaml): every operator and every key of one has to hold;
of several values one is enough, for a negated operator none may match; a key that a request lacks matches nothing, so
a negated operator holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks AWS to do; keys of the context that it does not have are left out."""

    action: str
    context: Mapping[str, str]
    resource: str = "*"


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody in an account."""

    account: str
    arn: str
    more: Mapping[str, str] = field(default_factory=dict)

    def asks(self, action: str) -> Request:
        return Request(action, {"aws:PrincipalArn": self.arn, "aws:PrincipalAccount": self.account, **self.more})


def root(account: str, partition: str = "aws") -> Principal:
    """Somebody who signed in as root, or has a key of root."""
    return Principal(account, f"arn:{partition}:iam::{account}:root")


def privileged_session(account: str) -> Principal:
    """A session of central root access: the same principal, with a key that only such a session has."""
    return Principal(account, f"arn:aws:iam::{account}:root", {"aws:AssumedRoot": "true"})


def role(account: str) -> Principal:
    """An administrator."""
    return Principal(account, f"arn:aws:iam::{account}:role/Admin")


def denies(document: Mapping[str, Any], request: Request) -> bool:
    """Whether any statement denies the request."""
    return any(
        each["Effect"] == "Deny" and _is_about(each, request) and _holds(each.get("Condition", {}), request.context)
        for each in _listed(document["Statement"])
    )


def _is_about(statement: Mapping[str, Any], request: Request) -> bool:
    if not any(_like(pattern, request.resource) for pattern in _listed(statement["Resource"])):
        return False
    if "NotAction" in statement:
        return not any(_like(pattern, request.action, fold=True) for pattern in _listed(statement["NotAction"]))
    return any(_like(pattern, request.action, fold=True) for pattern in _listed(statement["Action"]))


def _holds(condition: Mapping[str, Mapping[str, Any]], context: Mapping[str, str]) -> bool:
    given = {key.lower(): value for key, value in context.items()}
    return all(
        _operator_holds(operator, given.get(key.lower()), [str(value) for value in _listed(wanted)])
        for operator, keys in condition.items()
        for key, wanted in keys.items()
    )


def _operator_holds(operator: str, value: str | None, wanted: Sequence[str]) -> bool:
    match operator:
        case "Null":
            return str(value is None).lower() in wanted
        case "StringEquals" | "Bool":
            return value is not None and value in wanted
        case "StringNotEquals":
            return value is None or value not in wanted
        case "StringLike" | "ArnLike" | "ArnEquals":
            return value is not None and any(_like(pattern, value) for pattern in wanted)
        case "StringNotLike" | "ArnNotLike" | "ArnNotEquals":
            return value is None or not any(_like(pattern, value) for pattern in wanted)
    raise NotImplementedError(operator)


def _like(pattern: str, value: str, *, fold: bool = False) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(expression, value, re.IGNORECASE | re.DOTALL if fold else re.DOTALL) is not None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
