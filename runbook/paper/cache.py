"""Finished papers, kept for the next run in a private folder of the user; nothing but time depends on them.

An entry is one file, named by its key: the SHA-256 of everything after it, the key, the PDF. Whatever is not exactly
that is not there. Whatever the disk refuses is not kept. No run waits for another.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LIMIT = 128 << 20  # bytes: some twenty builds of a company with both languages
_DAYS = 30  # without being used: an entry may name people who have left
_AN_HOUR = 3600  # longer than any run writes one entry
_HASH = 64  # hexadecimal digits of SHA-256
_ENTRY = ".paper"
_HALF = ".half"
_TAG = "CACHEDIR.TAG"
# The sign by which backup programs know a cache (https://bford.info/cachedir/).
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Printed sheets, kept by runbook. May be deleted.\n"


@dataclass(frozen=True, slots=True)
class PaperCache:
    """The papers of earlier runs in a folder; without a folder there are none, and none are kept."""

    folder: Path | None
    limit: int = LIMIT

    def taken(self, key: str) -> bytes | None:
        """The PDF that was kept under a key; None unless every byte of the entry is as it was written."""
        if self.folder is None:
            return None
        try:
            entry = _read(self.folder / f"{key}{_ENTRY}", self.limit)
        except OSError:
            return None
        digest, kept = entry[:_HASH], entry[_HASH:]
        if hashlib.sha256(kept).hexdigest().encode() != digest or not kept.startswith(key.encode()):
            return None
        return kept[len(key) :]

    def keep(self, papers: Mapping[str, bytes]) -> None:
        """Keep PDFs by key, then forget what was not used for long or is too much. Never fails."""
        if self.folder is None:
            return
        with suppress(OSError):
            _prepare(self.folder)
            for key, pdf in papers.items():
                kept = key.encode() + pdf
                _write(self.folder / f"{key}{_ENTRY}", hashlib.sha256(kept).hexdigest().encode() + kept)
            _forget(self.folder, self.limit)


NO_CACHE = PaperCache(None)


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """``$XDG_CACHE_HOME/runbook``, else ``~/.cache/runbook``; None where the environment names neither."""
    places = ((environment.get("XDG_CACHE_HOME", ""), ""), (environment.get("HOME", ""), ".cache"))
    # As the XDG specification says, a path that is not absolute is as good as none.
    return next((Path(place, below, "runbook") for place, below in places if os.path.isabs(place)), None)  # noqa: PTH117  of a text


def _read(path: Path, limit: int) -> bytes:
    """The bytes of an entry that only we can have written; OSError for anything else. It counts as used now."""
    # Without blocking: what lies there could be a pipe.
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(opened, "rb") as file:  # noqa: PTH123  Path.open cannot take an open file
        found = os.fstat(opened)
        if not _is_ours(found) or not stat.S_ISREG(found.st_mode) or found.st_size > limit:
            raise PermissionError
        entry = file.read()
        with suppress(OSError):
            os.utime(opened)
        return entry


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody else could write it."""
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _prepare(folder: Path) -> None:
    """The folder for its owner alone, and so those above it that are missing; OSError if it is another's, or a link."""
    for parent in reversed(folder.parents):
        if not parent.exists():
            parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError
    if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)
    if not (folder / _TAG).exists():
        _write(folder / _TAG, _TAG_TEXT)


def _write(path: Path, content: bytes) -> None:
    """The file with this content, for its owner alone, or as it was: what a kill leaves has another name.

    Nothing waits for the disk. After a power cut an entry may be half there, and is then not there by its hash.
    """
    opened, half = tempfile.mkstemp(suffix=_HALF, prefix=".", dir=path.parent)  # mode 0600
    try:
        with open(opened, "wb") as file:  # noqa: PTH123  Path.open cannot take an open file
            file.write(content)
        Path(half).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(half).unlink()
        raise


def _forget(folder: Path, limit: int) -> None:
    """Delete what killed runs left, what nobody used for long, and of the rest the longest unused beyond the limit."""
    now = time.time()
    total = 0
    for path, found in _newest_first(folder):
        if path.suffix == _HALF:
            is_over = now - found.st_mtime > _AN_HOUR
        else:
            total += found.st_size
            is_over = total > limit or now - found.st_mtime > _DAYS * 86_400
        if is_over:
            with suppress(OSError):  # another run was quicker
                path.unlink()


def _newest_first(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    found = []
    for path in folder.iterdir():
        if path.suffix in {_ENTRY, _HALF}:
            with suppress(OSError):
                found.append((path, path.lstat()))
    yield from sorted(found, key=lambda entry: entry[1].st_mtime_ns, reverse=True)
