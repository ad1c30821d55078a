"""Finished papers, kept for the next run in a private folder of the user; nothing but time depends on them.

An entry is one file, named by its key: the SHA-256 of everything after it, the key, the PDF. Whatever is not exactly
that is not there. Whatever the disk refuses is not kept. No run waits for another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from runbook.unchanged import keeping

LIMIT = 128 << 20  # bytes: some twenty builds of a company with both languages
_HASH = 64  # hexadecimal digits of SHA-256
_ENTRY = ".paper"


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
            entry = keeping.read_ours(str(self.folder / f"{key}{_ENTRY}"), self.limit)
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
            keeping.prepare(str(self.folder))
            for key, pdf in papers.items():
                kept = key.encode() + pdf
                path = self.folder / f"{key}{_ENTRY}"
                keeping.write(str(path), hashlib.sha256(kept).hexdigest().encode() + kept)
            keeping.forget(str(self.folder), _ENTRY, self.limit)


NO_CACHE = PaperCache(None)


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The private folder of the user, as `keeping.place_of` finds it; None where there is none."""
    place = keeping.place_of(environment)
    return Path(place) if place else None
