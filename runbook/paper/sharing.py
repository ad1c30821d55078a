"""Sheets in shares that take about as long to print as each other: for the processors of a machine, or for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.paper.protocol import PaperSheet


def in_shares(sheets: Sequence[PaperSheet], count: int) -> list[tuple[PaperSheet, ...]]:
    """So many shares of about as much HTML, each in the order of the sheets; the same wherever it is worked out."""
    weights = {sheet.name: len(sheet.html) for sheet in sheets}
    shares: list[set[str]] = [set() for _ in range(count)]
    loads = [0] * count
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        lightest = loads.index(min(loads))
        shares[lightest].add(name)
        loads[lightest] += weights[name]
    return [tuple(sheet for sheet in sheets if sheet.name in share) for share in shares]


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several machines that print together: the ``number``th, from 1, of ``count``."""

    number: int
    count: int

    def of(self, sheets: Sequence[PaperSheet]) -> tuple[PaperSheet, ...]:
        """Its share of all sheets."""
        return in_shares(sheets, self.count)[self.number - 1]
