"""What the head cells of tables head: the engine tags them and does not say it, and PDF/UA asks for it.

ISO 14289-1, 7.5: a reader must be able to tell which cells a head belongs to (the attribute ``Scope``, ISO 32000-1,
table 349).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

Element = dict[str, Any]


class Objects(Protocol):
    """A PDF that the engine is about to write: its objects, each with its number; elements of its tags are dicts."""

    @property
    def objects(self) -> Sequence[object]:
        """All objects."""
        ...


def say_what_heads_head(_document: object, pdf: Objects) -> None:
    """A finisher of the engine: each head in the head of a table is of its column, every other one of its row."""
    by_number: dict[int, Element] = {getattr(each, "number", 0): each for each in pdf.objects if isinstance(each, dict)}

    def parent(element: Element) -> Element:
        return by_number.get(int(element["P"].split()[0]), {}) if "P" in element else {}

    for element in by_number.values():
        if element.get("S") == "/TH":
            in_head = parent(parent(element)).get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
