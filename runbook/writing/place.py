"""Which folders may be replaced as a whole at all."""

from __future__ import annotations

import os
from pathlib import Path

from runbook.writing.faults import disk_faults, refusal
from runbook.writing.inspection import is_ours


def safe_place(output: Path, config: Path) -> Path:
    """The absolute place of the output; OutputError if replacing it could take something of the user's away.

    Only the folder itself may not be a link: links above it are followed, so that the staging folder is beside it.
    """
    with disk_faults(output):
        place = Path(os.path.abspath(output))  # noqa: PTH100  resolve() would follow a link at the end
        if place.is_symlink():
            raise refusal("output-is-link", place)
        place = place.parent.resolve() / place.name
        for rule, kept in _kept(config):
            if kept.is_relative_to(place):
                raise refusal(rule, place, kept=str(kept))
        if above := next((parent for parent in place.parents if is_ours(parent)), None):
            raise refusal("output-inside-output", place, kept=str(above))
        if place.exists() and not place.is_dir():
            raise refusal("output-is-file", place)
        if place.is_mount():
            raise refusal("output-mount-point", place)
    return place


def refuse_unless_apart(sheets: Path, notices: Path) -> None:
    """OutputError if two folders of one run are the same, or one lies in the other: one would replace the other."""
    first, second = (Path(os.path.realpath(folder)) for folder in (sheets, notices))
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise refusal("output-not-apart", second, kept=str(first))


def _kept(config: Path) -> tuple[tuple[str, Path], ...]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home() fails for a user without a home
    return (
        ("output-holds-config", Path(os.path.abspath(config))),  # noqa: PTH100  where it seems to be …
        ("output-holds-config", Path(os.path.realpath(config))),  # … and where it is; resolve() fails for a loop
        ("output-holds-working-folder", Path.cwd()),
        ("output-holds-home", home.resolve()),
    )
