"""How many sheets the children have printed: each leaves a byte in the scratch folder that they work in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from runbook.stages import Stage, current_watcher

_FILE = "printed"
_SECONDS = 0.2  # between two looks


def count_one() -> None:
    """In a child, whose working directory is the scratch folder: one more is printed. A count is worth no error."""
    with suppress(OSError), Path(_FILE).open("ab") as file:
        file.write(b".")


@contextmanager
def counted(folder: Path, total: int) -> Iterator[None]:
    """Meanwhile, whoever watches is told how many of the sheets are printed."""
    watcher = current_watcher()
    if watcher is None:
        yield
        return
    ended = Event()

    def look() -> None:
        with suppress(OSError):
            watcher(Stage.PRINTING, (folder / _FILE).stat().st_size, total)

    def look_again() -> None:
        while not ended.wait(_SECONDS):
            look()

    watcher(Stage.PRINTING, 0, total)
    looking = Thread(target=look_again, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
        look()
