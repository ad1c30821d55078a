"""Did you mean: the known name nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

NONE = "–"
_LISTED = 12


def near_one(word: str, known: Iterable[str]) -> str:
    """The one known name that is close, for a message that lists all of them anyway; "–" if none is."""
    return next(iter(get_close_matches(word, list(dict.fromkeys(known)), n=1, cutoff=0.6)), NONE)


def nearest(word: str, known: Iterable[str]) -> str:
    """The one known name that is close, for a message; else "–" and in brackets all there are, a dozen at most."""
    names = list(dict.fromkeys(known))
    close = near_one(word, names)
    if close != NONE or not names:
        return close
    return f"{NONE} ({a_dozen(names)})"


def a_dozen(names: Sequence[str]) -> str:
    """Names for a message, the first dozen of them."""
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
