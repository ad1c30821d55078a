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


def example_config(*, full: bool) -> bytes:
    """The config that ``runbook init`` starts from: the small example, or the one that uses every field."""
    package = Path(str(files("runbook")))
    names = ("config.example.yaml", "examples/config.example.yaml") if full else ("examples/minimal.yaml",)
    for path in (folder / name for folder in (package, package.parent) for name in names):
        if path.is_file():
            return path.read_bytes()
    msg = f"the example configs are neither in {package} nor beside it: install runbook again"
    raise FileNotFoundError(msg)
