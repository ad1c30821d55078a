"""Config texts for tests: the shipped minimal example, with one place changed."""

from __future__ import annotations

from pathlib import Path

from runbook.config import ConfigSource, Reading, load_config, parse_organisation
from runbook.knowledge.procedure import load_procedure
from runbook.resources import templates_dir

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = (ROOT / "examples" / "minimal.yaml").read_text("utf-8")
EXAMPLE = (ROOT / "config.example.yaml").read_text("utf-8")
LANGUAGES = ("en", "ja")
SHEETS = {"00": "register", "01": "first-minutes", "04": "break-glass", "05": "checklist", "03": "contacts"}
STEPS = tuple(step.id for step in load_procedure(templates_dir()).steps())
HERE = "⟦"


def changed(old: str, new: str, text: str = MINIMAL) -> str:
    """The text with its one occurrence of ``old`` replaced; AssertionError if there is not exactly one."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def marked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and the line and column at which the mark stood."""
    before, mark, after = text.partition(HERE)
    assert mark, text
    return before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def source_of(text: str | bytes, folder: Path) -> ConfigSource:
    """The text as a config file in a folder."""
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(path)


def read(text: str | bytes, folder: Path) -> Reading:
    """The text read as the product reads it."""
    return parse_organisation(source_of(text, folder), languages=LANGUAGES, sheets=SHEETS, steps=STEPS)
