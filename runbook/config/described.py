"""What the JSON Schema of the config says about the value at a path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.organisation import Organisation

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from runbook.config.tree import Path

_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What pydantic calls a limit when it does not know the type behind a validator, and what JSON Schema calls it.
_CONSTRAINTS = {"ge": "minimum", "le": "maximum", "max_length": "maxLength"}


@cache
def adapter() -> TypeAdapter[Organisation]:
    """What reads the tree of a config."""
    from pydantic import TypeAdapter  # noqa: PLC0415  builds the whole model, only when a config is read

    return TypeAdapter(Organisation)


@cache
def json_schema() -> Mapping[str, Any]:
    """JSON Schema 2020-12 of the config, with the descriptions of all fields."""
    schema = adapter().json_schema()
    for definition in (schema, *schema["$defs"].values()):
        for part in definition.get("properties", {}).values():
            part.pop("title", None)
            for ours, theirs in _CONSTRAINTS.items():
                if ours in part:
                    part[theirs] = part.pop(ours)
    schema["required"].remove("accounts")
    either = {"if": {"not": {"required": ["accounts_file"]}}, "then": {"required": ["accounts"]}}
    head = {"$schema": _SCHEMA_DIALECT, "title": "Config of root-runbook"}
    return head | {name: part for name, part in schema.items() if name != "title"} | either


def fields(path: Path) -> list[str]:
    """The keys that a mapping at this path may have."""
    for form in described(path):
        if names := form.get("properties"):
            return list(names)
        for names_of_keys in alternatives(form.get("propertyNames", {})):
            if words := names_of_keys.get("enum"):
                return list(words)
    return []


def choices(path: Path) -> list[str]:
    """The words that may stand at this path."""
    return [word for form in described(path) for word in form.get("enum", ()) if isinstance(word, str)]


def described(path: Path) -> list[Mapping[str, Any]]:
    """What the JSON Schema says about the value at a path: one mapping for each form that it may have."""
    forms = list(alternatives(json_schema()))
    for part in path:
        below = [found for form in forms if (found := _below(form, part))]
        forms = [form for found in below for form in alternatives(found)]
    return forms


def _below(form: Mapping[str, Any], part: int | str) -> Mapping[str, Any] | None:
    if isinstance(part, int):
        return form.get("items")
    return form.get("properties", {}).get(part) or form.get("additionalProperties") or None


def alternatives(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every form that is described, references followed."""
    if "$ref" in node:
        yield from alternatives(json_schema()["$defs"][str(node["$ref"]).rpartition("/")[2]])
    elif choice := node.get("anyOf") or node.get("oneOf"):
        for alternative in choice:
            yield from alternatives(alternative)
    else:
        yield node
