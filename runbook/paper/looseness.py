"""What is loose on laid-out paper: a heading without what it announces, a page with next to nothing on it.

Neither is wrong: which words meet the end of a page depends on the company. So nothing is refused for it; the press
lays a sheet out in another of the ways that its stylesheet offers, and takes the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runbook.paper.marks import Layout

_FEWEST_LINES = 3  # on a page that is not the first


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something on a page: words, a picture, or room to write in."""

    page: int
    bottom: float
    row: int
    announces: bool = False


def loose_ends(layout: Layout) -> tuple[int, ...]:
    """The pages that end with a heading, or have one row or two lines only; a page with both stands twice."""
    pages: dict[int, list[_Piece]] = {}
    for piece in _pieces(layout):
        pages.setdefault(piece.page, []).append(piece)
    return tuple(_loose(pages))


def _pieces(layout: Layout) -> Iterator[_Piece]:
    for mark in layout.marks:
        if not mark.in_margin:
            yield _Piece(mark.page, mark.area.bottom, mark.row, mark.announces)
    for room in layout.rooms:
        yield _Piece(room.page, room.bottom, room.row)


def _loose(pages: dict[int, list[_Piece]]) -> Iterator[int]:
    for number, pieces in pages.items():
        if max(pieces, key=lambda piece: piece.bottom).announces:
            yield number
        if number > 1 and _is_thin([piece for piece in pieces if not piece.announces]):
            yield number


def _is_thin(pieces: Sequence[_Piece]) -> bool:
    rows = {piece.row for piece in pieces}
    return (len(rows) == 1 and 0 not in rows) or len({round(piece.bottom) for piece in pieces}) < _FEWEST_LINES
