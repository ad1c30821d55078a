"""The shape of the config: which fields exist, which type each has; and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.config.fault import Fault
from runbook.config.syntax import full_width_separator
from runbook.config.tree import Node, Path, Tree
from runbook.organisation import Organisation
from runbook.text.nearest import nearest
from runbook.text.secret_values import could_be_password

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from runbook.config.source import ConfigSource

_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What pydantic calls a limit when it does not know the type behind a validator, and what JSON Schema calls it.
_CONSTRAINTS = {"ge": "minimum", "le": "maximum", "max_length": "maxLength"}


@cache
def _adapter() -> TypeAdapter[Organisation]:
    from pydantic import TypeAdapter  # noqa: PLC0415  builds the whole model, only when a config is read

    return TypeAdapter(Organisation)


def validate(source: ConfigSource, tree: Tree) -> tuple[Organisation | None, list[Fault]]:
    """The organisation, or everything that is wrong with the shape of the file."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return _adapter().validate_python(tree.root), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    faults = [fault for detail in details if (fault := _fault(source, tree, detail))]
    slips = {place for fault in faults for place in _explained(fault)}
    return None, [fault for fault in faults if (fault.rule, fault.path) not in slips]


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
    schema["required"].remove("accounts")
    either = {"if": {"not": {"required": ["accounts_file"]}}, "then": {"required": ["accounts"]}}
    head = {"$schema": _SCHEMA_DIALECT, "title": "Config of root-runbook"}
    return head | {name: part for name, part in schema.items() if name != "title"} | either


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An error of pydantic, and what stands at its place in the file."""

    kind: str
    path: Path
    context: Mapping[str, Any]
    node: Node


_Handler = Callable[[_Refusal], Fault | None]


def _fault(source: ConfigSource, tree: Tree, detail: ErrorDetails) -> Fault | None:
    """A pydantic error in our words; None for one that only follows from others."""
    kind, path = detail["type"], _path(detail["loc"])
    if detail["loc"][-1:] == ("[key]",) or kind == "unexpected_keyword_argument":
        return _wrong_key(source, tree, kind, path)
    return _HANDLERS.get(kind, _refused)(_Refusal(kind, path, detail.get("ctx", {}), _node(tree, path)))


def _refused(refusal: _Refusal) -> Fault:
    """A value that a parser of ours refused: the rule is the parser's."""
    return Fault.of(refusal.kind, refusal.path, **refusal.context)


def _missing(refusal: _Refusal) -> Fault:
    return Fault.of("missing", refusal.path, field=refusal.path[-1])


def _choice(refusal: _Refusal) -> Fault | None:
    if not isinstance(refusal.node, str):
        return _expected("expected-value")(refusal)
    known = _choices(refusal.path)
    private = could_be_password(refusal.node)
    return Fault.of("choice", refusal.path, private=private, nearest=nearest(refusal.node, known), all=", ".join(known))


def _too_short(refusal: _Refusal) -> Fault | None:
    """None where the list is long enough and pydantic misses elements that are wrong themselves."""
    least = refusal.context["min_length"]
    if not isinstance(refusal.node, list) or len(refusal.node) >= least:
        return None
    return Fault.of("list-too-short", refusal.path, limit=least, actual=len(refusal.node))


def _too_long(refusal: _Refusal) -> Fault | None:
    most = refusal.context["max_length"]
    if not isinstance(refusal.node, list) or len(refusal.node) <= most:
        return None
    return Fault.of("list-too-long", refusal.path, limit=most, actual=len(refusal.node))


def _beyond(rule: str, limit: str) -> _Handler:
    """A number beyond the limit that pydantic calls so."""
    return lambda refusal: Fault.of(rule, refusal.path, limit=refusal.context[limit])


def _expected(rule: str) -> _Handler:
    """A value of another kind, or none at all, where the rule asks for a mapping, a list or a text."""
    return lambda refusal: Fault(_wrong_kind(rule, refusal.path, refusal.node), refusal.path)


_HANDLERS: Mapping[str, _Handler] = {
    "missing": _missing,
    "literal_error": _choice,
    "enum": _choice,
    "too_short": _too_short,
    "too_long": _too_long,
    "greater_than_equal": _beyond("number-too-small", "ge"),
    "less_than_equal": _beyond("number-too-large", "le"),
    "dict_type": _expected("expected-mapping"),
    "mapping_type": _expected("expected-mapping"),
    "dataclass_type": _expected("expected-mapping"),
    "tuple_type": _expected("expected-list"),
    "string_type": _expected("expected-value"),
    "union_tag_not_found": _expected("expected-text"),
}


def _explained(fault: Fault) -> Iterator[tuple[str, Path]]:
    """Findings that only follow from this one: the field that was meant is missing, the half of a text is empty."""
    if fault.rule == "unknown-key":
        yield "missing", (*fault.path[:-1], dict(fault.values)["nearest"])
    elif fault.rule == "yaml-comma":
        yield "value-empty", fault.path


def _wrong_key(source: ConfigSource, tree: Tree, kind: str, path: Path) -> Fault:
    """What is wrong with a key: a slip of punctuation, or a name that does not exist."""
    key, span = str(path[-1]), tree.span(path, key=True)
    after = source.lines[span.line - 1][span.column - 1 + span.width :].lstrip()
    if _node(tree, path) is None and after.startswith((",", "}")):
        return Fault("yaml-comma", path, on_key=True)
    if full_width_separator(key + " "):
        return Fault("yaml-full-width", path, on_key=True)
    if kind == "language-code":
        return Fault.of(kind, path, on_key=True, value=key[:20])
    near, value = nearest(key, _fields(path[:-1])), _node(tree, path)
    private = isinstance(value, str) and could_be_password(value)
    return Fault.of("unknown-key", path, on_key=True, private=private, key=key[:60], nearest=near)


def _wrong_kind(rule: str, path: Path, node: Node) -> str:
    """Why a mapping, list or value is not there."""
    if node is None:
        return "value-empty" if path else "config-empty"
    return "yaml-full-width" if isinstance(node, str) and full_width_separator(node) else rule


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
    for described in _described(path):
        if names := described.get("properties"):
            return list(names)
        for names_of_keys in _alternatives(described.get("propertyNames", {})):
            if words := names_of_keys.get("enum"):
                return list(words)
    return []


def _choices(path: Path) -> list[str]:
    """The words that may stand at this path."""
    return [word for described in _described(path) for word in described.get("enum", ()) if isinstance(word, str)]


def _described(path: Path) -> list[Mapping[str, Any]]:
    """What the JSON Schema says about the value at a path: one mapping for each form that it may have."""
    forms = list(_alternatives(json_schema()))
    for part in path:
        below = [found for form in forms if (found := _below(form, part))]
        forms = [form for found in below for form in _alternatives(found)]
    return forms


def _below(form: Mapping[str, Any], part: int | str) -> Mapping[str, Any] | None:
    if isinstance(part, int):
        return form.get("items")
    return form.get("properties", {}).get(part) or form.get("additionalProperties") or None


def _alternatives(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every form that is described, references followed."""
    if "$ref" in node:
        yield from _alternatives(json_schema()["$defs"][str(node["$ref"]).rpartition("/")[2]])
    elif alternatives := node.get("anyOf") or node.get("oneOf"):
        for alternative in alternatives:
            yield from _alternatives(alternative)
    else:
        yield node
