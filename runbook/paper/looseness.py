"""What is loose on laid-out paper: a heading without what it announces, a page with next to nothing, a leaf for little.

None is wrong: which words meet the end of a page depends on the company. So nothing is refused for it; the press
lays a sheet out in another of the ways that its stylesheet offers, and takes the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runbook.paper.marks import Layout

_FEWEST_LINES = 3  # on a page that is not the first
_FEW_PAGES = 8  # of more, one is no great part
_LITTLE, _LITTLE_OF_A_LEAF = 1 / 5, 1 / 3  # of the height of a last page: on a back, and on a front with nothing behind


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


def spends_a_page_on_little(layout: Layout) -> bool:
    """Whether the last page, which is not the first, is nearly empty: so are the binder's, and its back is blank."""
    last = max((piece.page for piece in _pieces(layout)), default=0)
    bottom = max((piece.bottom for piece in _pieces(layout) if piece.page == last), default=0.0)
    place = next((mark.allowed for mark in layout.marks if mark.page == last and not mark.in_margin), None)
    if not 1 < last <= _FEW_PAGES or place is None:
        return False
    used = (bottom - place.top) / (place.bottom - place.top)
    return used < (_LITTLE_OF_A_LEAF if last % 2 else _LITTLE)


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
