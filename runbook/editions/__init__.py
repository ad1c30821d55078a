"""The register of editions: what was issued when, why, approved by whom, with the code of every sheet.

Pure values and their text form (``<config>.editions.json``, described in docs/register.md); ``writing`` puts it on the
disk.
"""

from __future__ import annotations

from runbook.editions.register import Approval, IssuedEdition, IssuedSheet, Register
from runbook.editions.register_file import holding, read_register_of
from runbook.editions.serialization import EMPTY, BrokenRegisterError, read_register, register_text

__all__ = [
    "EMPTY",
    "Approval",
    "BrokenRegisterError",
    "IssuedEdition",
    "IssuedSheet",
    "Register",
    "holding",
    "read_register",
    "read_register_of",
    "register_text",
]
