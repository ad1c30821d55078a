"""Events of CloudTrail: which of them are a use of root, gathered by account, name and day.

Read in templates/aws.yaml: CT-EV, TRACK, ACC-LOG.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from runbook.evidence.documents import Misfit
from runbook.evidence.values import Explains, Place, RootEvent, RootUse

# So many groups are told one by one; what is beyond is counted, so that no file can fill the memory.
MOST_USES = 10_000
LONGEST_NAME = 128

_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
# What leads to root without its keys: the reset of its password, and the change of its address by an administrator.
_LEADING = {
    "signin": frozenset({"PasswordRecoveryRequested", "PasswordRecoveryCompleted", "PasswordUpdated", "EmailUpdated"}),
    "account": frozenset({"StartPrimaryEmailUpdate", "AcceptPrimaryEmailUpdate"}),
}
_SESSION = ("sts", "AssumeRoot")
_BY_AWS = "AwsServiceEvent"


def is_record(value: object) -> bool:
    """Whether something is a record of CloudTrail, and not one of another service that calls its list alike (S3)."""
    if not isinstance(value, dict):
        return False
    source = value.get("eventSource")
    return isinstance(source, str) and ".amazonaws." in source and isinstance(value.get("eventName"), str)


def record_of_lookup(entry: object) -> Mapping[str, Any]:
    """The record in an element of LookupEvents, which is JSON in a text; Misfit if it is none."""
    text = entry.get("CloudTrailEvent") if isinstance(entry, dict) else None
    try:
        record = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or not is_record(record):
        raise Misfit("evidence-event")
    return record


def root_event(record: Mapping[str, Any], place: Place) -> RootEvent | None:
    """The use of root that a record tells of, or None; Misfit if it is one and does not say when or where."""
    identity = record.get("userIdentity")
    identity = identity if isinstance(identity, dict) else {}
    service, name = str(record["eventSource"]).partition(".")[0], str(record["eventName"])
    is_session = (service, name) == _SESSION
    leads = name in _LEADING.get(service, ())
    if not (is_session or leads or _acts_as_root(identity, record)):
        return None
    asked = record.get("requestParameters")
    asked = asked if isinstance(asked, dict) else {}
    target = asked.get("targetPrincipal") if is_session else asked.get("accountId") if leads else None
    return RootEvent(
        account=_account(target, record.get("recipientAccountId"), identity.get("accountId")),
        name=name[:LONGEST_NAME],
        moment=_moment(record.get("eventTime")),
        failed=_failed(name, record),
        place=place,
    )


def _acts_as_root(identity: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether root itself acts, by hand or by key, and not a service of AWS on its behalf."""
    by = identity.get("invokedBy")
    by_service = isinstance(by, str) and not by.startswith("signin.")  # the console says that it is the console
    return identity.get("type") == "Root" and not by_service and record.get("eventType") != _BY_AWS


def _account(*values: object) -> str:
    """The account in the first of some values that has one: an id, or an ARN."""
    for value in values:
        if isinstance(value, str) and (match := _ACCOUNT.search(value)):
            return match[0]
    raise Misfit("evidence-event")


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise Misfit("evidence-event")
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _failed(name: str, record: Mapping[str, Any]) -> bool:
    answer = record.get("responseElements")
    refused = isinstance(answer, dict) and answer.get(name) == "Failure"
    return refused or bool(record.get("errorCode")) or bool(record.get("errorMessage"))


class Tally:
    """Root events as they come, gathered; those that a record explains are left out."""

    def __init__(self, explains: Explains) -> None:
        """``explains`` is asked about each event."""
        self._explains = explains
        self._uses: dict[tuple[str, str, date, bool], RootUse] = {}
        self.untold = 0

    def take(self, event: RootEvent) -> None:
        """One event."""
        if self._explains(event):
            return
        key = (event.account, event.name, event.moment.date(), event.failed)
        use = self._uses.get(key)
        if use is not None:
            first = min(use.first, event, key=lambda one: (one.moment, one.place))
            self._uses[key] = RootUse(first, max(use.last, event.moment), use.count + 1)
        elif len(self._uses) < MOST_USES:
            self._uses[key] = RootUse(event, event.moment, 1)
        else:
            self.untold += 1

    @property
    def uses(self) -> tuple[RootUse, ...]:
        """What was gathered, in the order of time."""
        return tuple(sorted(self._uses.values(), key=lambda use: (use.first.moment, use.first.account, use.first.name)))
