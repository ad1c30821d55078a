"""Taking files of evidence into the accounts file: facts of AWS come in, and what people wrote stays."""

from __future__ import annotations

from runbook.intake.merging import Change, Merge
from runbook.intake.taking import Intake, take_in

__all__ = ["Change", "Intake", "Merge", "take_in"]
