"""Opening a file of evidence: plain or compressed, UTF-8, in pieces."""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO

from runbook.errors import Problem

Heard = Callable[[int], None]
_BUFFER = 128 * 1024  # bytes
_GZIP = b"\x1f\x8b"
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ACCOUNT_IN_A_NAME = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_TYPED_ACCOUNT = re.compile(r"([0-9]{12}|[0-9]{4}-[0-9]{4}-[0-9]{4})=(.+)", re.DOTALL)
_RULES = {
    errno.ENOENT: "evidence-missing",
    errno.ENOTDIR: "evidence-missing",
    errno.ENAMETOOLONG: "evidence-missing",
}


class Unreadable(Exception):  # noqa: N818  no error of the program: it becomes a problem among others
    """A file that cannot be read at all, or no further."""

    def __init__(self, problem: Problem) -> None:
        """The problem to show."""
        super().__init__(problem.rule)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file to read, and the account it is about if its content does not say; ``is_typed``: not seen in its name."""

    path: str
    account: str | None = None
    is_typed: bool = True


def named_files(typed: Iterable[str]) -> tuple[NamedFile, ...]:
    """The files that were typed, as FILE or ACCOUNT=FILE; of a folder every file below it, hidden ones left out."""
    found: dict[str, NamedFile] = {}
    for name in typed:
        match = None if os.path.lexists(name) else _TYPED_ACCOUNT.fullmatch(name)
        if match:
            found |= {path: NamedFile(path, match[1].replace("-", "")) for path in _below(match[2])}
        else:
            found |= {path: NamedFile(path, _account_in(path), is_typed=False) for path in _below(name)}
    return tuple(found.values())


def _account_in(path: str) -> str | None:
    """The one account id in the name of a file."""
    seen = _ACCOUNT_IN_A_NAME.findall(Path(path).name)
    return seen[0] if len(seen) == 1 else None


def _below(path: str) -> Iterator[str]:
    if not os.path.isdir(path):  # noqa: PTH112  Path.is_dir() fails for a name too long
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (str(Path(folder, name)) for name in sorted(names) if not name.startswith("."))


class _Heard(io.FileIO):
    """A file that tells how many bytes are read of it, each time."""

    def __init__(self, handle: int, heard: Heard) -> None:
        """``handle`` is open for reading, and is closed with the file."""
        super().__init__(handle, "rb")
        self._heard = heard

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401  what can be written into; Python 3.12 names it
        """As of a file, and heard."""
        count = super().readinto(buffer)
        self._heard(count or 0)
        return count


def unheard(_count: int) -> None:
    """Nobody waits."""


@contextmanager
def opened(path: str, heard: Heard = unheard) -> Iterator[TextIO]:
    """The text of a file, decompressed and without a byte order mark; Unreadable, also while it is read.

    ``heard`` is told how many bytes were read of the file, each time.
    """
    try:
        with _regular(path, heard) as file:
            content = gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == _GZIP else file
            start = content.peek(3)[:3]
            if start[:2] in _UTF_16_MARKS or b"\0" in start:
                _refuse(path, "evidence-utf-16")
            if start == _UTF_8_MARK:
                content.read(3)
            yield io.TextIOWrapper(content, encoding="utf-8", newline="")
    except UnicodeDecodeError:
        _refuse(path, "evidence-encoding")
    except (gzip.BadGzipFile, EOFError, zlib.error):
        _refuse(path, "evidence-gzip")
    except OSError as error:
        _refuse(path, _RULES.get(error.errno or 0, "evidence-unreadable"))


def _regular(path: str, heard: Heard) -> io.BufferedReader:
    """The file, opened without waiting, because a FIFO would wait for ever."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:  # a NUL in the name
        _refuse(path, "evidence-missing")
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        _refuse(path, "evidence-not-a-file")
    return io.BufferedReader(_Heard(handle, heard), _BUFFER)


def _refuse(path: str, rule: str) -> NoReturn:
    raise Unreadable(Problem(rule, file=path)) from None
