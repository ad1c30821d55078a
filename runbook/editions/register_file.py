"""The register beside a config, read from its file and put back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from runbook.editions.register import Register
from runbook.editions.serialization import EMPTY, BrokenRegisterError, read_register, register_text
from runbook.errors import OutputError, Problem
from runbook.writing import Ledger, read_ledger


def read_register_of(config: Path) -> tuple[Ledger, Register]:
    """The register of a config and its file; OutputError if it is no register or was changed by hand."""
    ledger = read_ledger(config)
    if ledger.before is None:
        return ledger, EMPTY
    try:
        return ledger, read_register(ledger.before)
    except BrokenRegisterError as error:
        problem = Problem.of(f"register-{error.reason}", str(ledger.path), edition=error.edition)
        raise OutputError((problem,)) from error


def holding(ledger: Ledger, register: Register) -> Ledger:
    """The file as it shall be: with this register."""
    return replace(ledger, after=register_text(register))
