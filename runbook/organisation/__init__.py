"""The organisation that the runbook is for: frozen values, no I/O, no language, no formatting.

The field descriptions are the reference of the config: ``runbook schema`` prints them. Field types that check a
single value (an account id, a phone number …) are in ``fields.py``; rules between fields are in ``config``.
"""

from __future__ import annotations

from runbook.organisation.accounts import (
    ROOTLESS,
    Account,
    AccountKind,
    AccountStatus,
    AlternateContacts,
    CentralRoot,
    Custody,
    EmergencyRole,
    MemberRootPolicy,
    Partition,
    Route,
    SignInPolicy,
)
from runbook.organisation.company import Company, StepNote, Triggers
from runbook.organisation.document import DocumentControl, FormControl, FormKind, OtherDocument
from runbook.organisation.hours import Hours
from runbook.organisation.people import (
    BUILT_IN_DEPENDENCIES,
    Absence,
    Appointment,
    Approver,
    Approvers,
    Contact,
    Dependency,
    EscalationStep,
    OwnRole,
    Person,
    PersonContact,
    Role,
    TaskApprovals,
)
from runbook.organisation.places import Copies, Item, Place, Seals, Site
from runbook.organisation.recovery import Mailbox, RecoveryPhone
from runbook.organisation.risks import AcceptedRisk
from runbook.organisation.rules import SIGN_IN_REGIONS, Alerts, Event, OwnTask, Rotation, RotationRule
from runbook.organisation.services import (
    ORGANIZATION,
    AdministrationAlert,
    Domain,
    Service,
    ServiceKind,
)
from runbook.organisation.whole import MINUTES_APART, Organisation
from runbook.text.account_ids import shown_account_id

__all__ = [
    "BUILT_IN_DEPENDENCIES",
    "MINUTES_APART",
    "ORGANIZATION",
    "ROOTLESS",
    "SIGN_IN_REGIONS",
    "Absence",
    "AcceptedRisk",
    "Account",
    "AccountKind",
    "AccountStatus",
    "AdministrationAlert",
    "Alerts",
    "AlternateContacts",
    "Appointment",
    "Approver",
    "Approvers",
    "CentralRoot",
    "Company",
    "Contact",
    "Copies",
    "Custody",
    "Dependency",
    "DocumentControl",
    "Domain",
    "EmergencyRole",
    "EscalationStep",
    "Event",
    "FormControl",
    "FormKind",
    "Hours",
    "Item",
    "Mailbox",
    "MemberRootPolicy",
    "Organisation",
    "OtherDocument",
    "OwnRole",
    "OwnTask",
    "Partition",
    "Person",
    "PersonContact",
    "Place",
    "RecoveryPhone",
    "Role",
    "Rotation",
    "RotationRule",
    "Route",
    "Seals",
    "Service",
    "ServiceKind",
    "SignInPolicy",
    "Site",
    "StepNote",
    "TaskApprovals",
    "Triggers",
    "shown_account_id",
]
