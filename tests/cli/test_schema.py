"""`runbook schema`: the same schema in every language, described in that of the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from support.command import Runbook

from runbook.config import json_schema
from runbook.knowledge.language import read_words
from runbook.resources import templates_dir

WORDS = read_words(templates_dir() / "help" / "ja-schema.yaml")


def schema_in(runbook: Runbook, language: str) -> dict[str, Any]:
    ended = runbook("schema", "--talk", language)
    assert ended.code == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert isinstance(found, dict)
    return found


def without_descriptions(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: without_descriptions(below) for key, below in value.items() if not _is_words(key, below)}
    return [without_descriptions(below) for below in value] if isinstance(value, list) else value


def _is_words(key: str, below: object) -> bool:
    return key in {"description", "title"} and isinstance(below, str)


def said(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The place and the text of every description."""
    for name, form in (("Organisation", schema), *schema["$defs"].items()):
        parts = (("itself", form), *form.get("properties", {}).items())
        yield from ((f"{name}.{key}", part["description"]) for key, part in parts if "description" in part)


def test_only_what_is_said_differs_between_languages(runbook: Runbook) -> None:
    english, japanese = schema_in(runbook, "en"), schema_in(runbook, "ja")
    assert english == json_schema()
    assert without_descriptions(japanese) == without_descriptions(english)
    assert [place for place, _ in said(japanese)] == [place for place, _ in said(english)]


def test_every_description_is_japanese_in_japanese(runbook: Runbook) -> None:
    schema = schema_in(runbook, "ja")
    assert schema["title"] == "root-runbook の設定ファイル"
    foreign = {place: text for place, text in said(schema) if not re.search(r"[ぁ-んァ-ヶ一-龠]", text)}
    assert not foreign
    assert schema["$defs"]["AcceptedRisk"]["properties"]["about"]["description"].startswith("このアカウント")


def test_nothing_is_described_that_the_schema_does_not_have() -> None:
    schema = json_schema()
    forms = {"Organisation": schema, **schema["$defs"]}
    names = {name for form in forms.values() for name in form.get("properties", {})}
    assert WORDS["any"].keys() <= names  # type: ignore[attr-defined]
    for name, texts in WORDS.items():
        if name not in {"title", "any"}:
            described = {key for key, part in forms[name].get("properties", {}).items() if "description" in part}
            assert set(texts) <= described | {"itself"}, name  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", ["safe", "removed", "sealed", "reseller", "none", "unknown"])
def test_choices_are_explained_by_the_word_that_is_typed(runbook: Runbook, kind: str) -> None:
    custody = schema_in(runbook, "ja")["$defs"]["Account"]["properties"]["custody"]["description"]
    assert f"{kind}＝" in custody
