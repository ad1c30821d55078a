"""The file that changes together with the output folder: the register of editions beside the config."""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from runbook.errors import OutputError
from runbook.writing.faults import disk_faults, refusal
from runbook.writing.lock import exclusive
from runbook.writing.staging import read_back, sync_folder

_ENDING = ".editions.json"
_NEW = "new"


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


def read_ledger(config: Path) -> Ledger:
    """The register that belongs to a config, to be left as it is; OutputError if it is there but cannot be read."""
    path = Path(os.path.abspath(config.with_name(config.name + _ENDING)))  # noqa: PTH100  resolve() would follow a link
    with disk_faults(path):
        text = _content(path)
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
        _tidy(ledger.path)
        _refuse_if_changed(ledger)
        try:
            _put(ledger.path, ledger.after)  # can fail after the file has its new name, so it is taken back as well
            yield
        except BaseException:
            _put(ledger.path, ledger.before)
            raise


def _refuse_if_changed(ledger: Ledger) -> None:
    with disk_faults(ledger.path):
        if _content(ledger.path) != ledger.before:
            raise refusal("register-changed", ledger.path)


def _content(path: Path) -> bytes | None:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise refusal("register-not-a-file", path)
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _put(path: Path, text: bytes | None) -> None:
    """Make the file hold a text, or be gone, in one step, safe on the disk."""
    if text is None:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.{_NEW}-", dir=path.parent)
    staged = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        read_back(staged, text)
        staged.chmod(_mode(path))
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _tidy_if_possible(path: Path) -> None:
    """Remove what a killed run left, in a folder that this run has nothing to write to and may not be allowed to."""
    if any(path.parent.glob(f".{glob.escape(path.name)}.*")):
        with suppress(OutputError), disk_faults(path), exclusive(path, "register-locked"):
            _tidy(path)


def _mode(path: Path) -> int:
    """Who may read it: as before; at first its owner alone, because it also names people who have left."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600


def _tidy(path: Path) -> None:
    """Remove what a killed run left. Only for the holder of the lock."""
    for staged in path.parent.glob(f".{glob.escape(path.name)}.{_NEW}-????????"):
        staged.unlink()
