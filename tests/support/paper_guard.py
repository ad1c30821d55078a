"""Only a test with the marker ``paper`` prints; where the marker was forgotten the test fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

REFUSING = str(Path(__file__).parent / "without_paper")


@dataclass(slots=True)
class Guard:
    """Whether the test that runs now may print; nobody is asked between tests."""

    closed: bool = False

    def check(self) -> None:
        """The test fails if it has no marker."""
        if self.closed:
            pytest.fail("a test that prints paper needs the marker `paper`")

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook: the process of `runbook.paper` is about to start."""
        if event == "subprocess.Popen" and isinstance(arguments[1], (list, tuple)) and "runbook.paper" in arguments[1]:
            self.check()

    @contextmanager
    def around(self, *, marked: bool) -> Iterator[None]:
        """Closed during a test that is not marked; PYTHONPATH closes it for the processes of the test."""
        before = os.environ.get("PYTHONPATH")
        self.closed = not marked
        if not marked:
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (REFUSING, before)))
        try:
            yield
        finally:
            self.closed = False
            if before is None:
                os.environ.pop("PYTHONPATH", None)
            else:
                os.environ["PYTHONPATH"] = before


GUARD = Guard()
sys.addaudithook(GUARD.hear)
