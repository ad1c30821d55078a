"""The help of the commands in a language. In English it stands beside the code, in docstrings and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from runbook.knowledge.language import read_words
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_ENGLISH = {
    "usage": "Usage:",
    "arguments": "Arguments",
    "options": "Options",
    "commands": "Commands",
    "default": "default",
    "env var": "env var",
    "required": "required",
}


@dataclass(frozen=True, slots=True)
class Manual:
    """The sentences of ``templates/help/<code>.yaml``; what it does not have is said in English."""

    words: Mapping[str, str] = field(default_factory=lambda: _ENGLISH)
    commands: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """A heading or remark by its English name."""
        return self.words.get(name, _ENGLISH[name])

    def about(self, command: str, english: str) -> str:
        """What a command does; of no command, what all are for."""
        return self.commands.get(command or "runbook", english).strip()

    def short(self, command: str, english: str) -> str:
        """The first sentence of that, for the list of commands."""
        return self.about(command, english).partition("\n")[0]

    def epilog(self, english: str) -> str:
        """What stands below the list of commands."""
        return self.commands.get("exit codes", english).strip()

    def option(self, command: str, name: str, english: str, shown: str) -> str:
        """The help of an option, of the command itself or of all that have it; ``shown`` has the remarks behind it."""
        own = self.options.get(f"{command} {name}", self.options.get(name, english))
        remarks = shown.removeprefix(english).strip()
        for remark in ("env var", "default", "required"):
            remarks = remarks.replace(f"{remark}:", f"{self.word(remark)}:").replace(
                f"[{remark}]", f"[{self.word(remark)}]"
            )
        return f"{own.strip()}  {remarks}" if remarks and own else own.strip() or remarks


@cache
def _of(code: str) -> Manual:
    path = templates_dir() / "help" / f"{code}.yaml"
    if not path.is_file():
        return Manual()
    words = read_words(path)
    parts = (words.get(name) for name in ("words", "commands", "options"))
    found = [{str(key): str(text) for key, text in part.items()} if isinstance(part, Mapping) else {} for part in parts]
    return Manual(*found)


def manual_for(language: Language) -> Manual:
    """The manual in a language."""
    return _of(language.code)
