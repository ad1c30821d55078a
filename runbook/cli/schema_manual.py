"""The JSON Schema of the config with its descriptions in a language. In English they stand beside the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runbook.config import json_schema
from runbook.knowledge.language import read_words
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from runbook.knowledge.language import Language

_WHOLE = "Organisation"  # the file as a whole, which has no name in the schema
_ITSELF, _ANY, _TITLE = "itself", "any", "title"


def schema_for(language: Language) -> Mapping[str, Any]:
    """The schema as `json_schema` gives it; what ``templates/help/<code>-schema.yaml`` does not say stays English."""
    schema = json_schema()
    path = templates_dir() / "help" / f"{language.code}-schema.yaml"
    if not path.is_file():
        return schema
    words: Mapping[str, Any] = read_words(path)
    forms = {name: _told(form, words.get(name, {}), words[_ANY]) for name, form in schema["$defs"].items()}
    return _told(schema, words[_WHOLE], words[_ANY]) | {"$defs": forms, "title": words[_TITLE]}


def _told(form: Mapping[str, Any], own: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, Any]:
    """A form of the schema with the descriptions of itself and of its properties replaced, where there are words."""
    properties = {
        name: _described(part, own.get(name, shared.get(name))) for name, part in form.get("properties", {}).items()
    }
    return _described(form, own.get(_ITSELF)) | ({"properties": properties} if properties else {})


def _described(part: Mapping[str, Any], words: str | None) -> dict[str, Any]:
    return {**part, "description": words} if words and "description" in part else dict(part)
