"""`make quick` leaves paper out by a marker; a test that has none cannot print, whatever it starts."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.command import Runbook, run_process
from support.paper_pages import page
from support.papers import Papers

from runbook.paper import PaperSheet, print_sheets

SAID = "needs the marker `paper`"
SHEET = PaperSheet("s", page("<p>x</p>"))


def test_without_the_marker_no_function_prints() -> None:
    with pytest.raises(pytest.fail.Exception, match=SAID):
        print_sheets([SHEET])


def test_without_the_marker_no_command_prints(runbook: Runbook) -> None:
    with pytest.raises(pytest.fail.Exception, match=SAID):
        runbook("doctor")


@pytest.mark.slow
def test_without_the_marker_no_process_prints() -> None:
    assert SAID in run_process("doctor").stderr
    code = "from runbook.paper import *; print_sheets([PaperSheet('s', '<p>x</p>')])"
    assert SAID in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr


def test_without_the_marker_paper_that_another_test_has_made_is_not_read(papers: Papers) -> None:
    with pytest.raises(pytest.fail.Exception, match=SAID):
        papers.output("minimal")


@pytest.mark.paper
def test_with_the_marker_everything_prints(runbook: Runbook) -> None:
    assert print_sheets([SHEET])["s"].pages == 1
    assert SAID not in runbook("doctor").stderr + run_process("doctor").stderr
