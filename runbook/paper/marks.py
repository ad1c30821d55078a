"""Plain records of what stands where on laid-out paper: what the judging rules see of the engine."""

from __future__ import annotations

from dataclasses import dataclass

from runbook.paper.measures import SMALLEST_BLOCK


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in CSS pixels from the top left corner of the paper."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Area, tolerance: float) -> bool:
        """Whether another area lies in this one, give or take."""
        return (
            other.left >= self.left - tolerance
            and other.top >= self.top - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )

    def shared(self, other: Area) -> Area:
        """What two areas have in common."""
        return Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def share_of_smaller(self, other: Area) -> float:
        """How much of the smaller of two areas lies in the other, from 0 to 1."""
        shared = self.shared(other)
        if shared.right <= shared.left or shared.bottom <= shared.top:
            return 0.0
        smaller = min(self.surface, other.surface)
        return shared.surface / smaller if smaller > 0 else 1.0

    @property
    def surface(self) -> float:
        """Width times height."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Mark:
    """One run of text, or one picture, on one page.

    ``order`` counts marks and covers in drawing order of the document. ``room`` is the width that its block leaves it,
    ``allowed`` the part of the paper it must stay on, ``frame`` the card that it is cut out with. ``hidden_by`` names
    the CSS property that could hide or move it. Sizes are points; ``block_size`` is that of the block around an inline
    addition, ``least`` the smallest that it may be. ``row`` numbers the row of a table that it stands in (0: none), and
    what ``announces`` is a heading or the head of a table: words that stand for nothing without those that follow.
    """

    page: int
    order: int
    text: str
    area: Area
    allowed: Area
    room: tuple[float, float] | None
    size: float
    block_size: float
    contrast: float
    families: tuple[str, ...]
    hidden_by: str
    is_picture: bool = False
    in_margin: bool = False
    frame: Area | None = None
    least: float = SMALLEST_BLOCK
    row: int = 0
    announces: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """An area painted with a background; marks with an order from ``first`` to ``last`` stand on it, not under it."""

    page: int
    area: Area
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Head:
    """The heads of one table: what the HTML says, what stands on one of its pages, words broken in a narrow column."""

    page: int
    expected: tuple[str, ...]
    printed: tuple[str, ...]
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A row or a step that stands on more than one page."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Room:
    """Room for a hand: a check box or a cell to write in, its height in millimetres, the row that it stands in."""

    page: int
    is_box: bool
    height: float
    bottom: float = 0.0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """All records of one document. ``lost`` are texts of the HTML that were not laid out anywhere.

    ``end`` is how far down the mark stands that says that here is the end: the pages before it, and the part of its own
    down to its foot (2.5: half way down the third; 0: there is none). More may follow it.
    """

    marks: tuple[Mark, ...]
    covers: tuple[Cover, ...]
    heads: tuple[Head, ...]
    splits: tuple[Split, ...]
    lost: tuple[str, ...]
    drawn_texts: tuple[str, ...]
    rooms: tuple[Room, ...] = ()
    end: float = 0.0
