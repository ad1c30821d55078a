"""What laid-out paper must be: on the sheet, in sight, large and dark enough, whole, in our fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from runbook.errors import Problem
from runbook.paper.marks import Area, Cover, Layout, Mark, Room
from runbook.paper.measures import LEAST_BOX, LEAST_LINE, SMALLEST
from runbook.paper.readback import squeezed
from runbook.text.contrast import LEAST_CONTRAST

_PIXEL = 1.0
_ROUNDING = 0.01  # relative sizes are products: 8pt may arrive as 7.999
_SHOWN = 40
_TOUCHING = 0.1  # part of the smaller text that may lie over another: rounding and kerning
_UNDER = 0.25  # part of a text that may lie under a background: line boxes reach over borders


def judge(name: str, layout: Layout, texts: Sequence[str], families: Sequence[str]) -> list[Problem]:
    """Everything wrong with a laid-out sheet, in order of page and place."""
    problems = [
        *_texts_lost(name, layout, texts),
        *(problem for mark in layout.marks for problem in _judge_mark(name, mark, families)),
        *_overlapping(name, layout.marks),
        *_covered(name, layout.marks, layout.covers),
        *_heads_spoilt(name, layout),
        *_no_room(name, layout.rooms),
        *(_at("paper-split", name, split.page, split.text) for split in layout.splits),
        *(_at("paper-picture-text", name, 1, text) for text in layout.drawn_texts),
    ]
    return list(dict.fromkeys(problems))


def _at(rule: str, name: str, page: int, text: str, **values: str) -> Problem:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Problem.of(rule, name, page=page, text=shown, **values)


def _texts_lost(name: str, layout: Layout, texts: Sequence[str]) -> Iterator[Problem]:
    for text in layout.lost:
        yield Problem.of("paper-text-lost", name, text=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    printed = squeezed("".join(mark.text for mark in layout.marks))
    for text in texts:
        if squeezed(text) not in printed:
            yield Problem.of("paper-text-missing", name, text=text)


def _judge_mark(name: str, mark: Mark, families: Sequence[str]) -> Iterator[Problem]:
    if rule := _out_of(mark):
        yield _at(rule, name, mark.page, mark.text)
    if mark.hidden_by:
        yield _at("paper-hidden", name, mark.page, mark.text, property=mark.hidden_by)
    if mark.is_picture:
        return
    block_limit = SMALLEST if mark.in_margin else mark.least
    for size, limit in ((mark.size, SMALLEST), (mark.block_size, block_limit)):
        if size < limit - _ROUNDING:
            yield _at("paper-small", name, mark.page, mark.text, size=f"{size:.1f}", limit=str(limit))
            break
    if mark.contrast < LEAST_CONTRAST:
        yield _at("paper-light", name, mark.page, mark.text, contrast=f"{mark.contrast:.1f}", limit=str(LEAST_CONTRAST))
    for family in mark.families:
        if family not in families:
            yield _at("paper-font-name", name, mark.page, mark.text, family=family)


def stands_out(mark: Mark) -> bool:
    """Whether a mark leaves the place that it has."""
    return bool(_out_of(mark))


def _out_of(mark: Mark) -> str:
    """What a mark leaves: the paper, its block or the card that is cut out; "" if it stays in all of them."""
    if not mark.allowed.holds(mark.area, _PIXEL):
        return "paper-outside"
    if mark.room and not (mark.room[0] - _PIXEL <= mark.area.left and mark.area.right <= mark.room[1] + _PIXEL):
        return "paper-out-of-frame"
    return "paper-out-of-card" if mark.frame and not mark.frame.holds(mark.area, _PIXEL) else ""


def _overlapping(name: str, marks: Sequence[Mark]) -> Iterator[Problem]:
    for page, group in groupby(marks, key=lambda mark: mark.page):
        above: list[Mark] = []
        for mark in sorted(group, key=lambda mark: mark.area.top):
            above = [other for other in above if other.area.bottom > mark.area.top]
            for other in above:
                if mark.area.share_of_smaller(other.area) > _TOUCHING:
                    yield _at("paper-overlap", name, page, mark.text, other=other.text[:_SHOWN])
            above.append(mark)


def _covered(name: str, marks: Sequence[Mark], covers: Sequence[Cover]) -> Iterator[Problem]:
    by_page: dict[int, list[Mark]] = {}
    for mark in marks:
        by_page.setdefault(mark.page, []).append(mark)
    for cover in covers:
        for mark in by_page.get(cover.page, ()):
            stands_on_it = cover.first < mark.order <= cover.last
            if not stands_on_it and _meet(cover.area, mark.area) and mark.area.share_of_smaller(cover.area) > _UNDER:
                yield _at("paper-covered", name, mark.page, mark.text)


def _meet(one: Area, other: Area) -> bool:
    return one.top < other.bottom and other.top < one.bottom


def _heads_spoilt(name: str, layout: Layout) -> Iterator[Problem]:
    broken: set[str] = set()
    for head in layout.heads:
        yield from (_at("paper-word-broken", name, head.page, word) for word in head.broken if word not in broken)
        broken.update(head.broken)
        printed = list(head.printed)
        for text in head.expected:
            if text in printed:
                printed.remove(text)
            else:
                yield _at("paper-head-lost", name, head.page, text)


def _no_room(name: str, rooms: Sequence[Room]) -> Iterator[Problem]:
    """A pen in a glove needs room. How much is no matter of words, so too little is a fault of the design."""
    for room in rooms:
        rule, limit = ("paper-box-small", LEAST_BOX) if room.is_box else ("paper-line-low", LEAST_LINE)
        if room.height < limit - _ROUNDING:
            yield Problem.of(rule, name, page=room.page, height=f"{room.height:.1f}", limit=f"{limit:g}")
