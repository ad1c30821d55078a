"""The sentences of problems: what is wrong and what to do, from ``templates/languages/<code>/messages-*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from runbook.resources import templates_dir

if TYPE_CHECKING:
    from runbook.errors import Problem


@cache
def load_messages(language: str) -> Mapping[str, tuple[str, str]]:
    """Rule to (what, remedy) in a language; FileNotFoundError or ValueError if the words are not complete."""
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    messages: dict[str, tuple[str, str]] = {}
    files = sorted((templates_dir() / "languages" / language).glob("messages-*.yaml"))
    if not files:
        msg = f"templates/languages/{language}: no messages-*.yaml"
        raise FileNotFoundError(msg)
    for path in files:
        tree = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
        for rule, words in tree["problems"].items():
            if rule in messages or set(words) != {"what", "remedy"} or not all(words.values()):
                msg = f"{path}: problems.{rule} stands twice or has not exactly `what` and `remedy`"
                raise ValueError(msg)
            messages[rule] = (words["what"].strip(), words["remedy"].strip())
    return messages


def sentences(problem: Problem, language: str) -> tuple[str, str]:
    """What is wrong and what to do about it, in words; KeyError if a sentence or one of its values is missing."""
    what, remedy = load_messages(language)[problem.rule]
    values = dict(problem.values)
    return what.format_map(values), remedy.format_map(values)
