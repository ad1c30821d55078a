"""A private folder of the user, for what can be made again: what lies there, who may have written it, when it goes.

Whatever is there is read and written by these functions alone. They import nothing, because a run that finds there that
it has nothing to do ends before anything is loaded.
"""

from __future__ import annotations

import os
import stat
import time

TYPE_CHECKING = False  # as mypy reads it; the module `typing` is as slow to load as all of this
if TYPE_CHECKING:
    from collections.abc import Mapping

HALF = ".half"
_DAYS = 30  # without being used: what is kept may name people who have left
_AN_HOUR = 3600  # longer than any run writes one file
_TAG = "CACHEDIR.TAG"
# The sign by which backup programs know a cache (https://bford.info/cachedir/).
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Printed sheets, kept by runbook. May be deleted.\n"


def place_of(environment: Mapping[str, str]) -> str | None:
    """``$XDG_CACHE_HOME/runbook``, else ``~/.cache/runbook``; None where the environment names neither."""
    places = ((environment.get("XDG_CACHE_HOME", ""), ""), (environment.get("HOME", ""), ".cache"))
    # As the XDG specification says, a path that is not absolute is as good as none.
    return next((os.path.join(place, below, "runbook") for place, below in places if os.path.isabs(place)), None)


def read_ours(path: str, limit: int) -> bytes:
    """The bytes of a file that only we can have written; OSError for anything else. It counts as used now."""
    # Without blocking: what lies there could be a pipe.
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(opened, "rb") as file:
        found = os.fstat(opened)
        if not _is_ours(found) or not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            raise PermissionError
        content = file.read()
        try:
            os.utime(opened)
        except OSError:
            pass
        return content


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody else could write it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def prepare(folder: str) -> None:
    """The folder for its owner alone, and so those above it that are missing; OSError if it is another's, or a link."""
    missing = [folder]
    while not os.path.lexists(above := os.path.dirname(missing[-1])):
        missing.append(above)
    for each in reversed(missing):
        try:
            os.mkdir(each, mode=0o700)
        except FileExistsError:
            pass
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError
    if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        os.chmod(folder, stat.S_IRWXU)
    tag = os.path.join(folder, _TAG)
    if not os.path.lexists(tag):
        write(tag, _TAG_TEXT)


def write(path: str, content: bytes) -> None:
    """The file with this content, for its owner alone, or as it was: what a kill leaves has another name.

    Nothing waits for the disk. After a power cut a file may be half there: whoever reads it looks for its hash.
    """
    half = f"{os.path.dirname(path)}/.{os.getpid()}-{time.monotonic_ns()}{HALF}"
    opened = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with open(opened, "wb") as file:
            file.write(content)
        os.replace(half, path)
    except BaseException:
        try:
            os.unlink(half)
        except OSError:
            pass
        raise


def forget(folder: str, ending: str, limit: int) -> None:
    """Delete what killed runs left, what nobody used for long, and of the rest the longest unused beyond the limit.

    Of the files with an ending only; ``limit`` in bytes.
    """
    now = time.time()
    total = 0
    for path, found in _newest_first(folder, ending):
        if path.endswith(HALF):
            is_over = now - found.st_mtime > _AN_HOUR
        else:
            total += found.st_size
            is_over = total > limit or now - found.st_mtime > _DAYS * 86_400
        if is_over:
            try:
                os.unlink(path)
            except OSError:  # another run was quicker
                pass


def _newest_first(folder: str, ending: str) -> list[tuple[str, os.stat_result]]:
    found = []
    for name in os.listdir(folder):
        if name.endswith((ending, HALF)):
            path = os.path.join(folder, name)
            try:
                found.append((path, os.lstat(path)))
            except OSError:
                pass
    return sorted(found, key=lambda entry: entry[1].st_mtime_ns, reverse=True)
