"""A language: every word the product prints in it, read from ``templates/languages/<code>/``.

A missing word stops the run; there is no fallback to another language, because a half-English Japanese page in an
emergency is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORD_FILES = ("labels", "sheets", "steps", "facts", "notices", "reports", "changes", "checks")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language as a tree of mappings; the first key is the file's name."""

    code: str
    tree: Mapping[str, object]

    def words(self, key: str) -> str:
        """The sentence at a dotted key ("sheets.approvers.title"); KeyError names what is missing."""
        found = self.branch(key)
        if not isinstance(found, str) or not found.strip():
            msg = f"languages/{self.code}: {key} is not a text"
            raise KeyError(msg)
        return found

    def branch(self, key: str) -> object:
        """Whatever stands at a dotted key: a text, a list of texts or a mapping."""
        node: object = self.tree
        for part in key.split("."):
            if not isinstance(node, Mapping) or part not in node:
                msg = f"languages/{self.code}: {key} is missing"
                raise KeyError(msg)
            node = node[part]
        return node

    def has(self, key: str) -> bool:
        """Whether something stands at a dotted key."""
        try:
            self.branch(key)
        except KeyError:
            return False
        return True


def available_languages(folder: Path) -> tuple[str, ...]:
    """Codes of the languages in a templates folder, sorted."""
    return tuple(sorted(path.name for path in (folder / "languages").iterdir() if path.is_dir()))


def load_language(folder: Path, code: str) -> Language:
    """Read one language from a templates folder; FileNotFoundError or ValueError if it is not complete."""
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    tree: dict[str, object] = {}
    for name in WORD_FILES:
        path = folder / "languages" / code / f"{name}.yaml"
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  builds texts only
        if not isinstance(content, Mapping):
            msg = f"{path} is empty"
            raise ValueError(msg)  # noqa: TRY004  the file is wrong, not the caller
        tree[name] = content
    return Language(code, tree)
