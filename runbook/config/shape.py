"""The shape of the config: what is wrong with it, and the line that is wanted instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from runbook.config.described import adapter, choices, fields
from runbook.config.fault import Fault
from runbook.config.meant import bare, either_day, field_meant
from runbook.config.references import fits
from runbook.config.syntax import full_width_separator
from runbook.config.tree import Node, Path, Tree
from runbook.config.wanted import example, in_each_language, offered, offered_entry, opened_by, wanted
from runbook.organisation.numbers import JAPAN, international
from runbook.text.characters import folded
from runbook.text.nearest import near_one
from runbook.text.secret_values import could_be_password
from runbook.text.yaml_flow import flow

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from runbook.config.source import ConfigSource
    from runbook.organisation import Organisation


def validate(source: ConfigSource, tree: Tree) -> tuple[Organisation | None, list[Fault]]:
    """The organisation, or everything that is wrong with the shape of the file."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return adapter().validate_python(tree.root), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    faults = [fault for detail in details if (fault := _fault(source, tree, detail))]
    faults = [_renamed(fault, faults, tree) for fault in faults]
    slips = {place for fault in faults for place in _explained(fault)}
    return None, [fault for fault in faults if (fault.rule, fault.path) not in slips]


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An error of pydantic, and what stands at its place in the file."""

    kind: str
    path: Path
    context: Mapping[str, Any]
    node: Node
    tree: Tree

    def is_in_japan(self) -> bool:
        """Whether a number without a country code is one of Japan: by itself, or by the company's time zone."""
        if isinstance(self.node, str) and "+" in folded(self.node):
            return True
        return self.tree.get(("company", "time_zone")) in (None, *JAPAN)


_Handler = Callable[[_Refusal], Fault | None]


def _fault(source: ConfigSource, tree: Tree, detail: ErrorDetails) -> Fault | None:
    """A pydantic error in our words; None for one that only follows from others."""
    kind, path = detail["type"], _path(detail["loc"])
    if detail["loc"][-1:] == ("[key]",) or kind == "unexpected_keyword_argument":
        return _wrong_key(source, tree, kind, path)
    return _HANDLERS.get(kind, _refused)(_Refusal(kind, path, detail.get("ctx", {}), tree.get(path), tree))


def _refused(refusal: _Refusal) -> Fault:
    """A value that a parser of ours refused: the rule is the parser's."""
    if refusal.kind == "day" and (days := either_day(str(refusal.node))):
        return Fault.of("day-either", refusal.path, day_first=days[0], month_first=days[1])
    if not refusal.kind.startswith("phone"):
        shown = in_each_language if refusal.kind == "expected-text" else offered
        line = shown(refusal.tree, refusal.path)
        return Fault.of(refusal.kind, refusal.path, **{**refusal.context, "line": line})
    number = _number(refusal)
    kind = refusal.kind
    if kind == "phone-length-japan" and not refusal.is_in_japan():
        kind = "phone-no-country"
    return Fault.of(kind, refusal.path, **{**refusal.context, "line": flow(number) if number else ""})


def _number(refusal: _Refusal) -> str:
    """The number that is meant, as it is dialled from everywhere; "" if nobody can tell."""
    if refusal.kind == "phone-bracket-zero":
        return " ".join(str(refusal.node).replace("(0)", " ").split())
    typed = bare(str(refusal.node))
    if typed != refusal.node and typed.startswith("+"):
        return typed
    return international(typed, str(refusal.tree.get(("company", "time_zone"))))


def _missing(refusal: _Refusal) -> Fault:
    line = f"{refusal.path[-1]}: {example(refusal.tree, refusal.path)}"
    return Fault.of("missing", refusal.path, field=refusal.path[-1], line=line)


def _choice(refusal: _Refusal) -> Fault | None:
    if not isinstance(refusal.node, str):
        return _expected("expected-value")(refusal)
    known = choices(refusal.path)
    private = could_be_password(refusal.node)
    nearest = offered(refusal.tree, refusal.path) or near_one(refusal.node, known)
    return Fault.of("choice", refusal.path, private=private, nearest=nearest, all=", ".join(known))


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

    def fault(refusal: _Refusal) -> Fault:
        found = _wrong_kind(rule, refusal.path, refusal.node)
        if found == "expected-value":
            return Fault.of(found, refusal.path, line=offered(refusal.tree, refusal.path))
        if found not in _SHOW_LINE:
            return Fault.of(found, refusal.path, line="")
        if found == "expected-list" and fits(refusal.path, "places.*.opened_by.*"):
            together, alone = opened_by(refusal.tree, refusal.path[:-1])
            if len(together) > len("[[]]"):
                return Fault.of("opened-by", refusal.path[:-1], together=together, alone=alone)
        shown = in_each_language if found == "expected-text" else wanted
        return Fault.of(found, refusal.path, line=shown(refusal.tree, refusal.path))

    return fault


_SHOW_LINE = ("expected-mapping", "expected-list", "expected-text")
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


def _renamed(fault: Fault, faults: Sequence[Fault], tree: Tree) -> Fault:
    """A key that does not exist with the line to write instead: of the nearest name, or of the one that is missing."""
    if fault.rule != "unknown-key":
        return fault
    values, holder, node = dict(fault.values), fault.path[:-1], tree.get(fault.path)
    line, meant = offered_entry(tree, holder, str(fault.path[-1]))
    missing = [str(each.path[-1]) for each in faults if each.rule == "missing" and each.path[:-1] == holder]
    for name in dict.fromkeys(filter(None, (values["nearest"], *missing))):
        if line or (isinstance(node, list) and len(node) > 1):
            break
        value = offered(tree, (*holder, name), node, reread=False)
        if value and len(value) <= _LONGEST_RENAMED:
            line, meant = f"{name}: {value}", (name,)
    if not line:
        return fault
    return replace(fault, values=tuple((values | {"nearest": "", "line": line, "meant": " ".join(meant)}).items()))


_LONGEST_RENAMED = 80  # signs; a longer value stands in the file, where only its key is wrong


def _explained(fault: Fault) -> Iterator[tuple[str, Path]]:
    """Findings that only follow from this one: the field that was meant is missing, the half of a text is empty."""
    if fault.rule == "unknown-key":
        values = dict(fault.values)
        for name in (values["nearest"], *values["meant"].split()):
            yield "missing", (*fault.path[:-1], name)
    elif fault.rule == "yaml-comma":
        yield "value-empty", fault.path


def _wrong_key(source: ConfigSource, tree: Tree, kind: str, path: Path) -> Fault:
    """What is wrong with a key: a slip of punctuation, or a name that does not exist."""
    key, span = str(path[-1]), tree.span(path, key=True)
    after = source.lines[span.line - 1][span.column - 1 + span.width :].lstrip()
    if tree.get(path) is None and after.startswith((",", "}")):
        return Fault("yaml-comma", path, on_key=True)
    if full_width_separator(key + " "):
        return Fault.of("yaml-full-width", path, on_key=True, line="")
    if kind == "language-code":
        return Fault.of(kind, path, on_key=True, value=key[:20])
    known, value = fields(path[:-1]), tree.get(path)
    private = isinstance(value, str) and could_be_password(value)
    return Fault.of(
        "unknown-key",
        path,
        on_key=True,
        private=private,
        key=key[:60],
        line="",
        meant="",
        nearest=field_meant(key, known) or near_one(key, known),
        all=", ".join(known),
    )


def _wrong_kind(rule: str, path: Path, node: Node) -> str:
    """Why a mapping, list or value is not there."""
    if node is None:
        return "value-empty" if path else "config-empty"
    return "yaml-full-width" if isinstance(node, str) and full_width_separator(node) else rule


def _path(location: tuple[int | str, ...]) -> Path:
    """A pydantic location as a path of the file: without the names of union members."""
    return tuple(part for part in location if not (isinstance(part, str) and part.startswith(("$", "["))))
