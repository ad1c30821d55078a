"""Holding a config against files of AWS: everything in which they differ, each with both places."""

from __future__ import annotations

from runbook.reconciliation.comparing import differences
from runbook.reconciliation.coverage import Unseen, unseen
from runbook.reconciliation.difference import Difference

__all__ = ["Difference", "Unseen", "differences", "unseen"]
