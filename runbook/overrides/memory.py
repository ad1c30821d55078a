"""What a folder of own templates remembers: each ejected piece as it shipped on that day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.own_templates import MEMORY
from runbook.writing.one_file import KeptFile, read_kept

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """The texts of ejected pieces by name, and the file that holds them as it was read."""

    texts: Mapping[str, str]
    kept: KeptFile

    def written(self, more: Mapping[str, str]) -> bytes:
        """The file with further pieces; a piece and its fingerprint on lines of their own."""
        texts = dict(sorted({**self.texts, **more}.items()))
        pieces = {name: {"sha256": _fingerprint(text), "text": text} for name, text in texts.items()}
        return json.dumps({"version": _VERSION, "pieces": pieces}, ensure_ascii=False, indent=1).encode() + b"\n"


def memory_of(folder: Path) -> Memory:
    """What a folder remembers; nothing if it has no memory. RenderingRefusedError if that was edited or is none."""
    kept = read_kept(folder / MEMORY)
    if kept.before is None:
        return Memory({}, kept)
    try:
        texts = _texts(kept.before)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RenderingRefusedError((Problem.of("ejected-memory-broken", str(kept.path)),)) from error
    return Memory(texts, kept)


def _texts(written: bytes) -> Mapping[str, str]:
    """The remembered texts by name; ValueError, or an error of a wrong shape, for what was not written so."""
    tree = json.loads(written)
    if tree["version"] != _VERSION:
        raise ValueError(tree["version"])
    return {name: _whole(piece) for name, piece in tree["pieces"].items()}


def _whole(piece: Mapping[str, str]) -> str:
    """The text of a remembered piece; ValueError if it does not have its fingerprint."""
    if piece["sha256"] != _fingerprint(piece["text"]):
        raise ValueError(piece["sha256"])
    return piece["text"]


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
