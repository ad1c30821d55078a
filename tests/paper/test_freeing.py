"""What the press has laid out takes no memory when it is done with: a worker prints sixty sheets."""

from __future__ import annotations

import gc

import pytest
from support.paper_pages import page
from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box, PageBox  # type: ignore[import-untyped]

from runbook.paper import PaperSheet
from runbook.paper.listener import Listener
from runbook.paper.press import Press, _free
from runbook.paper.protocol import Job

pytestmark = pytest.mark.paper

TICKED = page('<p><svg width="9" height="9"><rect width="9" height="9"/></svg> Name</p>' * 40, ".size-1 { } .way-1 { }")


def boxes_alive(kind: type = Box) -> int:
    return sum(isinstance(value, kind) for value in gc.get_objects())


def test_nothing_of_a_layout_is_kept_when_its_paper_is_written() -> None:
    gc.collect()
    before = boxes_alive()
    kept: list[int] = []
    gc.disable()
    try:
        sheets = tuple(PaperSheet(f"x{number}", TICKED, (), 1) for number in range(3))
        Press(Job(sheets, (), 4 << 30), Listener()).run(lambda: kept.append(boxes_alive() - before))
    finally:
        gc.enable()
        gc.unfreeze()
    assert len(kept) == len(sheets)
    assert max(kept) == 0


def test_a_freed_layout_needs_nobody_to_look_for_circles() -> None:
    gc.collect()
    before = boxes_alive(PageBox)
    gc.disable()
    try:
        document = HTML(string=TICKED).render()
        laid_out = boxes_alive(PageBox)
        _free(document)
        del document
        freed = boxes_alive(PageBox)
    finally:
        gc.enable()
    assert laid_out > before
    assert freed == before
