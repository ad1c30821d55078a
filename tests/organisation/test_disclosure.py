from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from support.packet_companies import shipped

from runbook.organisation import Organisation, parsers
from runbook.organisation.disclosure import disclosures, parts
from runbook.organisation.localized import Text

FREE = {
    parsers.addresses,
    parsers.contact_value,
    parsers.domain_name,
    parsers.email,
    parsers.identifier,
    parsers.label,
    parsers.phone,
    parsers.url,
}
"""How values are read that somebody may choose freely; all others are days, numbers, zones or a few words."""


def holds_words(hint: Any) -> bool:
    if hint is Text:
        return True
    readers = {getattr(mark, "func", None) for mark in getattr(hint, "__metadata__", ())}
    return bool(readers & FREE) or any(holds_words(part) for part in get_args(hint))


def classes(of: type[Any], seen: set[type[Any]]) -> Iterator[type[Any]]:
    if of in seen or of is Text:
        return
    seen.add(of)
    yield of
    for hint in get_type_hints(of, include_extras=True).values():
        yield from classes_in(hint, seen)


def classes_in(hint: Any, seen: set[type[Any]]) -> Iterator[type[Any]]:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield from classes(hint, seen)
    for part in get_args(hint):
        yield from classes_in(part, seen)


MODEL = tuple(classes(Organisation, set()))


def test_the_whole_model_is_looked_at() -> None:
    found = {each.__name__ for each in MODEL}
    assert {"Person", "Absence", "Item", "RecoveryPhone", "OwnTask", "AcceptedRisk"} <= found
    assert len(MODEL) > 30


@pytest.mark.parametrize("of", MODEL, ids=lambda of: of.__name__)
def test_every_field_that_holds_words_is_marked_for_readers_of_roles_only(of: type[Any]) -> None:
    hints = get_type_hints(of, include_extras=True)
    unmarked = [field.name for field in dataclasses.fields(of) if holds_words(hints[field.name])]
    assert [name for name in unmarked if name not in disclosures(of)] == []


def test_every_value_is_told_with_its_path_in_the_file_and_its_mark() -> None:
    found = {path: (mark.kind.value, value) for path, mark, value in parts(shipped()["minimal"])}
    assert found["people", 0, "name"] == ("personal", Text("佐藤 花子"))
    assert found["people", 0, "contacts", 0, "value"] == ("personal", "+81 90 0000 0001")
    assert found["items", 0, "seal"] == ("restricted", "TEB-000001")
    assert found["accounts", 0, "root_email"] == ("restricted", "aws-root@example.co.jp")
    assert found["accounts", 0, "name"] == ("open", Text("payer"))
    assert found["accounts", 0, "id"] == ("public", "111122223333")
    assert found["approvers", "members", 0, "person"] == ("reference", "sato")
