"""Whether a rule of EventBridge hears an event: as much of the language of patterns as is used here.

By AWS's pages: a pattern names fields, of each a list of which one entry has to match; a field that it does not name is
not looked at; without the state for all management events a rule does not hear reads that come from CloudTrail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
_READS = ("Describe", "Get", "List")
_NO_READS = ("GetFederationToken", "GetSessionToken")


def hears(rule: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether a rule, as its properties in a template, hears an event."""
    if rule["State"] == "DISABLED" or (rule["State"] != ALL_EVENTS and _is_a_read(event)):
        return False
    return matches(rule["EventPattern"], event)


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether an event has what a pattern names; of the patterns under "$or" one has to match."""
    for name, wanted in pattern.items():
        if name == "$or":
            if not any(matches(each, event) for each in wanted):
                return False
            continue
        value = event.get(name)
        if isinstance(wanted, Mapping):
            if not isinstance(value, Mapping) or not matches(wanted, value):
                return False
        elif not any(_is(each, value) for each in wanted):
            return False
    return True


def _is(wanted: Any, value: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(wanted == value)
    ((operator, operand),) = wanted.items()
    match operator:
        case "prefix":
            return isinstance(value, str) and value.startswith(operand)
        case "exists":
            return bool((value is not None) == operand)
    raise NotImplementedError(operator)


def _is_a_read(event: Mapping[str, Any]) -> bool:
    name = event.get("detail", {}).get("eventName", "")
    is_a_call = event.get("detail-type") == "AWS API Call via CloudTrail"
    return is_a_call and name.startswith(_READS) and name not in _NO_READS


def said(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """The text that a target gets: what a path finds, and nothing where it finds nothing."""
    transformer = target["InputTransformer"]
    text: str = json.loads(transformer["InputTemplate"])
    for name, path in transformer["InputPathsMap"].items():
        text = text.replace(f"<{name}>", _found(event, path))
    return text


def _found(event: Any, path: str) -> str:
    for part in path.removeprefix("$.").split("."):
        if not isinstance(event, Mapping) or part not in event:
            return ""
        event = event[part]
    return str(event)
