"""One step from the old folder to the new one."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from runbook.writing.inspection import inspect
from runbook.writing.staging import OLD

_AT_CURRENT_FOLDER = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def put_in_place(staged: Path, place: Path) -> Path | None:
    """Make ``staged`` the folder at ``place``; the result is where the old folder lies now, None if there was none.

    OSError leaves the old folder at ``place``.
    """
    if not place.exists():
        staged.rename(place)
        return None
    try:
        return staged if exchange(staged, place) else _in_two_steps(staged, place)
    except OSError as error:
        # A folder from a lower layer of a container image cannot be moved. One without an edition can be made anew.
        if error.errno != errno.EXDEV or inspect(place).hashes.keys() - {".gitignore"}:
            raise
        (place / ".gitignore").unlink(missing_ok=True)
        place.rmdir()
        staged.rename(place)
        return None


def exchange(first: Path, second: Path) -> bool:
    """Let two folders change places in one step; False where the system or the drive cannot. OSError if it fails."""
    import ctypes  # noqa: PLC0415  needed for a moment, once a run

    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(first), os.fsencode(second))
    try:
        if sys.platform == "darwin":
            result = library.renamex_np(*names, _EXCHANGE)
        else:
            result = library.renameat2(_AT_CURRENT_FOLDER, names[0], _AT_CURRENT_FOLDER, names[1], _EXCHANGE)
    except AttributeError:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(second))


def _in_two_steps(staged: Path, place: Path) -> Path:
    """For drives that cannot exchange. A run killed between the steps leaves no folder; the next one restores it."""
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.{OLD}-", dir=place.parent))
    try:
        place.rename(old)
    except BaseException:
        old.rmdir()
        raise
    try:
        staged.rename(place)
    except BaseException:
        old.rename(place)
        raise
    return old
