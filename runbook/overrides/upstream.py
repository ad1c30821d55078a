"""Own pieces against what ships now: which of them ours has moved away from since they were ejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.overrides.catalogue import catalogue
from runbook.overrides.memory import memory_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runbook.knowledge.loading import Knowledge
    from runbook.sheets.templates import Templates


class Standing(StrEnum):
    """How an own piece stands to what ships."""

    AS_SHIPPED = "as-shipped"
    """It says what ours says: the override can go."""
    CURRENT = "current"
    """Ours is as it was when the piece was ejected."""
    CHANGED = "changed"
    """Ours is another one since."""
    UNKNOWN = "unknown"
    """It was not ejected, so nobody knows of which ours it was made."""


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """An own piece, how it stands, and what changed upstream since; of an unknown one, all that differs from ours."""

    name: str
    standing: Standing
    lines: tuple[str, ...]


def own_pieces(folder: Path, templates: Templates, knowledge: Knowledge) -> Iterator[OwnPiece]:
    """Every override of a folder of own templates, in the order of its files; errors as from `memory_of`."""
    known, remembered = catalogue(knowledge), memory_of(folder).texts
    for name, text in _texts(folder, templates).items():
        if name not in known:
            continue  # a further file that an own template includes
        shipped, before = known[name].text, remembered.get(name)
        if text == shipped:
            yield OwnPiece(name, Standing.AS_SHIPPED, ())
        elif before is None:
            yield OwnPiece(name, Standing.UNKNOWN, _difference(shipped, text))
        elif before == shipped:
            yield OwnPiece(name, Standing.CURRENT, ())
        else:
            yield OwnPiece(name, Standing.CHANGED, _difference(before, shipped))


def _texts(folder: Path, templates: Templates) -> Mapping[str, str]:
    files = [path for path in templates.own_files if not path.endswith(".yaml")]
    texts = {path: (folder / path).read_text("utf-8", errors="replace") for path in files}
    for code, words in templates.own_words.items():
        texts |= {f"{code}:{key}": text for key, text in words.items()}
    return texts


def _difference(before: str, after: str) -> tuple[str, ...]:
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return tuple(line for line in lines if not line.startswith(("---", "+++")))
