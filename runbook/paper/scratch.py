"""The folder of a run for fonts.conf and the font cache; it holds nothing of the organisation."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "runbook-paper-"

_AN_HOUR = 3600  # longer than any run takes; a folder so young may be one that its run has not locked yet


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder that is gone afterwards, as are those that killed runs left behind."""
    remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        held = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with suppress(OSError):  # a drive without locks: the hour must do
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(name)
        finally:
            os.close(held)


def remove_abandoned() -> None:
    """Delete the folders of killed runs: ours, old, and locked by nobody. What cannot be deleted stays."""
    for folder in sorted(Path(tempfile.gettempdir()).glob(f"{PREFIX}????????")):
        with suppress(OSError):
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    if not ours or time.time() - found.st_mtime < _AN_HOUR:
        return
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(held)
