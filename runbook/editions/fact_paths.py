"""How facts of an edition are called, and how their values are written: known without any organisation."""

from __future__ import annotations

SEPARATOR = "/"
ORDER = "order"
LIST_SEPARATOR = ", "
GROUP_SEPARATOR = " | "
Path = tuple[str, ...]


def path_of(key: str) -> Path:
    """The parts of a fact's key."""
    return tuple(part.replace("%2F", SEPARATOR).replace("%25", "%") for part in key.split(SEPARATOR))
