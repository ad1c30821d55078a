"""Where the shipped templates are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent  # `importlib.resources` says the same, and takes a dozen modules to do so


def templates_dir() -> Path:
    """The folder ``templates/``; FileNotFoundError if the installation is broken."""
    for folder in (_PACKAGE / "templates", _PACKAGE.parent / "templates"):
        if folder.is_dir():
            return folder
    msg = f"templates/ is neither in {_PACKAGE} nor beside it: install runbook again"
    raise FileNotFoundError(msg)


def fonts_dir() -> Path:
    """The folder with the shipped TrueType fonts and their licences."""
    return templates_dir() / "fonts"


def example_config() -> bytes:
    """The config that uses every field, as ``runbook init --full`` writes it."""
    for path in (_PACKAGE / "examples" / "config.example.yaml", _PACKAGE.parent / "config.example.yaml"):
        if path.is_file():
            return path.read_bytes()
    msg = f"the example config is neither in {_PACKAGE} nor beside it: install runbook again"
    raise FileNotFoundError(msg)
