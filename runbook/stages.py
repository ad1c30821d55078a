"""Which stage a run is at, for somebody who waits: told by whoever does the work, heard by whoever watches.

Nothing but a line on a terminal depends on it. Without a watcher telling costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Stage(StrEnum):
    """The stages in their order; each has its words in ``talk.yaml``."""

    READING = "reading"
    PROVING = "proving"
    WORDING = "wording"
    CHECKING = "checking"
    PRINTING = "printing"
    BINDING = "binding"
    WRITING = "writing"
    EVIDENCE = "evidence"


# A stage, how many of how many things are done; 0 of 0 where nothing is counted.
Watcher = Callable[[Stage, int, int], None]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def enter(stage: Stage, done: int = 0, total: int = 0) -> None:
    """Tell that a stage has begun, or how far it is."""
    if watcher := _watcher.get():
        watcher(stage, done, total)


def current_watcher() -> Watcher | None:
    """Who watches, for another thread: a thread does not inherit it."""
    return _watcher.get()


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Everything that is told meanwhile is heard."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)
