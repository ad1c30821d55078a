"""What the output folder says about itself: ``manifest.json``, ``SHA256SUMS`` and ``.gitignore``.

The manifest names files and fingerprints. It holds no person and no time, so the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
IGNORE = ".gitignore"
SIGNATURE = "manifest.json.sig"  # made by the user beside the manifest (docs/how-to/sign-an-edition.md)
COMPANIONS = (IGNORE, MANIFEST, SUMS)
IGNORE_ALL = b"*\n"
VERSION = 1


class Kind(StrEnum):
    """What a folder of ours holds: sheets, those for readers of roles only, one packet, cards, notices, files for AWS.

    Notices are slip, redline and the leaver's list. Files for AWS are guardrails, or queries for a window of time.
    Evidence is no folder but a bundle of an auditor.
    """

    SHEETS = "sheets"
    NOTICE = "notice"
    PACKET = "packet"
    CARDS = "cards"
    ROLE_ONLY = "role-only"
    GUARDRAILS = "guardrails"
    QUERIES = "queries"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest says of its folder besides the files: the kind, and the run's own entries."""

    kind: Kind
    entries: Mapping[str, object]


# Manifests before kinds: each notice was marked by the run that made it.
_MARKS_OF_NOTICES = frozenset({"reprint", "leaver"})


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The text of ``manifest.json``, the kind of its folder, and the fingerprints it lists, by path in the folder."""

    text: bytes
    kind: Kind
    hashes: Mapping[str, str]

    @classmethod
    def of(cls, files: Mapping[str, bytes], about: About) -> Manifest:
        """The manifest of new files; ValueError for a path that leaves the folder or takes a companion's name."""
        for path in files:
            parts = PurePosixPath(path).parts
            if not parts or path.startswith("/") or ".." in parts or path in COMPANIONS:
                msg = f"not a path for an output file: {path!r}"
                raise ValueError(msg)
        entries = {path: {"sha256": fingerprint(files[path]), "bytes": len(files[path])} for path in sorted(files)}
        tree = {"manifest_version": VERSION, "kind": about.kind, **about.entries, "files": entries}
        text = json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        return cls(text, about.kind, {path: fingerprint(content) for path, content in files.items()})

    @classmethod
    def read(cls, text: bytes) -> Manifest | None:
        """The manifest of an existing folder, or None if these bytes are not one of ours."""
        try:
            tree = json.loads(text)
            if tree["manifest_version"] != VERSION:
                return None
            kind = Kind(tree["kind"]) if "kind" in tree else _kind_before_kinds(tree)
            return cls(text, kind, {str(path): str(entry["sha256"]) for path, entry in tree["files"].items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    @property
    def edition(self) -> int | None:
        """The number of the issued edition that the folder holds as a whole."""
        about = json.loads(self.text).get("edition")
        return about["number"] if isinstance(about, dict) and isinstance(about.get("number"), int) else None

    def companions(self) -> dict[str, bytes]:
        """The files beside the listed ones; ``.gitignore`` first, because it marks a folder as disposable.

        Evidence is kept: an unpacked bundle has none.
        """
        return {**self._ignored(), MANIFEST: self.text, SUMS: self.sums()}

    def _ignored(self) -> dict[str, bytes]:
        return {} if self.kind is Kind.EVIDENCE else {IGNORE: IGNORE_ALL}

    def all_hashes(self) -> dict[str, str]:
        """The fingerprint of every file of the folder by its path, the companions' too."""
        return {**self.hashes, **{name: fingerprint(content) for name, content in self.companions().items()}}

    def sums(self) -> bytes:
        """What ``sha256sum -c SHA256SUMS`` reads."""
        beside = {**self._ignored(), MANIFEST: self.text}
        hashes = {**self.hashes, **{path: fingerprint(content) for path, content in beside.items()}}
        return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def _kind_before_kinds(tree: Mapping[str, object]) -> Kind:
    return Kind.NOTICE if tree.keys() & _MARKS_OF_NOTICES else Kind.SHEETS
