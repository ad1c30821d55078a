"""The shapes of a config that people edit: a mapping with a line for each field, a list with a line for each entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from runbook.text.yaml_flow import Value, flow

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_WIDTH = 140


def comment(language: Language, name: str) -> Iterator[str]:
    """The comment that stands above a section, in the reader's language."""
    words = language.words(f"interview.comments.{name}")
    return (f"# {line}".rstrip() for line in words.strip().splitlines())


def block(name: str, fields: Mapping[str, Value]) -> list[str]:
    """A mapping with a field on each line; nothing if it has none."""
    lines = [f"  {key}: {flow(value)}" for key, value in fields.items()]
    return [f"{name}:", *lines] if lines else []


def entries(name: str, listed: Iterable[Mapping[str, Value]]) -> list[str]:
    """A list with an entry on each line, or on several where one would be too long; nothing if it is empty."""
    lines = []
    for each in listed:
        line = f"  - {flow(dict(each))}"
        lines += [line] if len(line) <= _WIDTH else entry(each)
    return [f"{name}:", *lines] if lines else []


def entry(fields: Mapping[str, Value], **lists: list[Value]) -> list[str]:
    """An entry of a list with each field on its own line, and each element of its lists too."""
    lines = [f"    {key}: {flow(value)}" for key, value in fields.items()]
    for key, elements in lists.items():
        lines += [f"    {key}:", *(f"      - {flow(element)}" for element in elements)]
    return [f"  - {lines[0].strip()}", *lines[1:]]
