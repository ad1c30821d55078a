"""A language: every word the product prints or says in it, read from ``templates/languages/<code>/``.

A missing word stops the run; there is no fallback to another language, because a half-English Japanese page in an
emergency is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from runbook.knowledge.plurals import OTHER, plural_category

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.errors import Problem

WORD_FILES = (
    "labels",
    "sheets",
    "steps",
    "packets",
    "screen",
    "facts",
    "tasks",
    "notices",
    "cards",
    "audit",
    "reports",
    "agenda",
    "guardrails",
    "changes",
    "checks",
    "talk",
    "interview",
    "doctor",
    "document",
)
PROBLEMS = "problems"  # the key above the sentences of all messages-*.yaml
COUNT = "count"  # the value whose number chooses the form of a sentence
_IF_GIVEN = re.compile("⟨([^⟩]*)⟩")  # words that are said only if none of the values in them is empty
_VALUE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language as a tree of mappings; the first key is the file's name."""

    code: str
    tree: Mapping[str, object]
    _found: dict[str, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def with_own(self, own: Mapping[str, str]) -> Language:
        """The same with other sentences at some dotted keys."""
        language = Language(self.code, self.tree)
        language._found.update(own)
        return language

    def say(self, key: str, /, **values: object) -> str:
        """The sentence at a dotted key with its values; KeyError names what is missing."""
        return _filled(self.sentence(key, values), values)

    def sentence(self, key: str, values: Mapping[str, object]) -> str:
        """The sentence at a dotted key with its places still open; KeyError names what is missing.

        Where forms by number stand at the key ("one", "other": CLDR's cardinal categories), ``count`` chooses; a form
        that is like "other" may be missing.
        """
        found = self.branch(key)
        if isinstance(found, Mapping) and COUNT in values:
            form = plural_category(self.code, int(str(values[COUNT])))
            key = f"{key}.{form if form in found else OTHER}"
        return self.words(key)

    def words(self, key: str) -> str:
        """The text at a dotted key ("sheets.approvers.title") as it stands; KeyError names what is missing."""
        found = self.branch(key)
        if not isinstance(found, str) or not found.strip():
            msg = f"languages/{self.code}: {key} is not a text"
            raise KeyError(msg)
        return found

    def withheld(self, name: str) -> str:
        """What stands for a value that readers of roles only are not told, by its name below ``labels.withheld``."""
        return self.say("labels.withheld.bracketed", word=self.words(f"labels.withheld.{name}"))

    def problem(self, problem: Problem) -> tuple[str, str]:
        """What is wrong and what to do about it; KeyError if a sentence or one of its values is missing."""
        values = dict(problem.values)
        what, remedy = (self.words(f"{PROBLEMS}.{problem.rule}.{part}").strip() for part in ("what", "remedy"))
        return _filled(what, values), _filled(remedy, values)

    def branch(self, key: str) -> object:
        """Whatever stands at a dotted key: a text, a list of texts or a mapping."""
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def _look_up(self, key: str) -> object:
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


def _filled(words: str, values: Mapping[str, object]) -> str:
    """The words with their values, without what stands between ⟨ and ⟩ with an empty value."""

    def if_given(match: re.Match[str]) -> str:
        return match[1] if all(str(values[name]) for name in _VALUE.findall(match[1])) else ""

    kept = _IF_GIVEN.sub(if_given, words)
    return (kept if kept == words else kept.strip()).format_map(values)


def available_languages(folder: Path) -> tuple[str, ...]:
    """Codes of the languages in a templates folder, sorted."""
    return tuple(sorted(path.name for path in (folder / "languages").iterdir() if path.is_dir()))


@cache
def load_language(folder: Path, code: str) -> Language:
    """One language of a templates folder; FileNotFoundError if it is not complete.

    A file is parsed when the first word of it is asked for: a command says a few sentences, a build all of them.
    """
    place = folder / "languages" / code
    files: dict[str, tuple[Path, ...]] = {name: (place / f"{name}.yaml",) for name in WORD_FILES}
    files[PROBLEMS] = tuple(sorted(place.glob("messages-*.yaml")))
    for path in (path for paths in files.values() for path in paths):
        path.stat()
    if not files[PROBLEMS]:
        msg = f"{place}: no messages-*.yaml"
        raise FileNotFoundError(msg)
    return Language(code, _Files(files))


class _Files(Mapping[str, object]):
    """The trees of word files by name, each read once, when it is asked for."""

    def __init__(self, files: Mapping[str, tuple[Path, ...]]) -> None:
        self._files = files
        self._read: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._read:
            paths = self._files[name]
            self._read[name] = _problems(paths) if name == PROBLEMS else read_words(paths[0])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def read_words(path: Path) -> Mapping[str, object]:
    """The tree of texts in a word file; ValueError if it is empty."""
    from runbook.knowledge.shipped_yaml import texts_in  # noqa: PLC0415  YAML is heavy for the start of the command line

    content = texts_in(path)
    if not isinstance(content, Mapping):
        msg = f"{path} is empty"
        raise ValueError(msg)  # noqa: TRY004  the file is wrong, not the caller
    return content


def _problems(paths: tuple[Path, ...]) -> Mapping[str, object]:
    """The sentences of all problems by rule; ValueError for a rule that stands twice or lacks a sentence."""
    found: dict[str, object] = {}
    for path in paths:
        rules = read_words(path)[PROBLEMS]
        for rule, words in rules.items() if isinstance(rules, Mapping) else ():
            if rule in found or set(words) != {"what", "remedy"} or not all(words.values()):
                msg = f"{path}: {PROBLEMS}.{rule} stands twice or has not exactly `what` and `remedy`"
                raise ValueError(msg)
            found[rule] = words
    return found
