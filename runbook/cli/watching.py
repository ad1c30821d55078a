"""Building again whenever a file is saved, until somebody ends it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.config.source import files_named_by
from runbook.errors import RunbookError, UsageError

if TYPE_CHECKING:
    from runbook.cli.console import Console

_SECONDS = 0.3  # between two looks at the files
_CLEAR_SCREEN = "\x1b[2J\x1b[H"

# What says that a file is another than before: when it was written, how large it is, which file it is.
_Signs = Mapping[Path, tuple[int, int, int]]


def rebuild_on_save(console: Console, config: Path, templates: Path | None, build: Callable[[], None]) -> None:
    """Build now, and again after each save; what is wrong is shown, and does not end it. Ctrl-C between builds does."""
    while True:
        seen = _signs(config, templates)
        try:
            build()
        except UsageError:
            raise  # no save mends what was typed
        except RunbookError as error:
            console.show_problems(error)
        try:  # who reads that it waits may end it at once
            console.say("watching", file=config)
            console.finish()
            _wait_for_change(seen, config, templates)
        except KeyboardInterrupt:
            return
        _clear_screen()


def _wait_for_change(seen: _Signs, config: Path, templates: Path | None) -> None:
    """Until the files are others than seen, and nobody is still writing them."""
    before = seen
    while True:
        time.sleep(_SECONDS)
        now = _signs(config, templates)
        if now != seen and now == before:
            return
        before = now


def _signs(config: Path, templates: Path | None) -> _Signs:
    """The signs of every file that is watched; a file that is not there has none."""
    return dict(_signed(config, templates))


def _signed(config: Path, templates: Path | None) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    own = [path for path in templates.rglob("*") if path.is_file()] if templates else []
    for path in (config, *files_named_by(config), *own):
        try:
            found = path.stat()
        except OSError:
            continue
        yield path, (found.st_mtime_ns, found.st_size, found.st_ino)


def _clear_screen() -> None:
    """What was said of the last build makes room for the next, on a terminal that can do it."""
    if sys.stdout.isatty() and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        sys.stderr.write(_CLEAR_SCREEN)
        sys.stderr.flush()
