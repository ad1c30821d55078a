"""Which folders may be replaced as a whole at all."""

from __future__ import annotations

import os
from pathlib import Path

from runbook.writing.faults import disk_faults, refusal


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
        if place.exists() and not place.is_dir():
            raise refusal("output-is-file", place)
        if place.is_mount():
            raise refusal("output-mount-point", place)
    return place


def _kept(config: Path) -> tuple[tuple[str, Path], ...]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home() fails for a user without a home
    return (
        ("output-holds-config", Path(os.path.abspath(config))),  # noqa: PTH100  where it seems to be …
        ("output-holds-config", config.resolve()),  # … and where it is
        ("output-holds-working-folder", Path.cwd()),
        ("output-holds-home", home.resolve()),
    )
