"""Reading what was typed from paper: its form, or everything that is wrong with it, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from runbook.config.fault import Fault
from runbook.errors import EvidenceError
from runbook.records.forms import FORM_NAMES, FORMS, Typed, TypedSheet
from runbook.records.reading import PlacedText, choice_fault, read_typed_text
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from pathlib import Path as File

    from pydantic_core import ErrorDetails

    from runbook.config.tree import Node, Path
    from runbook.errors import Problem

ENDINGS = (".yaml", ".yml")
FORM = "runbook-form"
HEAD = "record"
_PAPER = re.compile(r"[0-9]{2}-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class FormFile:
    """What was typed, its tree to keep, and where everything stands in its file."""

    form: Typed
    tree: Mapping[str, Any] = field(repr=False)
    text: PlacedText = field(repr=False)


def read_form(path: File) -> FormFile:
    """The form in a file; EvidenceError with all that is wrong with it, SecretFoundError for what must not be kept."""
    return form_in(*read_typed_text(path))


def form_in(text: PlacedText, problems: Sequence[Problem] = ()) -> FormFile:
    """The form in a text; EvidenceError with these problems and all that is wrong with it."""
    tree = _filled(text.tree.root)
    head = tree.get(HEAD) if isinstance(tree, dict) else None
    if not isinstance(head, str) or not (head in FORMS or _PAPER.fullmatch(head)):
        faults = [Fault.of("typed-none", (HEAD,), known=", ".join(FORM_NAMES))]
        raise EvidenceError((*problems, *text.located(faults)))
    form = FORMS.get(head, TypedSheet)
    try:
        value = TypeAdapter[Typed](form).validate_python(tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise EvidenceError((*problems, *text.located(_faults(details, form)))) from None
    if problems:
        raise EvidenceError(tuple(problems))
    return FormFile(value, tree, text)


def raw_form(form: FormFile) -> dict[str, Any]:
    """A form as it is kept."""
    return {"format": FORM, "version": 1, **form.tree}


def _filled(node: Node) -> Any:  # noqa: ANN401  a tree
    """A tree without what has no value."""
    if isinstance(node, dict):
        found = {key: _filled(value) for key, value in node.items()}
        return {key: value for key, value in found.items() if value not in (None, {}, [], "")}
    if isinstance(node, list):
        return [_filled(each) for each in node]  # all of them: what is wrong with one is told at its place
    return node


def _faults(details: list[ErrorDetails], form: type[Typed]) -> Iterator[Fault]:
    for detail in details:
        kind, path, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
        yield _fault(kind, _without_marks(path), context, form, on_key=path[-1:] == ("[key]",))


def _without_marks(path: Path) -> Path:
    """A path of pydantic as one of the file: it marks keys, and which one of several types it tried."""
    return tuple(part for part in path if part != "[key]" and not (isinstance(part, str) and part.startswith("$")))


_RULES = {
    "tuple_type": "typed-not-list",
    "dict_type": "typed-not-mapping",
    "mapping_type": "typed-not-mapping",
    "dataclass_type": "typed-not-mapping",
    "string_type": "typed-not-text",
    "string_pattern_mismatch": "typed-form",
}


def _fault(kind: str, path: Path, context: Mapping[str, Any], form: type[Typed], *, on_key: bool) -> Fault:
    match kind:
        case "missing":
            return Fault.of("typed-missing", path, field=path[-1])
        case "unexpected_keyword_argument":
            known = form.__dataclass_fields__ if len(path) == 1 else ()
            return Fault.of("typed-unknown-key", path, on_key=True, nearest=near_one(str(path[-1]), known))
        case "literal_error":
            return choice_fault(path, context["expected"])
        case "too_short":
            return Fault.of("typed-missing", path, field=path[-1])
        case _:
            return Fault.of(_RULES.get(kind, kind), path, on_key=on_key, **context)
