"""Is this folder as a run left it? Compared with its own manifest."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from runbook.errors import OutputError, Problem
from runbook.writing.faults import refusal
from runbook.writing.manifest import IGNORE, IGNORE_ALL, MANIFEST, SIGNATURE, Kind, Manifest, fingerprint

# What file browsers leave in a folder that somebody only looked at.
BROWSER_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Inspection:
    """A folder and its manifest: paths in the folder, and the fingerprints of the files that are there."""

    folder: Path
    manifest: Manifest | None
    hashes: Mapping[str, str]
    foreign: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def listed(self) -> frozenset[str]:
        """The paths that the manifest lists."""
        return frozenset(self.manifest.hashes if self.manifest else ())

    def problems(self) -> tuple[Problem, ...]:
        """Files that no run made, and files changed since."""
        return tuple(
            Problem(rule, where=str(self.folder / path))
            for rule, paths in (("output-foreign", self.foreign), ("output-edited", self.edited))
            for path in paths
        )

    def refuse_unless_free_for(self, kind: Kind) -> None:
        """OutputError if a folder of ``kind`` in its place would lose something. A missing file is no loss."""
        if self.manifest is not None and self.manifest.kind != kind:
            raise refusal(f"output-holds-{self.manifest.kind}", self.folder)
        if problems := self.problems():
            raise OutputError(problems)

    def holds(self, manifest: Manifest) -> bool:
        """Whether the folder is already exactly what ``manifest`` describes."""
        return self.manifest is not None and self.manifest.text == manifest.text and not self.missing


def inspect(folder: Path) -> Inspection:
    """Compare a folder with its manifest; a folder that does not exist, or is empty, has nothing wrong."""
    if not folder.exists():
        return Inspection(folder, None, {})
    manifest = Manifest.read(_content(folder / MANIFEST))
    expected = _expected(manifest)
    found = dict(_entries(folder, expected))
    hashes = {path: fingerprint((folder / path).read_bytes()) for path, known in found.items() if known}
    return Inspection(
        folder,
        manifest,
        hashes,
        foreign=tuple(sorted(path for path, known in found.items() if not known)),
        edited=tuple(sorted(path for path in hashes if hashes[path] != expected[path])),
        missing=tuple(sorted(expected.keys() - hashes.keys())) if manifest else (),
    )


def _expected(manifest: Manifest | None) -> dict[str, str]:
    """Path to fingerprint; without a manifest only ``.gitignore`` is known, as a fresh checkout has it."""
    if manifest is None:
        return {IGNORE: fingerprint(IGNORE_ALL)}
    return manifest.all_hashes()


def _entries(folder: Path, expected: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Every path in the folder and whether it is one of ours; a foreign folder is named, not entered."""
    own_folders = {str(parent) for path in expected for parent in PurePosixPath(path).parents}
    waiting = [PurePosixPath()]
    while waiting:
        inside = waiting.pop()
        for entry in (folder / inside).iterdir():
            path = str(inside / entry.name)
            if path in own_folders and entry.is_dir() and not entry.is_symlink():
                waiting.append(PurePosixPath(path))
            elif entry.name not in BROWSER_LITTER and not (path == SIGNATURE and MANIFEST in expected):
                yield path, path in expected and _is_plain(entry)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def is_ours(folder: Path) -> bool:
    """Whether a manifest of ours lies in a folder, which then is replaced as a whole; not one that we cannot read."""
    try:
        return Manifest.read(_content(folder / MANIFEST)) is not None
    except OSError:
        return False


def is_disposable(folder: Path) -> bool:
    """Whether a run made this folder: nothing in it, or one of the marks that every run leaves first."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    if {entry.name for entry in folder.iterdir()} - BROWSER_LITTER <= {IGNORE}:
        return IGNORE_ALL.startswith(_content(folder / IGNORE))  # a killed run may not have written it to its end
    return _content(folder / IGNORE) == IGNORE_ALL or is_ours(folder)


def _content(path: Path) -> bytes:
    return path.read_bytes() if _is_plain(path) else b""
