"""The periodic tasks: which role does each, unless the config says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from runbook.knowledge.procedure import acting_role
from runbook.organisation import Organisation, Role

TASK_OWNERS: Mapping[str, Role] = {
    "password": Role.PASSWORD_CUSTODIAN,
    "access_review": Role.REVIEWER,
    "mfa_check": Role.MFA_CUSTODIAN,
    "seal_check": Role.PASSWORD_CUSTODIAN,
    "contact_test": Role.OWNER,
    "alert_test": Role.ALERT_RECEIVER,
    "drill": Role.OWNER,
    "recovery_drill": Role.OWNER,
    "combination": Role.OWNER,
    "runbook_review": Role.OWNER,
}


def periodic_owner(task_id: str, organisation: Organisation) -> Role:
    """The role that does a periodic task: as the config says, else the usual one, or who stands in for it.

    A task of the company's own is done by whoever keeps the runbook.
    """
    usual = TASK_OWNERS.get(task_id, Role.OWNER)
    return acting_role(organisation.rotation.tasks()[task_id].owner or usual, organisation)
