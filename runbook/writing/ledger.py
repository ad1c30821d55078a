"""The file that changes together with the output folder: the register of editions beside the config."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from runbook.errors import OutputError
from runbook.writing.faults import disk_faults, refusal
from runbook.writing.lock import exclusive
from runbook.writing.one_file import content_of, put, tidy_staged

_ENDING = ".editions.json"
_NOT_A_FILE = "register-not-a-file"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The register's file: as this run read it, and as it shall be; None where there is none."""

    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def changes(self) -> bool:
        """Whether it is to be written at all."""
        return self.after != self.before


def ledger_path(config: Path) -> Path:
    """Where the register of a config is, beside it."""
    return config.with_name(config.name + _ENDING)


def read_ledger(config: Path) -> Ledger:
    """The register that belongs to a config, to be left as it is; OutputError if it is there but cannot be read."""
    path = Path(os.path.abspath(ledger_path(config)))  # noqa: PTH100  resolve() would follow a link
    with disk_faults(path):
        text = content_of(path, _NOT_A_FILE)
    return Ledger(path, text, text)


@contextmanager
def entered(ledger: Ledger) -> Iterator[None]:
    """Write the register, and take it back if what happens inside fails; OutputError if it is not as it was read.

    A killed run leaves the register before or the register after, never a part of it.
    """
    if not ledger.changes:
        _tidy_if_possible(ledger.path)
        _refuse_if_changed(ledger)
        yield
        return
    with disk_faults(ledger.path), exclusive(ledger.path, "register-locked"):
        tidy_staged(ledger.path)
        _refuse_if_changed(ledger)
        try:
            put(ledger.path, ledger.after)  # can fail after the file has its new name, so it is taken back as well
            yield
        except BaseException:
            put(ledger.path, ledger.before)
            raise


def _refuse_if_changed(ledger: Ledger) -> None:
    with disk_faults(ledger.path):
        if content_of(ledger.path, _NOT_A_FILE) != ledger.before:
            raise refusal("register-changed", ledger.path)


def _tidy_if_possible(path: Path) -> None:
    """Remove what a killed run left, in a folder that this run has nothing to write to and may not be allowed to."""
    if any(path.parent.glob(f".{glob.escape(path.name)}.*")):
        with suppress(OutputError), disk_faults(path), exclusive(path, "register-locked"):
            tidy_staged(path)
