"""A folder of own templates: which of its files are used. A file that is not would be believed to be on the paper."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.look import OURS_ALONE
from runbook.sheets.rendering import templates_named_in
from runbook.text.nearest import suggested

_STYLES = "page/*.css"
_NOT_REPLACED = frozenset(f"page/{name}" for name in OURS_ALONE)
_MOST = 256 << 10  # bytes; the largest of ours has 11 kB


def used_files(own: Path, shipped: Path) -> tuple[str, ...]:
    """The paths of all files of a folder of own templates, sorted; hidden files (.git, .DS_Store) do not count.

    RenderingRefusedError names every path that no sheet and no notice would ask for, and whatever is no file.
    """
    replaceable = frozenset(_replaceable(shipped))
    found = {path: own / path for path in sorted(_paths(own))}
    problems = [
        Problem.of("template-not-a-file", str(file))
        for path, file in found.items()
        if not _is_file_in(file, own) and (path in replaceable or not file.is_dir() or file.is_symlink())
    ]
    files = {path: file for path, file in found.items() if _is_file_in(file, own)}
    used = _with_named(files.keys() & replaceable, own, files)
    problems += [
        Problem.of("template-unused", str(files[path]), **suggested(path, sorted(replaceable)))
        for path in files
        if path not in used
    ]
    problems += [
        Problem.of("template-file-too-large", str(file), most=f"{_MOST >> 10} KiB")
        for file in files.values()
        if file.stat().st_size > _MOST
    ]
    if problems:
        raise RenderingRefusedError(tuple(problems))
    return tuple(files)


def _replaceable(shipped: Path) -> Iterator[str]:
    """What an own file can be laid over: templates and stylesheets, not words and facts."""
    for pattern in ("**/*.j2", _STYLES):
        found = (path.relative_to(shipped).as_posix() for path in shipped.glob(pattern))
        yield from (path for path in found if path not in _NOT_REPLACED)


def _paths(own: Path) -> Iterator[str]:
    for path in own.rglob("*"):
        parts = path.relative_to(own).parts
        if not any(part.startswith(".") for part in parts):
            yield "/".join(parts)


def _is_file_in(file: Path, folder: Path) -> bool:
    """Whether it is a file, or a link to one, in the folder: a link out is not followed, and a pipe would wait."""
    try:
        return stat.S_ISREG(file.stat().st_mode) and file.resolve().is_relative_to(folder.resolve())
    except OSError:
        return False


def _with_named(used: Collection[str], own: Path, files: Collection[str]) -> frozenset[str]:
    """These files, and those that they include or import by name."""
    known: set[str] = set()
    waiting = list(used)
    while waiting:
        path = waiting.pop()
        known.add(path)
        if path.endswith(".j2") and (own / path).stat().st_size <= _MOST:
            waiting += (templates_named_in(own / path) & set(files)) - known
    return frozenset(known)
