"""The templates and stylesheets of a run: the shipped ones, with own ones laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.errors import Problem, RenderingRefusedError
from runbook.sheets.look import DARK, LIGHT, is_our_design
from runbook.sheets.own_templates import used_files
from runbook.sheets.own_words import own_sentences
from runbook.sheets.pieces import WORDS
from runbook.sheets.rendering import Renderer, finished
from runbook.sheets.stylesheet import refused_in_stylesheet

if TYPE_CHECKING:
    from markupsafe import Markup

    from runbook.knowledge.language import Language
    from runbook.knowledge.loading import Knowledge


_OF_HTML = tuple(f"page/{name}" for name in LIGHT)


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates and stylesheets, own ones first, what each language calls itself, and the paths of the own files."""

    renderer: Renderer
    folders: tuple[Path, ...]
    language_names: Mapping[str, str]
    own_files: tuple[str, ...] = ()
    own_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge, own: Path | None) -> Templates:
        """The shipped templates, with the folder of own ones laid over them; RenderingRefusedError as `used_files`.

        Also for an own stylesheet of the screen that says what it may not.
        """
        folders = (*([own] if own else ()), knowledge.folder)
        files = {f"{WORDS}/{code}.yaml": code for code in knowledge.languages}
        own_files = used_files(own, knowledge.folder, files) if own else ()
        words: dict[str, Mapping[str, str]] = {}
        if own:
            _refuse_styles(own, own_files)
            words = {
                files[path]: own_sentences(own / path, knowledge.language(files[path]))
                for path in own_files
                if path in files
            }
        names = {code: knowledge.language(code).words("labels.name") for code in knowledge.languages}
        return cls(Renderer(folders, are_ours=own is None), folders, names, own_files, words)

    @property
    def are_customised(self) -> bool:
        """Whether there is a folder of own ones."""
        return len(self.folders) > 1

    def own_fingerprints(self) -> Mapping[str, str]:
        """The SHA-256 of each own file, as it lies there now."""
        return {path: hashlib.sha256((self.folders[0] / path).read_bytes()).hexdigest() for path in self.own_files}

    @property
    def screen_styles(self) -> tuple[str, ...]:
        """The stylesheets of a page for the screen: dark at night, unless there are own colours, which are light."""
        return LIGHT if set(_OF_HTML) & set(self.own_files) else (*LIGHT, DARK)

    def language(self, language: Language) -> Language:
        """A language with the own sentences laid over it."""
        return language.with_own(self.own_words.get(language.code, {}))

    def css(self, name: str) -> Markup:
        """A stylesheet of ``templates/page``."""
        path = next(path for folder in self.folders if (path := folder / "page" / name).is_file())
        return finished(path.read_text("utf-8").strip())


def _refuse_styles(own: Path, files: Iterable[str]) -> None:
    """RenderingRefusedError with each place of the own stylesheets of HTML that the gate would refuse on every page."""
    problems = [
        Problem("gate-style", values=(("text", part.text),), file=str(own / path), line=part.line)
        for path in files
        if path in _OF_HTML
        if not is_our_design(text := (own / path).read_text("utf-8", errors="replace").strip())
        for part in refused_in_stylesheet(text)
    ]
    if problems:
        raise RenderingRefusedError(tuple(problems))
