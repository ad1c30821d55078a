"""One run at a time for each output folder and each register."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from runbook.writing.faults import refusal


@contextmanager
def exclusive(place: Path, rule: str = "output-locked") -> Iterator[None]:
    """Hold the lock of ``place``; OutputError with ``rule`` if another run has it.

    The system's lock on an open file counts, not that the file exists: a killed run locks nobody out. The folder itself
    cannot carry the lock, because it is exchanged.
    """
    path = place.with_name(f".{place.name}.lock")
    lock = _locked(path, place, rule)
    try:
        yield
    finally:
        with suppress(OSError):  # a file that stays behind locks nobody out
            path.unlink()
        os.close(lock)


def _locked(path: Path, place: Path, rule: str) -> int:
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, lock):
                return lock
        except BlockingIOError:
            os.close(lock)
            raise refusal(rule, place) from None
        except BaseException:
            os.close(lock)
            raise
        # The run before removed the file after it was opened here: this lock would lock nothing.
        os.close(lock)


def _is_still(path: Path, opened: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(opened))
    except FileNotFoundError:
        return False
