"""The order in which an edition is proposed, admitted, printed and recorded, or shown beside an earlier one."""

from __future__ import annotations

from runbook.issuing.diff import diff_folder
from runbook.issuing.issue import IssuedFolder, issue_folder, propose, with_role_only

__all__ = ["IssuedFolder", "diff_folder", "issue_folder", "propose", "with_role_only"]
