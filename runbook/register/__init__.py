"""The register of editions: what was issued when, why, approved by whom, with the code of every sheet.

Pure values and their text form (``<config>.editions.json``, described in docs/register.md); ``writing`` puts it on the
disk.
"""

from __future__ import annotations

from runbook.register.editions import Approval, IssuedEdition, IssuedSheet, Register, SheetMark
from runbook.register.text import EMPTY, BrokenRegisterError, read_register, register_text

__all__ = [
    "EMPTY",
    "Approval",
    "BrokenRegisterError",
    "IssuedEdition",
    "IssuedSheet",
    "Register",
    "SheetMark",
    "read_register",
    "register_text",
]
