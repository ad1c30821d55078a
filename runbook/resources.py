"""Where the shipped templates are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def templates_dir() -> Path:
    """The folder ``templates/``; FileNotFoundError if the installation is broken."""
    package = Path(str(files("runbook")))
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    msg = f"templates/ is neither in {package} nor beside it: install runbook again"
    raise FileNotFoundError(msg)


def fonts_dir() -> Path:
    """The folder with the shipped TrueType fonts and their licences."""
    return templates_dir() / "fonts"


def example_config() -> bytes:
    """The config that uses every field, as ``runbook init --full`` writes it."""
    package = Path(str(files("runbook")))
    for path in (package / "examples" / "config.example.yaml", package.parent / "config.example.yaml"):
        if path.is_file():
            return path.read_bytes()
    msg = f"the example config is neither in {package} nor beside it: install runbook again"
    raise FileNotFoundError(msg)
