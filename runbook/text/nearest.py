"""Did you mean: the known name nearest to a mistyped one, as values of a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_LISTED = 12
_NEAR = 0.65  # of 1: sealed is not near to deleted


def near_one(word: str, known: Iterable[str]) -> str:
    """The one known name that is close, for a message that lists all of them anyway; "" if none is."""
    return next(iter(get_close_matches(word, list(dict.fromkeys(known)), n=1, cutoff=_NEAR)), "")


def suggested(word: str, known: Iterable[str]) -> dict[str, str]:
    """Two values of a message, one of them "" at least: ``nearest``, or else ``known``, a dozen of all there are."""
    names = list(dict.fromkeys(known))
    close = near_one(word, names)
    return {"nearest": close, "known": "" if close else a_dozen(names)}


def a_dozen(names: Sequence[str]) -> str:
    """Names for a message, the first dozen of them."""
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
