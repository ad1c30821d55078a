"""A single file, written in one step: as it was or as it shall be, whatever kills the run."""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from runbook.writing.faults import disk_faults, refusal
from runbook.writing.lock import exclusive
from runbook.writing.place import make_parents
from runbook.writing.staging import read_back, sync_folder

_NEW = "new"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the user's that a run may rewrite, as the run read it; ``before`` is None where there is none.

    ``not_a_file`` is the rule that refuses what is no file.
    """

    path: Path
    before: bytes | None
    not_a_file: str = "kept-not-a-file"


def read_kept(path: Path, not_a_file: str = "kept-not-a-file") -> KeptFile:
    """The file as it is; OutputError if it is there but cannot be read, by the rule ``not_a_file`` if it is none."""
    place = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow a link
    with disk_faults(place):
        return KeptFile(place, content_of(place, not_a_file), not_a_file)


def replace_kept(kept: KeptFile, after: bytes) -> None:
    """Make the file hold other bytes, in one step; OutputError if it is not as it was read, or the disk fails."""
    with disk_faults(kept.path), exclusive(kept.path, "kept-locked"):
        tidy_staged(kept.path)
        if content_of(kept.path, kept.not_a_file) != kept.before:
            raise refusal("kept-changed", kept.path)
        put(kept.path, after)


def make_room(kept: KeptFile) -> None:
    """The folders above a file that are missing; OutputError if the disk refuses."""
    with disk_faults(kept.path):
        make_parents(kept.path)


def content_of(path: Path, rule: str) -> bytes | None:
    """The bytes of a regular file, or None if there is none; OutputError with ``rule`` if it is something else."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise refusal(rule, path)
        return path.read_bytes()
    except FileNotFoundError:
        return None


def put(path: Path, text: bytes | None) -> None:
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


def tidy_staged(path: Path) -> None:
    """Remove what a killed run left. Only for the holder of the lock."""
    for staged in path.parent.glob(f".{glob.escape(path.name)}.{_NEW}-????????"):
        staged.unlink()


def _mode(path: Path) -> int:
    """Who may read it: as before; at first its owner alone, because it also names people who have left."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
