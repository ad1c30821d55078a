"""Did you mean: the known name nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 12


def nearest(word: str, known: Iterable[str]) -> str:
    """The one known name that is close, else all of them (a dozen at most), for a message; "–" if there are none."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    listed = close or names[:_LISTED]
    return ", ".join(listed) + (", …" if not close and len(names) > _LISTED else "") or "–"
