"""Pieces of what ships that can be overridden one at a time: a file, a block of it, a sentence.

A block is a macro: the own file blocks/html/h2.j2 stands for the macro h2 of blocks/html.j2. A sentence stands in
``words/<language>.yaml`` under the key that it has in ``languages/<language>``. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.sheets.look import OURS_ALONE

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

STYLES = "page/*.css"
WORDS = "words"
WORD_BRANCHES = ("sheets", "document", "notices", "cards")
"""What is printed and proves nothing. Steps have `notes` of the config, facts their sources, labels a meaning."""
_NOT_REPLACED = frozenset(f"page/{name}" for name in OURS_ALONE)
_MACRO = re.compile(
    r"\{%-?\s*macro\s+(?P<name>[a-z_0-9]+)\((?P<asked>.*?)\)\s*-?%\}.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL
)
_PLACEHOLDER = re.compile(r"\{[a-z_]+(?:\[[A-Za-z0-9_-]+\])?\}")
_OWN_PREFIX = "of_your_own_"


@dataclass(frozen=True, slots=True)
class Block:
    """A macro of a template: its name, what it is asked with, and its text."""

    name: str
    asked: tuple[str, ...]
    text: str


def blocks_in(source: str) -> Mapping[str, Block]:
    """The macros of a template by name."""
    found = (Block(match["name"], _asked(match["asked"]), match[0]) for match in _MACRO.finditer(source))
    return {block.name: block for block in found}


def _asked(signature: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in signature.split(",") if part.strip())


@cache
def shipped_files(shipped: Path) -> tuple[str, ...]:
    """Every file that an own one can be laid over: templates and stylesheets, not words and facts."""
    found = (path.relative_to(shipped).as_posix() for pattern in ("**/*.j2", STYLES) for path in shipped.glob(pattern))
    return tuple(sorted(path for path in found if path not in _NOT_REPLACED))


@cache
def shipped_blocks(shipped: Path) -> Mapping[str, Block]:
    """Every block by the path of the own file that stands for it."""
    return {
        f"{path.removesuffix('.j2')}/{block.name}.j2": block
        for path in shipped_files(shipped)
        if path.endswith(".j2")
        for block in blocks_in((shipped / path).read_text("utf-8")).values()
    }


def template_of(path: str) -> str:
    """The template that a block is in, from the path of the own file that stands for it."""
    return f"{path.rpartition('/')[0]}.j2"


def sentences(language: Language) -> Iterator[tuple[str, str]]:
    """Every sentence that can be overridden, by its dotted key."""
    for branch in WORD_BRANCHES:
        yield from _leaves(branch, language.branch(branch))


def _leaves(key: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, Mapping):
        for name, child in node.items():
            yield from _leaves(f"{key}.{name}", child)


def places_in(sentence: str) -> tuple[str, ...]:
    """The places for values in a sentence, sorted: an own sentence has the same."""
    return tuple(sorted(set(_PLACEHOLDER.findall(sentence))))


def with_own_blocks(template: str, source: str, own: Sequence[Path]) -> str:
    """A template whose own blocks are used in place of its own; lines keep their numbers.

    ``own``: the folders of own templates. Each block stays a template by itself, so that a fault is told where it is.
    """
    folder = template.removesuffix(".j2")
    files = sorted(file for place in own for file in (place / folder).glob("*.j2") if file.is_file())
    known = blocks_in(source) if files else {}
    laid = (
        f'{{% from "{folder}/{name}.j2" import {name} as {_OWN_PREFIX}{name} with context %}}'
        f"{{% set {name} = {_OWN_PREFIX}{name} %}}"
        for name in dict.fromkeys(file.stem for file in files)
        if name in known
    )
    return source + "".join(laid)
