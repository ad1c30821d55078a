"""The folder beside the output in which a run prepares everything, and what killed runs left there."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from runbook.writing.faults import refusal
from runbook.writing.inspection import is_disposable
from runbook.writing.manifest import IGNORE, MANIFEST, fingerprint

NEW = "new"
OLD = "old"


def stage(place: Path, files: Mapping[str, bytes]) -> Path:
    """A new folder beside ``place`` with these files, safe on the disk and read back; nothing remains on an error."""
    folder = Path(tempfile.mkdtemp(prefix=f".{place.name}.{NEW}-", dir=place.parent))
    try:
        for path, content in files.items():
            for parent in reversed(PurePosixPath(path).parents):
                (folder / parent).mkdir(mode=0o700, exist_ok=True)
            write_file(folder / path, content, mode=0o600)
        for path, content in files.items():
            read_back(folder / path, content)
        for inside, _, _ in os.walk(folder, topdown=False):
            sync_folder(Path(inside))
        if place.exists():
            folder.chmod(stat.S_IMODE(place.stat().st_mode))
    except BaseException:
        remove_tree(folder)
        raise
    return folder


def write_file(path: Path, content: bytes, *, mode: int) -> None:
    """Make a file and wait until the disk has it; FileExistsError if it is there. A half-written file is removed."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with open(opened, "wb") as file:  # noqa: PTH123  Path.open cannot take an open file
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def read_back(path: Path, content: bytes) -> None:
    """OSError unless the disk gives back what was written."""
    if fingerprint(path.read_bytes()) != fingerprint(content):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder; some network drives cannot say, and are believed."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)


def tidy(place: Path) -> None:
    """Undo what a killed run left: put a folder back that was on its way out, remove the disposable rest.

    The rest may hold the edition before, and in it the names of people who have left. Only for the holder of the lock.
    """
    if not place.exists():
        for folder in _leftovers(place, OLD):
            folder.rename(place)
            sync_folder(place.parent)
            break
    for folder in (*_leftovers(place, NEW), *_leftovers(place, OLD)):
        remove_old(folder)


def _leftovers(place: Path, kind: str) -> list[Path]:
    pattern = f".{glob.escape(place.name)}.{kind}-????????"
    return [folder for folder in sorted(place.parent.glob(pattern)) if is_disposable(folder)]


def remove_old(folder: Path) -> None:
    """Delete a folder that is not in use any more; OutputError, naming it, if it cannot be deleted."""
    try:
        _remove(folder)
    except OSError as error:
        raise refusal("output-old-left", folder, reason=error.strerror or str(error)) from error


def remove_tree(folder: Path) -> None:
    """Delete the folder of a run that failed, as far as possible; its own error matters more."""
    try:
        _remove(folder)
    except OSError:
        return


def _remove(folder: Path) -> None:
    """The marks go last, so that a run killed here leaves a folder that the next one knows to be disposable."""
    marks = (MANIFEST, IGNORE)
    for entry in sorted(folder.iterdir(), key=lambda entry: marks.index(entry.name) if entry.name in marks else -1):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    folder.rmdir()
