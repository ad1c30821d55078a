"""Own sentences laid over ours: one file for each language, a dotted key and a text on each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.config import load_config
from runbook.config.events import read_tree
from runbook.errors import ConfigError, Problem, RenderingRefusedError
from runbook.sheets.pieces import places_in, sentences
from runbook.text.nearest import near_one
from runbook.text.secrets import find_secrets

if TYPE_CHECKING:
    from runbook.config import ConfigSource
    from runbook.config.tree import Tree
    from runbook.knowledge.language import Language


def own_sentences(file: Path, language: Language) -> Mapping[str, str]:
    """The sentences of a file by key. RenderingRefusedError, with every line, for a file that cannot be read so.

    A key that nothing prints, a place for a value too many or too few, a blank, what looks like a secret.
    """
    try:
        source = load_config(file)
        tree, problems = read_tree(source)
    except ConfigError as error:
        raise RenderingRefusedError(error.problems) from error
    problems += _refused(source, tree, dict(sentences(language)))
    if problems:
        raise RenderingRefusedError(tuple(problems))
    return {key: str(text) for key, text in tree.root.items()} if isinstance(tree.root, dict) else {}


def _refused(source: ConfigSource, tree: Tree, known: Mapping[str, str]) -> Iterator[Problem]:
    if not isinstance(tree.root, dict):
        yield source.problem("own-words-form", tree.span(()))
        return
    for key, text in tree.root.items():
        place = tree.span((key,), key=key not in known)
        if key not in known:
            yield source.problem("own-words-unknown", place, values=(("key", key), ("nearest", near_one(key, known))))
        elif not isinstance(text, str) or not text.strip():
            yield source.problem("own-words-form", place)
        elif find_secrets(text):
            yield source.problem("own-words-secret", place, hidden=True)
        elif places_in(text) != places_in(known[key]):
            asked = " ".join(places_in(known[key])) or "–"
            yield source.problem("own-words-places", place, values=(("places", asked),))
