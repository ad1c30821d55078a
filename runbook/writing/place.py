"""Which folders may be replaced as a whole at all."""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import category

from runbook.writing.faults import disk_faults, refusal
from runbook.writing.inspection import is_ours


def safe_place(output: Path, config: Path) -> Path:
    """The absolute place of the output; OutputError if replacing it could take something of the user's away.

    Only the folder itself may not be a link: links above it are followed, so that the staging folder is beside it.
    """
    if any(category(sign) == "Cc" for sign in str(output)):
        raise refusal("output-name", output)
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
        if file := next((parent for parent in place.parents if parent.exists() and not parent.is_dir()), None):
            raise refusal("output-below-file", place, kept=str(file))
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


def make_parents(place: Path) -> None:
    """The folders above ``place`` that are missing, for their owner alone like the output in them; OSError as mkdir."""
    for parent in reversed(place.parents):
        if not parent.exists():
            parent.mkdir(mode=0o700, exist_ok=True)
