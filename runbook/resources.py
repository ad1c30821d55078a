"""Where the shipped templates are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as mypy reads it; a run that has nothing to do asks here, too, and loads no module for it
if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(__file__)  # `importlib.resources` says the same, and takes a dozen modules to do so


def templates_place() -> str:
    """The path of the folder ``templates/``; FileNotFoundError if the installation is broken."""
    for folder in (f"{PACKAGE}/templates", f"{os.path.dirname(PACKAGE)}/templates"):
        if os.path.isdir(folder):
            return folder
    msg = f"templates/ is neither in {PACKAGE} nor beside it: install runbook again"
    raise FileNotFoundError(msg)


def templates_dir() -> Path:
    """The folder ``templates/``; FileNotFoundError if the installation is broken."""
    from pathlib import Path  # noqa: PLC0415  see above

    return Path(templates_place())


def fonts_dir() -> Path:
    """The folder with the shipped TrueType fonts and their licences."""
    return templates_dir() / "fonts"


def example_config() -> bytes:
    """The config that uses every field, as ``runbook init --full`` writes it."""
    for path in (f"{PACKAGE}/examples/config.example.yaml", f"{os.path.dirname(PACKAGE)}/config.example.yaml"):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read()
    msg = f"the example config is neither in {PACKAGE} nor beside it: install runbook again"
    raise FileNotFoundError(msg)
