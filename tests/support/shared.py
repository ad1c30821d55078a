"""What costs much and is only read afterwards: made once in a test run, by whichever process needs it first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from support.paper_guard import GUARD


def folder_of_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of one test run know, and no other run."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def printed_before(config: pytest.Config) -> Path:
    """The cache of printed sheets: of this run alone where a change is judged, of earlier runs, too, where one works.

    It is that of the product: a sheet is taken from it only if nothing that decides about it has changed, and is read
    back then. `make clean` empties it.
    """
    kept = getattr(config, "cache", None)  # None: without the plugin
    if "CI" in os.environ or kept is None:
        return folder_of_run(config._tmp_path_factory) / "cache"  # type: ignore[attr-defined]  # pytest has no public way to it here
    return Path(kept.mkdir("paper"))


@dataclass(frozen=True, slots=True)
class Shared:
    """A folder that all processes of one test run know, and no other run."""

    folder: Path

    def made(self, name: str, make: Callable[[Path], None]) -> Path:
        """The folder that ``make`` has filled, made here or by another process; the test is one that prints."""
        GUARD.check()
        place = self.folder / name
        with _locked(self.folder, name):
            if not place.exists():
                half = self.folder / f"{name}.half"
                half.mkdir()
                make(half)
                half.rename(place)
        return place


Value = TypeVar("Value")
_FOLDERS: list[Path | None] = []


def share_in(folder: Path | None) -> None:
    """From here on, values are shared with the other processes of the run that know this folder; None: not made yet."""
    _FOLDERS[:] = [folder]


def value(name: str, make: Callable[[], Value]) -> Value:
    """What ``make`` gives, worked out here or by another process of the run; each has a copy of its own.

    AssertionError while tests are collected.
    """
    if not _FOLDERS:  # no test run
        return make()
    folder = _FOLDERS[0]
    assert folder, f"{name} is made while tests are collected: ask for it in a test"
    place = folder / f"{name}.value"
    with _locked(folder, name):
        if not place.exists():
            made = make()
            half = place.with_suffix(".half")
            half.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
            half.rename(place)
            return made
    found: Value = pickle.loads(place.read_bytes())  # noqa: S301  written by this run, into a folder of its own
    return found


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """Only one process of the run makes it."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
