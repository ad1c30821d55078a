"""Files of the AWS CLI and of CloudTrail as values: what they say about accounts, their root users, and its uses."""

from __future__ import annotations

from runbook.evidence.documents import ACCOUNT_ARN, STATES
from runbook.evidence.files import NamedFile, named_files
from runbook.evidence.reading import read_evidence
from runbook.evidence.values import (
    AlternateContact,
    ContactKind,
    Evidence,
    Explains,
    Features,
    FileKind,
    ListedAccount,
    Place,
    PrimaryContact,
    ReadFile,
    RootEvent,
    RootState,
    RootUse,
    nothing_explains,
)

__all__ = [
    "ACCOUNT_ARN",
    "STATES",
    "AlternateContact",
    "ContactKind",
    "Evidence",
    "Explains",
    "Features",
    "FileKind",
    "ListedAccount",
    "NamedFile",
    "Place",
    "PrimaryContact",
    "ReadFile",
    "RootEvent",
    "RootState",
    "RootUse",
    "named_files",
    "nothing_explains",
    "read_evidence",
]
