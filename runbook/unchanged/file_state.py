"""Whether a file is what it was: by its signs (size, times, which file it is), else by its content.

Content is compared by SHA-256. Signs are believed only of a file that was not written lately when they were taken: of
one that was, another write in the same tick of the clock would not show.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

GONE = "-"  # as a fingerprint: there was no such file
UNKNOWN = ""  # as a sign: only the content says
_SETTLED = 2_000_000_000  # nanoseconds; no file system that is in use counts time in longer ticks


def sign_now(path: str, fingerprint: str, sign: str, now: int, *, follow: bool) -> str | None:
    """The sign of a file that is what it was, or UNKNOWN while it is too young; None if it is not.

    ``now`` in nanoseconds of the epoch. Opened to be looked at: a network drive then asks its server, which it does not
    for a name alone.
    """
    try:
        opened = _opened(path, follow=follow)
    except OSError as error:
        return UNKNOWN if fingerprint == GONE and isinstance(error, FileNotFoundError) else None
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            return None
        has = _sign(found)
        if sign and has == sign:
            return has
        if _content(opened) != fingerprint or _sign(os.fstat(opened)) != has:
            return None
        return has if max(found.st_ctime_ns, found.st_mtime_ns) < now - _SETTLED else UNKNOWN
    except OSError:
        return None
    finally:
        os.close(opened)


def fingerprint_and_sign(path: str) -> tuple[str, str]:
    """SHA-256 of a file as it is, and its sign; GONE where there is none. OSError if it cannot be read."""
    try:
        opened = _opened(path, follow=True)
    except FileNotFoundError:
        return GONE, UNKNOWN
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise PermissionError
        return _content(opened), _sign(found)
    finally:
        os.close(opened)


def paths_below(folder: str, *, hidden: bool) -> Iterable[tuple[str, bool]]:
    """Every path below a folder, and whether it is a folder itself; a link is none. OSError if it cannot be looked at.

    Without ``hidden`` also without whatever begins with a point, and all below that.
    """
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if hidden or not entry.name.startswith("."):
                    is_folder = entry.is_dir(follow_symlinks=False)
                    yield entry.path, is_folder
                    if is_folder:
                        waiting.append(entry.path)


def signs_below(folder: str, leaving_out: str) -> Iterable[str]:
    """Path and sign of every file below a folder, without folders of one name."""
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    yield f"{entry.path} {_sign(entry.stat())}"
                elif entry.name != leaving_out:
                    waiting.append(entry.path)


def sign_of(path: str) -> str:
    """The sign of whatever has this name; GONE if nothing has."""
    try:
        return _sign(os.stat(path))
    except OSError:
        return GONE


def _opened(path: str, *, follow: bool) -> int:
    # Without blocking: what lies there could be a pipe.
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))


def _sign(found: os.stat_result) -> str:
    """When a file changed cannot be set back, unlike when it was written; a copy is another file."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _content(opened: int) -> str:
    from hashlib import sha256  # noqa: PLC0415  loads OpenSSL; not needed where signs are enough

    digest = sha256()
    while part := os.read(opened, 1 << 20):
        digest.update(part)
    return digest.hexdigest()
