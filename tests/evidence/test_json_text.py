"""JSON of any size: the parts say what the whole says, each at its place, however the text comes in."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook.evidence import json_text
from runbook.evidence.json_text import STREAMED, JsonFault, Part, json_parts

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(["Accounts", "Records", "NextToken", "a", "ж"]), VALUES, max_size=5)


class Dripping:
    """A text that comes a few signs at a time, whatever is asked for."""

    def __init__(self, text: str, signs: int) -> None:
        self.text, self.signs = io.StringIO(text), signs

    def read(self, _: int) -> str:
        return self.text.read(self.signs)


def parts(text: str) -> list[Part]:
    return list(json_parts(io.StringIO(text)))


def whole(found: list[Part]) -> list[Any]:
    """The values that the parts of a text are of."""
    values: list[Any] = []
    lists: dict[str, list[Any]] = {}
    for part in found:
        if part.name:
            lists.setdefault(part.name, []).append(part.value)
        else:
            more = {name: lists.pop(name, []) for name in part.lists}
            values.append({**part.value, **more} if part.lists else part.value)
    return values


@pytest.mark.slow
@given(st.lists(OBJECTS, max_size=3), st.integers(1, 40), st.sampled_from([None, 2]))
def test_the_parts_of_a_text_are_the_whole_text(values: list[Any], signs: int, indent: int | None) -> None:
    text = "\n".join(json.dumps(value, indent=indent, ensure_ascii=False) for value in values)
    assert whole(list(json_parts(Dripping(text, signs)))) == values


@pytest.mark.slow
@given(st.lists(OBJECTS, min_size=1, max_size=3), st.integers(1, 40))
def test_a_part_stands_where_it_says(values: list[Any], signs: int) -> None:
    text = json.dumps({"Records": values, "x": 1}, indent=1, ensure_ascii=False)
    for part in json_parts(Dripping(text, signs)):
        rest = "\n".join(text.split("\n")[part.line - 1 :])[part.column - 1 :]
        if part.name:
            assert json.JSONDecoder().raw_decode(rest)[0] == part.value
        else:
            assert rest == text


@pytest.mark.slow
@given(st.lists(OBJECTS, min_size=1, max_size=2), st.data())
def test_a_text_that_was_cut_is_never_read_as_whole(values: list[Any], data: st.DataObject) -> None:
    text = json.dumps({"Accounts": values, "NextToken": "x"})
    cut = data.draw(st.integers(1, len(text) - 1))
    with pytest.raises(JsonFault) as caught:
        parts(text[:cut])
    assert caught.value.rule == "evidence-json-cut"


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ('{"a": 1,\n "b": x}', "evidence-json", 2, 7),
        ('{"Records": [{"a": 1}\n {"b": 2}]}', "evidence-json", 2, 2),
        ('{"Records": [{"a": 1},]}', "evidence-json", 1, 23),
        ('{"Records"  [1]}', "evidence-json", 1, 13),
        ("{1: 2}", "evidence-json", 1, 2),
        ("Accounts:\n- Id: x\n", "evidence-json", 1, 1),
        ("<html></html>" + " " * 40, "evidence-json", 1, 1),
        ('{"a": 1, "a": 2}', "evidence-json-key", 1, 13),
        ('{"Records": [], "Records": []}', "evidence-json-key", 1, 26),
        ('{"Records": [{"a": 1, "a": 2}]}', "evidence-json-key", 1, 14),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "evidence-json-deep", 1, 7),
    ],
)
def test_what_is_no_json_is_told_at_its_place(text: str, rule: str, line: int, column: int) -> None:
    with pytest.raises(JsonFault) as caught:
        parts(text)
    assert (caught.value.rule, caught.value.line, caught.value.column) == (rule, line, column)


def test_an_error_is_told_without_reading_to_the_end() -> None:
    file = io.StringIO('{"Records": [{"a": x' + " " * (4 * json_text.CHUNK))
    with pytest.raises(JsonFault):
        list(json_parts(file))
    assert file.tell() <= 2 * json_text.CHUNK


@pytest.mark.parametrize("text", ['{{"a": "{}"}}', '{{"Records": ["{}"]}}', '["{}"]', '"{}'])
def test_a_value_that_nobody_at_aws_writes_is_not_taken_into_memory(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "VALUE_LIMIT", 1000)
    monkeypatch.setattr(json_text, "CHUNK", 100)
    file = io.StringIO(text.format("x" * 100_000))
    with pytest.raises(JsonFault) as caught:
        list(json_parts(file))
    assert caught.value.rule == "evidence-value-too-large"
    assert file.tell() < 10_000


def test_many_small_values_beside_a_list_are_not_taken_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "VALUE_LIMIT", 1000)
    with pytest.raises(JsonFault) as caught:
        parts(json.dumps({str(number): "x" * 50 for number in range(100)}))
    assert caught.value.rule == "evidence-value-too-large"


def test_a_number_longer_than_any_stays_text() -> None:
    (part,) = parts('{"a": ' + "9" * 5000 + "}")
    assert part.value == {"a": "9" * 5000}


def test_only_long_lists_are_walked() -> None:
    assert [part.name for part in parts('{"EnabledFeatures": ["x"], "Accounts": [1, 2]}')] == [
        "Accounts",
        "Accounts",
        "",
    ]
    assert set(STREAMED) == {"Accounts", "Records", "Events"}


def test_the_elements_of_a_list_without_a_name_are_objects_of_their_own() -> None:
    found = [(part.name, part.value, part.column, part.lists) for part in parts('[{"a": 1}, 2]  3')]
    assert found == [("", {"a": 1}, 2, ()), ("", 2, 12, ()), ("", 3, 16, ())]
    assert parts("[]") == parts("") == []
