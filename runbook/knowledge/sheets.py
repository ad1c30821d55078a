"""The sheets: one template file each, discovered by name; adding a sheet is adding a file (and its words)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"([0-9]{2})-([a-z]+(?:-[a-z]+)*)\.j2")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The smallest thing printed and replaced."""

    number: str
    slug: str

    @property
    def name(self) -> str:
        """File name without ending: "04-break-glass"."""
        return f"{self.number}-{self.slug}"

    @property
    def template(self) -> str:
        """Template path below the templates folder."""
        return f"sheets/{self.name}.j2"


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet in a language. As text it is its path in the output folder without ending: "ja/04-break-glass"."""

    language: str
    sheet: Sheet

    def __str__(self) -> str:
        """As a path: language, slash, file name."""
        return f"{self.language}/{self.sheet.name}"


def discover_sheets(folder: Path) -> tuple[Sheet, ...]:
    """The sheets of a templates folder, in order of their numbers; ValueError for a stray file name."""
    sheets = []
    for path in sorted((folder / "sheets").glob("*.j2")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            msg = f"{path}: a sheet is called NN-slug.j2"
            raise ValueError(msg)
        sheets.append(Sheet(*match.groups()))
    return tuple(sheets)
