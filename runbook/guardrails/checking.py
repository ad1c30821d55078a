"""Whether files on the disk are what the config says now, wherever they lie: the head of each tells what it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.errors import EvidenceError, Problem
from runbook.guardrails.written import FileHead, Guardrail, Window, fingerprint_of, head_of

if TYPE_CHECKING:
    Expected = Callable[[str, Window | None], Sequence[Guardrail]]

_LARGEST = 64 * 1024 * 1024
"""Bytes: more than the contacts of twelve thousand accounts need. What is larger is none of ours."""


class State(StrEnum):
    """What a file is worth: the config says this or another thing; a hand changed it; it is made no more, or lacks."""

    CURRENT = "current"
    OUTDATED = "outdated"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, by its place on the disk; of one that is missing, its path in the folder."""

    file: str
    state: State


def check(place: Path, expected: Expected) -> tuple[Checked, ...]:
    """Every file of ours at a place, a file or a folder; and, in a folder, what of the standing files is missing.

    EvidenceError if there is none, or the place cannot be read.
    """
    found = [(path, head, text) for path in _files(place) for text in _text(path) if (head := head_of(text))]
    if not found:
        raise EvidenceError((Problem.of("guardrail-none", str(place)),))
    made: dict[tuple[str, Window | None], dict[str, Guardrail]] = {}
    for _, head, _ in found:
        key = (head.language, head.window)
        if key not in made:
            made[key] = {file.path: file for file in _expected(head, expected)}
    checked = [Checked(str(path), _state(head, text, made[head.language, head.window])) for path, head, text in found]
    return (*checked, *(_missing(place, [head for _, head, _ in found], made)))


def _expected(head: FileHead, expected: Expected) -> Sequence[Guardrail]:
    """What would be made now in the language of a file; nothing in a language that nobody here speaks."""
    try:
        return expected(head.language, head.window)
    except FileNotFoundError:
        return ()


def _state(head: FileHead, text: str, now: dict[str, Guardrail]) -> State:
    if fingerprint_of(text) != head.fingerprint:
        return State.EDITED
    if head.path not in now:
        return State.WITHDRAWN
    return State.CURRENT if now[head.path].fingerprint == head.fingerprint else State.OUTDATED


def _missing(
    place: Path, found: Sequence[FileHead], made: dict[tuple[str, Window | None], dict[str, Guardrail]]
) -> Iterator[Checked]:
    standing = [head for head in found if head.window is None]
    if not place.is_dir() or not standing:
        return
    there = {head.path for head in standing}
    for path in made[standing[0].language, None]:
        if path not in there:
            yield Checked(path, State.MISSING)


def _files(place: Path) -> Iterator[Path]:
    """The file, or every file below a folder in the order of their names; hidden ones, and links, are left out."""
    if not os.path.isdir(place):  # noqa: PTH112  Path.is_dir() fails for a name too long
        yield place
        return
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _text(path: Path) -> Iterator[str]:
    """The text of a regular file that may be one of ours, if it is one."""
    try:
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
            yield path.read_bytes().decode()
    except UnicodeDecodeError:
        return
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise EvidenceError((Problem.of("guardrail-unreadable", str(path), reason=reason),)) from error
