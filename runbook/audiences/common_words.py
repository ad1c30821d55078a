"""What the product says to everybody, whatever the company: such words tell nothing of it."""

from __future__ import annotations

from functools import cache

from runbook.resources import templates_dir

_WORDS = ("labels", "sheets", "steps", "packets", "screen", "facts", "tasks")
_STRUCTURE = ("*.yaml", "*.j2", "blocks/*", "page/**/*", "packets/*", "sheets/*")


@cache
def said_anyway(languages: tuple[str, ...]) -> str:
    """The words and structure of all sheets in some languages, as one text."""
    folder = templates_dir()
    files = [folder / "languages" / code / f"{name}.yaml" for code in languages for name in _WORDS]
    files += [path for pattern in _STRUCTURE for path in sorted(folder.glob(pattern)) if path.is_file()]
    return "\n".join(path.read_text("utf-8") for path in files)
