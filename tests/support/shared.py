"""What costs much and is only read afterwards: made once in a test run, by whichever process needs it first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.paper_guard import GUARD


def folder_of_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of one test run know, and no other run."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class Shared:
    """A folder that all processes of one test run know, and no other run."""

    folder: Path

    def made(self, name: str, make: Callable[[Path], None]) -> Path:
        """The folder that ``make`` has filled, made here or by another process; the test is one that prints."""
        GUARD.check()
        place = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                half = self.folder / f"{name}.half"
                half.mkdir()
                make(half)
                half.rename(place)
        return place
