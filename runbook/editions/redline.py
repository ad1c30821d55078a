"""What changed in the words of a sheet, line by line and word by word: which were dropped, which were added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from runbook.sheets.lines import Line, read_line

KEPT, DROPPED, ADDED = "kept", "dropped", "added"
_AROUND = 1  # unchanged lines shown before and after a change
# A telephone number is one word, whatever stands between its digits; Japanese is read by kind of sign.
_WORD = re.compile(
    r"\+[0-9][0-9 ()-]*[0-9]|[A-Za-z0-9@._:/#'-]+|[\u4e00-\u9fff\u3005]+|[\u3041-\u309f]+|[\u30a1-\u30ff]+|\s+|.",
    re.DOTALL,
)
_CRUMB = 4  # signs
_ALIKE = 0.35  # lines less alike are shown as one dropped and one added line, not as word salad


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, dropped or added."""

    state: str
    words: str

    @property
    def text(self) -> str:
        """The words without the space around them; "" for a space."""
        return self.words.strip()

    @property
    def starts_with_space(self) -> bool:
        """Whether a space stands before its words."""
        return self.words[:1].isspace()

    @property
    def ends_with_space(self) -> bool:
        """Whether a space stands after its words."""
        return self.words[-1:].isspace()


@dataclass(frozen=True, slots=True)
class RedLine:
    """One line with its cells in pieces; ``is_gap`` stands for lines that are left out because nothing changed."""

    kind: str
    cells: tuple[tuple[Piece, ...], ...]
    is_gap: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anything in it was dropped or added."""
        return any(piece.state != KEPT for cell in self.cells for piece in cell)


def redline(before: Sequence[str], after: Sequence[str]) -> tuple[RedLine, ...]:
    """The written lines (``Line.written``) of both editions as one text; far-away unchanged lines left out."""
    lines = tuple(_lines([read_line(line) for line in before], [read_line(line) for line in after]))
    near = {
        index + offset for index, line in enumerate(lines) if line.is_changed for offset in range(-_AROUND, _AROUND + 1)
    }
    shown: list[RedLine] = []
    for index, line in enumerate(lines):
        if index in near or _heads_a_change(lines, index):
            shown.append(line)
        elif not shown or not shown[-1].is_gap:
            shown.append(RedLine("gap", (), is_gap=True))
    return tuple(shown)


def _heads_a_change(lines: Sequence[RedLine], index: int) -> bool:
    """A heading stays when something below it, before the next heading, changed: the reader must know where it is."""
    if not lines[index].kind.startswith("h"):
        return False
    below = lines[index + 1 :]
    until = next((number for number, line in enumerate(below) if line.kind.startswith("h")), len(below))
    return any(line.is_changed for line in below[:until])


def _lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[RedLine]:
    for action, first, end, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[first:end], after[start:stop]
        if action == "equal":
            yield from (_whole(KEPT, line) for line in old)
        else:
            yield from _replaced(old, new)


def _replaced(old: Sequence[Line], new: Sequence[Line]) -> Iterator[RedLine]:
    """Pairs lines of the same kind that are alike, in order; the others are dropped and added as a whole."""
    waiting = list(new)
    for line in old:
        match = next((index for index, other in enumerate(waiting) if _alike(line, other)), None)
        if match is None:
            yield _whole(DROPPED, line)
            continue
        yield from (_whole(ADDED, other) for other in waiting[:match])
        yield _mixed(line, waiting[match])
        del waiting[: match + 1]
    yield from (_whole(ADDED, line) for line in waiting)


def _alike(line: Line, other: Line) -> bool:
    if line.kind != other.kind or len(line.cells) != len(other.cells):
        return False
    return SequenceMatcher(None, line.words, other.words, autojunk=False).ratio() >= _ALIKE


def _whole(state: str, line: Line) -> RedLine:
    return RedLine(line.kind, tuple((Piece(state, cell),) if cell else () for cell in line.cells))


def _mixed(line: Line, other: Line) -> RedLine:
    pairs = zip(line.cells, other.cells, strict=True)
    return RedLine(other.kind, tuple(tuple(_pieces(old, new)) for old, new in pairs))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """A cell word by word. Short kept runs between two changes are taken along: one change is read, not crumbs."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    runs = [
        (action == "equal", "".join(before[first:end]), "".join(after[start:stop]))
        for action, first, end, start, stop in codes
    ]
    dropped = added = ""
    for index, (is_kept, was, now) in enumerate(runs):
        if is_kept and (len(now.strip()) >= _CRUMB or index in (0, len(runs) - 1)):
            yield from _change(dropped, added)
            dropped = added = ""
            yield Piece(KEPT, now)
        else:
            dropped += was
            added += now
    yield from _change(dropped, added)


def _change(dropped: str, added: str) -> Iterator[Piece]:
    if dropped:
        yield Piece(DROPPED, f"{dropped} " if added else dropped)
    if added:
        yield Piece(ADDED, added)
