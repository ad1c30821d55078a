"""A bundle as a ZIP file, the same bytes for the same files and day; and whether one that somebody has is whole.

Nothing in it is compressed: what a library makes of the same bytes changes with its version.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath

from runbook.errors import OutputError, Problem
from runbook.writing import About, KeptFile, Kind, Manifest, fingerprint, read_kept
from runbook.writing.manifest import MANIFEST

_MODE = 0o644 << 16
_UNIX = 3
_MOST_FILES, _MOST_BYTES = 1000, 256 << 20
_HREF = re.compile(r'href="([^"]*)"')
_ROW = re.compile(r'<a href="([^"#]*)">.*?\b([0-9a-f]{64})\b', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Archive:
    """A bundle: its bytes, and the fingerprints of the files in it by path."""

    content: bytes
    hashes: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The fingerprint of the whole."""
        return fingerprint(self.content)


def archive_of(files: Mapping[str, bytes], about: Mapping[str, object], day: date) -> Archive:
    """The ZIP of some files with a manifest and checksums; every file bears the day as its time."""
    manifest = Manifest.of(files, About(Kind.EVIDENCE, about))
    whole = {**files, **manifest.companions()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        for path in sorted(whole):
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = _UNIX, _MODE
            made.writestr(entry, whole[path])
    return Archive(buffer.getvalue(), manifest.hashes)


def place_for(path: Path) -> KeptFile:
    """Where a bundle may be written; OutputError if something else is there, or it cannot be read."""
    kept = read_kept(path, "not-a-bundle")
    if kept.before is not None and _manifest_in(kept.before) is None:
        raise OutputError((Problem.of("not-a-bundle", str(kept.path)),))
    return kept


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that was looked at: what is wrong with it, and what its manifest says of it."""

    path: Path
    problems: tuple[Problem, ...]
    files: int
    sha256: str
    about: Mapping[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether every file is as it was made, and none is missing or new."""
        return not self.problems


def check_archive(path: Path) -> Checked:
    """Compare a bundle with its own manifest and index; OutputError if it is not there or cannot be read."""
    kept = read_kept(path, "not-a-bundle")
    if kept.before is None:
        raise OutputError((Problem.of("no-such-bundle", str(path)),))
    manifest, digest = _manifest_in(kept.before), fingerprint(kept.before)
    if manifest is None:
        return Checked(path, (Problem.of("not-a-bundle", str(path)),), 0, digest, {})
    with zipfile.ZipFile(io.BytesIO(kept.before)) as opened:
        problems = tuple(_problems(opened, manifest, str(path)))
    tree = json.loads(manifest.text)
    about = {name: str(tree.get(name, "")) for name in ("audience", "from", "to", "made_on")}
    return Checked(path, problems, len(manifest.hashes), digest, about)


def _manifest_in(content: bytes) -> Manifest | None:
    """The manifest of a bundle; None if it is none, or more than a bundle of ours can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            infos = opened.infolist()
            if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _MOST_BYTES:
                return None
            manifest = Manifest.read(opened.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    return manifest if manifest is not None and manifest.kind is Kind.EVIDENCE else None


def _problems(opened: zipfile.ZipFile, manifest: Manifest, name: str) -> Iterator[Problem]:
    counts = Counter(info.filename for info in opened.infolist())
    for path, count in counts.items():
        if count > 1:
            yield Problem.of("bundle-twice", name, path=path)
        elif path not in manifest.hashes and path not in manifest.companions():
            yield Problem.of("bundle-foreign", name, path=path)
    contents: dict[str, bytes] = {}
    companions = {path: fingerprint(content) for path, content in manifest.companions().items()}
    for path, digest in {**manifest.hashes, **companions}.items():
        content = _content(opened, path)
        if content is None:
            yield Problem.of("bundle-missing", name, path=path)
        elif fingerprint(content) != digest:
            yield Problem.of("bundle-edited", name, path=path)
        else:
            contents[path] = content
    for path, content in contents.items():
        if path.endswith(".html"):
            yield from _about_links(path, content.decode(errors="replace"), manifest, name)


def _content(opened: zipfile.ZipFile, path: str) -> bytes | None:
    try:
        return opened.read(path)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return None


def _about_links(path: str, page: str, manifest: Manifest, name: str) -> Iterator[Problem]:
    """Whether every link inside leads to a file, and every fingerprint beside one is that of it."""
    for href in map(unescape, _HREF.findall(page)):
        if "://" not in href and not href.startswith("#") and _target(path, href) not in manifest.hashes:
            yield Problem.of("bundle-link", name, path=path, target=href)
    for href, digest in _ROW.findall(page):
        target = _target(path, unescape(href))
        if target in manifest.hashes and manifest.hashes[target] != digest:
            yield Problem.of("bundle-index", name, path=path, target=target)


def _target(path: str, href: str) -> str:
    return normpath(join(dirname(path), href.partition("#")[0]))
