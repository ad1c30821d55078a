"""What the press has printed takes no memory: a worker prints sixty sheets and looks for circles only now and then."""

from __future__ import annotations

import gc

import pytest
from support.paper_pages import page
from weasyprint.formatting_structure.boxes import Box  # type: ignore[import-untyped]

from runbook.paper import PaperSheet
from runbook.paper.listener import Listener
from runbook.paper.press import Press
from runbook.paper.protocol import Job

pytestmark = pytest.mark.paper

TICKED = page('<p><svg width="9" height="9"><rect width="9" height="9"/></svg> Name</p>' * 40, ".size-1 { } .way-1 { }")


def boxes_alive() -> int:
    return sum(isinstance(value, Box) for value in gc.get_objects())


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
