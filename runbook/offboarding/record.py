"""A departure for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runbook.offboarding.breaks import NAMES, Lack, Locked
from runbook.organisation import OwnRole, Role
from runbook.organisation.offices import NobodyWhoMust, NoQuorum, OneHand, Vacancy

if TYPE_CHECKING:
    from runbook.offboarding.departure import Departure


def departure_record(departure: Departure) -> dict[str, Any]:
    """A leaving for machines."""
    leaving = departure.leaving
    return {
        "person": leaving.person.id,
        "last_day": str(leaving.last_day),
        "roles": [
            {"role": _role_id(entry.role), "stands_in_for": entry.stands_in_for, "from": str(entry.appointment.start)}
            for entry in leaving.held
        ],
        "places": [
            {
                "place": entry.place.id,
                "still_opened_by": [list(group) for group in entry.groups_left],
                "items": [{"item": item.id, "seal": item.seal} for item in entry.items],
            }
            for entry in leaving.places
        ],
        "mailboxes": [account.id for account in leaving.mailboxes],
        "telephones": [account.id for account in leaving.telephones],
        "passwords": [account.id for account in leaving.passwords],
        "controls": [{"kind": control.kind, "id": control.id} for control in leaving.controls],
        "alternate_contacts": [account.id for account in leaving.alternates],
        "in_order_of_call": leaving.calls,
        "tasks": [{"task": task, "role": role.value} for task, role in leaving.tasks],
        "breaks": [
            {
                "rule": NAMES[type(entry.lack)],
                "subject": _subject(entry.lack),
                "first": str(entry.first),
                "last": str(entry.last) if entry.last else None,
            }
            for entry in leaving.breaks
        ],
        "findings": [
            {
                "rule": finding.rule.id,
                "severity": finding.rule.severity.value,
                "from": str(finding.since) if finding.since else None,
                "line": finding.place.line,
                "column": finding.place.column,
                "path": finding.place.where,
            }
            for finding in leaving.findings
        ],
        "edits": [
            {"action": e.action, "file": e.file, "line": e.line, "column": e.column, "path": e.path}
            for e in leaving.edits
        ],
        "sheets": [str(name) for name in departure.sheets],
    }


def _role_id(role: Role | OwnRole) -> str:
    return role.id if isinstance(role, OwnRole) else role.value


def _subject(lack: Lack) -> str | None:
    match lack:
        case NoQuorum() | NobodyWhoMust():
            return None
        case Vacancy(role=role):
            return role.value
        case OneHand(roles=roles):
            return "/".join(role.value for role in roles)
        case Locked(place=place):
            return place
