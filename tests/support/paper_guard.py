"""Only a test with the marker ``paper`` prints, or takes what another has printed; without the marker it fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

REFUSING = str(Path(__file__).parent / "without_paper")
NOWHERE = "/dev/null"


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
    def around(self, *, marked: bool, cache: Path) -> Iterator[None]:
        """Closed during a test that is not marked; PYTHONPATH closes it for the processes of the test.

        A sheet is printed once in a run: tests that are marked share a folder for the cache, the others have none.
        """
        given = {"XDG_CACHE_HOME": str(cache) if marked else NOWHERE}
        if not marked:
            given["PYTHONPATH"] = os.pathsep.join(filter(None, (REFUSING, os.environ.get("PYTHONPATH"))))
        before = {name: os.environ.get(name) for name in given}
        self.closed = not marked
        os.environ.update(given)
        try:
            yield
        finally:
            self.closed = False
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


GUARD = Guard()
sys.addaudithook(GUARD.hear)
