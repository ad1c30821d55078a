"""The line that is wanted at a place of the file, with what the reader has written as far as it fits.

Fields come from the JSON Schema, ids from the file itself, all other values are examples of the schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runbook.config.described import alternatives, described
from runbook.config.references import REFERENCES, fits, matching
from runbook.text.secret_values import could_be_password
from runbook.text.yaml_flow import Value, flow

if TYPE_CHECKING:
    from runbook.config.tree import Path, Tree

_UNKNOWN = "…"
_NOBODY = ("none", "nobody", "no", "-", "null", "なし", "無し")  # written where a list is to be empty
_DEEPEST = 12  # levels; the config has fewer


def wanted(tree: Tree, path: Path) -> str:
    """What should stand at a path instead of what stands there."""
    try:
        node = tree.node(path)
    except (KeyError, IndexError, TypeError):
        node = None
    own = node if isinstance(node, str) and node and not could_be_password(node) else None
    return flow(_value(described(path), tree, path, own))


def example(tree: Tree, path: Path) -> str:
    """A value for a field that is missing."""
    return flow(_value(described(path), tree, path, None))


def _value(forms: list[Mapping[str, Any]], tree: Tree, path: Path, own: str | None) -> Value:
    """The first form that has parts, else a single value."""
    for form in forms if len(path) < _DEEPEST else ():
        if "properties" in form:
            return _mapping(form, tree, path, own)
        if "items" in form and own is not None and own.lower() in _NOBODY and not form.get("minItems"):
            return []
        if "items" in form:
            return [_value(list(alternatives(form["items"])), tree, (*path, 0), own)]
    return own if own and any(_can_hold(form, own) for form in forms) else _scalar(forms, tree, path)


def _mapping(form: Mapping[str, Any], tree: Tree, path: Path, own: str | None) -> dict[str, Value]:
    """Its required fields; what the reader wrote stands in the first of them that can hold it."""
    found: dict[str, Value] = {}
    for name in form.get("required") or list(form["properties"])[:1]:
        forms = list(alternatives(form["properties"][name]))
        if own is not None and any(_can_hold(each, own) for each in forms):
            found[name], own = own, None
        else:
            found[name] = _value(forms, tree, (*path, name), None)
    return found


def _can_hold(form: Mapping[str, Any], text: str) -> bool:
    """Whether a single value may be this text."""
    if "properties" in form or "items" in form:
        return False
    if "enum" in form:
        return text in form["enum"]
    return re.search(form.get("pattern", ""), text) is not None


def _scalar(forms: list[Mapping[str, Any]], tree: Tree, path: Path) -> str:
    for pattern, (kind, _) in REFERENCES.items():
        if fits(path, pattern):
            return next((value for _, value in matching(tree, f"{kind}.*.id")), _UNKNOWN)
    examples = [each for form in forms for each in (*form.get("enum", ()), *form.get("examples", ()))]
    if not examples or path[-1:] in (("id",), ("name",)):
        return _UNKNOWN
    return str(examples[-1] if path[-1] == "until" else examples[0])
