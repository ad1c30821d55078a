"""What sheets are called for a reader of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runbook.knowledge.language import Language, available_languages, load_language
from runbook.knowledge.sheets import SheetName
from runbook.knowledge.titles import sheet_title
from runbook.resources import templates_dir


@dataclass(frozen=True, slots=True)
class SheetTitles:
    """Titles of sheets for a reader of one language: number, title, language of the sheet."""

    language: Language
    language_names: Mapping[str, str]

    def __call__(self, name: SheetName) -> str:
        """The title of a sheet; of one that the templates do not know any more, its number and slug."""
        title = sheet_title(name.sheet, self.language)
        written = self.language_names.get(name.language, name.language)
        return self.language.say("notices.slip.sheet", number=name.sheet.number, title=title, language=written)


def titles_in(language: Language) -> SheetTitles:
    """Titles for a reader of a language that the company may not print."""
    codes = available_languages(templates_dir())
    return SheetTitles(language, {code: load_language(templates_dir(), code).words("labels.name") for code in codes})
