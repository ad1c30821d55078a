"""The shape of the config: which fields exist, which type each has; and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.config.finding import Finding
from runbook.config.syntax import full_width_separator
from runbook.config.tree import Node, Path, Tree
from runbook.organisation import Organisation
from runbook.text.nearest import nearest

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from runbook.config.source import ConfigSource

_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXPECTED = {
    "dict_type": "expected-mapping",
    "mapping_type": "expected-mapping",
    "dataclass_type": "expected-mapping",
    "tuple_type": "expected-list",
    "string_type": "expected-value",
    "literal_error": "expected-value",
    "enum": "expected-value",
    "union_tag_not_found": "expected-text",
}
# What pydantic calls a limit when it does not know the type behind a validator, and what JSON Schema calls it.
_CONSTRAINTS = {"ge": "minimum", "le": "maximum", "max_length": "maxLength"}
_LENGTHS = {"too_short": "list-too-short", "too_long": "list-too-long"}
_LIMITS = {"greater_than_equal": ("number-too-small", "ge"), "less_than_equal": ("number-too-large", "le")}


@cache
def _adapter() -> TypeAdapter[Organisation]:
    from pydantic import TypeAdapter  # noqa: PLC0415  builds the whole model, only when a config is read

    return TypeAdapter(Organisation)


def validate(source: ConfigSource, tree: Tree) -> tuple[Organisation | None, list[Finding]]:
    """The organisation, or everything that is wrong with the shape of the file."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return _adapter().validate_python(tree.root), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    findings = [finding for detail in details for finding in _findings(source, tree, detail)]
    slips = {place for finding in findings for place in _explained(finding)}
    return None, [finding for finding in findings if (finding.rule, finding.path) not in slips]


@cache
def json_schema() -> Mapping[str, Any]:
    """JSON Schema 2020-12 of the config, with the descriptions of all fields."""
    schema = _adapter().json_schema()
    for definition in (schema, *schema["$defs"].values()):
        for part in definition.get("properties", {}).values():
            part.pop("title", None)
            for ours, theirs in _CONSTRAINTS.items():
                if ours in part:
                    part[theirs] = part.pop(ours)
    head = {"$schema": _SCHEMA_DIALECT, "title": "Config of root-runbook"}
    return head | {name: part for name, part in schema.items() if name != "title"}


def _findings(source: ConfigSource, tree: Tree, detail: ErrorDetails) -> Iterator[Finding]:
    """A pydantic error in our words; nothing for one that only follows from others."""
    kind, path, context = detail["type"], _path(detail["loc"]), detail.get("ctx", {})
    on_key = detail["loc"][-1:] == ("[key]",) or kind == "unexpected_keyword_argument"
    node = _node(tree, path)
    if on_key:
        yield Finding(*_key_rule(source, tree, kind, path), on_key=True)
    elif kind == "missing":
        yield Finding("missing", path, (("field", str(path[-1])),))
    elif kind in ("literal_error", "enum") and isinstance(node, str):
        known = re.findall(r"'([^']*)'", context["expected"])
        yield Finding("choice", path, (("nearest", nearest(node, known)), ("all", ", ".join(known))))
    elif kind in _LENGTHS:
        limit, too_many = _limit(context)
        if isinstance(node, list) and (len(node) > limit if too_many else len(node) < limit):
            yield Finding(_LENGTHS[kind], path, (("limit", str(limit)), ("actual", str(len(node)))))
    elif kind in _LIMITS:
        rule, name = _LIMITS[kind]
        yield Finding(rule, path, (("limit", str(context[name])),))
    elif kind in _EXPECTED:
        yield Finding(_wrong_kind(_EXPECTED[kind], path, node), path)
    else:
        yield Finding(kind, path, tuple((name, str(value)) for name, value in context.items()))


def _explained(finding: Finding) -> Iterator[tuple[str, Path]]:
    """Findings that only follow from this one: the field that was meant is missing, the half of a text is empty."""
    if finding.rule == "unknown-key":
        yield "missing", (*finding.path[:-1], dict(finding.values)["nearest"])
    elif finding.rule == "yaml-comma":
        yield "value-empty", finding.path


def _key_rule(source: ConfigSource, tree: Tree, kind: str, path: Path) -> tuple[str, Path, tuple[tuple[str, str], ...]]:
    """What is wrong with a key: a slip of punctuation, or a name that does not exist."""
    key, span = str(path[-1]), tree.span(path, key=True)
    after = source.lines[span.line - 1][span.column - 1 + span.width :].lstrip()
    if _node(tree, path) is None and after.startswith((",", "}")):
        return "yaml-comma", path, ()
    if full_width_separator(key + " "):
        return "yaml-full-width", path, ()
    if kind == "language-code":
        return kind, path, (("value", key[:20]),)
    return "unknown-key", path, (("key", key[:60]), ("nearest", nearest(key, _fields(path[:-1]))))


def _wrong_kind(rule: str, path: Path, node: Node) -> str:
    """Why a mapping, list or value is not there."""
    if node is None:
        return "value-empty" if path else "config-empty"
    return "yaml-full-width" if isinstance(node, str) and full_width_separator(node) else rule


def _limit(context: Mapping[str, Any]) -> tuple[int, bool]:
    """The length a list must have, and whether it is an upper limit."""
    return (context["max_length"], True) if "max_length" in context else (context["min_length"], False)


def _path(location: tuple[int | str, ...]) -> Path:
    """A pydantic location as a path of the file: without the names of union members."""
    return tuple(part for part in location if not (isinstance(part, str) and part.startswith(("$", "["))))


def _node(tree: Tree, path: Path) -> Node:
    try:
        return tree.node(path)
    except (KeyError, IndexError, TypeError):
        return None


def _fields(path: Path) -> list[str]:
    """The keys that a mapping at this path may have."""
    schema = json_schema()
    node: Mapping[str, Any] = schema
    for part in path:
        node = _resolved(schema, node)
        node = (
            node["items"]
            if isinstance(part, int)
            else node.get("properties", {}).get(part) or node["additionalProperties"]
        )
    node = _resolved(schema, node)
    if names := node.get("properties"):
        return list(names)
    return list(_resolved(schema, node.get("propertyNames", {})).get("enum", ()))


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references; of alternatives take the one with structure (the other is null)."""
    while "$ref" in node or "anyOf" in node:
        if "$ref" in node:
            node = schema["$defs"][str(node["$ref"]).rpartition("/")[2]]
        else:
            node = next(part for part in node["anyOf"] if part.get("type") != "null")
    return node
