"""What a bound document draws on its pages: the through number, tabs at the outer edge, and that a page is blank.

The pages are laid out already, so it is drawn as outlines and marked as no part of the text: nothing of it is words of
a sheet, and a reader's voice does not read it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.paper.outlines import drawn, width
from runbook.paper.protocol import Tab

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

_MM = 72 / 25.4
# The same as in templates/page/paper.css.
_BINDING_EDGE, _OUTER_EDGE = 17 * _MM, 10 * _MM
_NUMBER_ABOVE_EDGE = 6.5 * _MM
_NUMBER_SIZE, _NOTE_SIZE = 10.0, 12.0
_TAB_WIDTH, _TAB_GAP = 9.0 * _MM, 1.0 * _MM
_TAB_TEXT_FROM_EDGE, _TAB_SIZE = 4.2 * _MM, 9.0  # printers leave 4 mm blank
_TABS_TOP, _TABS_BOTTOM = 17 * _MM, 18 * _MM
_TALLEST_TAB = 14 * _MM
_CAP_HEIGHT = 0.7  # of the size


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one page is given: its number in the volume and the words that say so, its tabs, a note if it is blank."""

    number: int
    through: str
    tabs: tuple[Tab, ...]
    note: str = ""


def stamp(whole: Pdf, page: Page, given: Stamp) -> None:
    """Draw on a page of a bound document; odd pages have their binding edge on the left."""
    right_edge, top_edge = float(page.mediabox[2]), float(page.mediabox[3])
    is_odd = given.number % 2 == 1
    text_right = right_edge - (_OUTER_EDGE if is_odd else _BINDING_EDGE)
    left = text_right - width(given.through, _NUMBER_SIZE)
    parts = [drawn(given.through, left, _NUMBER_ABOVE_EDGE, _NUMBER_SIZE)[0]]
    if given.note:
        left = (right_edge - width(given.note, _NOTE_SIZE)) / 2
        parts.append(drawn(given.note, left, top_edge / 2, _NOTE_SIZE)[0])
    parts += [_tab(tab, right_edge, top_edge, is_odd=is_odd) for tab in given.tabs]
    page.contents_add(whole.make_stream(b"q"), prepend=True)
    page.contents_add(
        whole.make_stream(b"Q\n/Artifact <</Type /Pagination>> BDC\nq\n0 g 0 G\n" + b"\n".join(parts) + b"\nQ\nEMC\n")
    )


def _tab(tab: Tab, right_edge: float, top_edge: float, *, is_odd: bool) -> bytes:
    height = min(_TALLEST_TAB, (top_edge - _TABS_TOP - _TABS_BOTTOM) / tab.of)
    bottom = top_edge - _TABS_TOP - height * (tab.place + 1)
    left = right_edge - _TAB_WIDTH if is_odd else 0.0
    centre = right_edge - (_TAB_TEXT_FROM_EDGE + _TAB_WIDTH) / 2 if is_odd else (_TAB_TEXT_FROM_EDGE + _TAB_WIDTH) / 2
    baseline = bottom + (height - _TAB_GAP - _CAP_HEIGHT * _TAB_SIZE) / 2
    words = drawn(tab.label, centre - width(tab.label, _TAB_SIZE) / 2, baseline, _TAB_SIZE)[0]
    frame = f"{left:.2f} {bottom:.2f} {_TAB_WIDTH:.2f} {height - _TAB_GAP:.2f} re".encode()
    return b"\n".join([b"q", frame, b"f", b"1 g", words, b"Q"])
