"""The templates and stylesheets of a run: the shipped ones, with own ones laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.sheets.own_templates import used_files
from runbook.sheets.rendering import Renderer, finished

if TYPE_CHECKING:
    from markupsafe import Markup

    from runbook.knowledge.loading import Knowledge


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates and stylesheets, own ones first, what each language calls itself, and the paths of the own files."""

    renderer: Renderer
    folders: tuple[Path, ...]
    language_names: Mapping[str, str]
    own_files: tuple[str, ...] = ()

    @classmethod
    def of(cls, knowledge: Knowledge, own: Path | None) -> Templates:
        """The shipped templates, with the folder of own ones laid over them; RenderingRefusedError as `used_files`."""
        folders = (*([own] if own else ()), knowledge.folder)
        names = {code: knowledge.language(code).words("labels.name") for code in knowledge.languages}
        return cls(Renderer(folders), folders, names, used_files(own, knowledge.folder) if own else ())

    def css(self, name: str) -> Markup:
        """A stylesheet of ``templates/page``."""
        path = next(path for folder in self.folders if (path := folder / "page" / name).is_file())
        return finished(path.read_text("utf-8").strip())
