"""The register of editions as a file: it loses nothing, only grows, and notices every change by hand."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from support.histories import START, histories, issued

from runbook.editions import EMPTY, BrokenRegisterError, Register, read_register, register_text
from runbook.editions.serialization import _fingerprint
from runbook.knowledge.sheets import SheetName


@settings(max_examples=100)
@given(histories())
def test_what_is_written_is_read_again(register: Register) -> None:
    assert read_register(register_text(register)) == register


@settings(max_examples=60)
@given(histories())
def test_a_further_edition_changes_no_line_before_it(register: Register) -> None:
    """As it is issued: what was read from the file is written again with one entry more."""
    text = register_text(EMPTY)
    for edition in register.editions:
        longer = register_text(Register((*read_register(text).editions, edition)))
        assert longer.startswith(text.removesuffix(b"\n  }\n ]\n}\n").removesuffix(b"]\n}\n"))
        text = longer
    assert read_register(text) == register


def test_an_edition_adds_only_what_changed() -> None:
    sheets = {f"ja/{number:02}-sheet": f"words {number}" for number in range(10, 30)}
    one = issued(EMPTY, sheets, START)
    two = issued(one, sheets | {"ja/10-sheet": "other words"}, START)
    added = json.loads(register_text(two))["editions"][1]
    assert list(added["sheets"]) == ["ja/10-sheet"]
    assert added["words"] == {"ja/10-sheet": ["p ja/10-sheet other words"]}
    assert added["facts"] == {"people/words 10/name": None, "people/other words/name": "other words"}


@settings(max_examples=40)
@given(histories())
def test_any_change_of_a_character_is_noticed(register: Register) -> None:
    text = register_text(register).decode()
    chance = random.Random(len(text))  # noqa: S311  places, not secrets
    for _ in range(15):
        place = chance.randrange(len(text))
        if text[place].isspace():
            continue
        broken = text[:place] + ("7" if text[place] != "7" else "8") + text[place + 1 :]
        try:
            same = json.loads(broken) == json.loads(text)
        except ValueError:
            same = False
        if not same:
            with pytest.raises(BrokenRegisterError):
                read_register(broken.encode())


@settings(max_examples=40)
@given(histories())
def test_entries_cannot_be_taken_out_swapped_or_doubled(register: Register) -> None:
    tree = json.loads(register_text(register))
    entries = tree["editions"]
    wrong = [entries[1:], [*entries, entries[-1]], entries[::-1]] if len(entries) > 1 else [[*entries, entries[0]]]
    for changed in wrong:
        with pytest.raises(BrokenRegisterError):
            read_register(json.dumps(tree | {"editions": changed}).encode())


def test_an_entry_that_follows_another_entry_than_its_own_is_noticed() -> None:
    first, other = (issued(EMPTY, {"ja/02-a": "one"}, START, reason=reason) for reason in ("Why", "Why not"))
    tree = json.loads(register_text(issued(first, {"ja/02-a": "two"}, START)))
    tree["editions"][0] = json.loads(register_text(other))["editions"][0]
    with pytest.raises(BrokenRegisterError) as error:
        read_register(json.dumps(tree).encode())
    assert (error.value.reason, error.value.edition) == ("chain", 2)


@pytest.mark.parametrize(
    ("part", "forged"),
    [
        ("words", {"ja/02-a": ["p other words"]}),
        ("words", {"ja/02-a": []}),
        ("words", {}),
        ("words", {"ja/02-a": ["p ja/02-a two"], "ja/03-b": ["p ja/03-b two"]}),
        ("words", {"ja/02-a": ["p ja/02-a two"], "ja/09-nowhere": ["p words"]}),
        ("sheets", {}),
        ("sheets", {"ja/02-a": {"code": "0000-0000-0", "revision": 2, "since": "2026-12-01", "pages": 1}}),
        ("sheets", {"ja/04-c": {"code": "0000-0000-0", "revision": 1, "since": "2026-12-01", "pages": 1}}),
    ],
)
def test_words_that_do_not_fit_their_codes_are_noticed_in_an_entry_that_is_sealed_anew(part: str, forged: Any) -> None:
    one = issued(EMPTY, {"ja/02-a": "one", "ja/03-b": "one"}, START)
    two = issued(one, {"ja/02-a": "two", "ja/03-b": "one"}, START)
    tree = json.loads(register_text(two))
    entry = tree["editions"][1] | {part: forged}
    del entry["sha256"]
    tree["editions"][1] = entry | {"sha256": _fingerprint(entry)}
    with pytest.raises(BrokenRegisterError) as error:
        read_register(json.dumps(tree).encode())
    assert (error.value.reason, error.value.edition) == ("words", 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "json"),
        (b"\xff\xfe", "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (b'{"editions": 3}', "shape"),
        (b'{"register_version": 2, "editions": [3]}', "shape"),
        (b'{"register_version": 1, "editions": []}', "version"),
        (b'{"register_version": 2, "editions": [{"edition": 1}]}', "shape"),
    ],
)
def test_what_is_no_register_is_refused(text: bytes, reason: str) -> None:
    with pytest.raises(BrokenRegisterError) as error:
        read_register(text)
    assert error.value.reason == reason


@pytest.mark.parametrize(
    ("key", "value"),
    [("reason", "\ud800"), ("facts", {"\ud800": "x"}), ("edition", [1]), ("x", 1), ("gone", ["ja"]), ("gone", [3])],
)
def test_an_entry_with_a_value_that_cannot_be_is_refused(key: str, value: object) -> None:
    tree = json.loads(register_text(issued(EMPTY, {"ja/02-a": "one"}, START)))
    tree["editions"][0][key] = value
    with pytest.raises(BrokenRegisterError) as error:
        read_register(json.dumps(tree).encode())
    assert (error.value.reason, error.value.edition) == ("shape", 1)


def test_an_edition_without_enough_approvals_of_its_codes_is_not_issued() -> None:
    register = issued(issued(EMPTY, {"ja/02-a": "one"}, START), {"ja/02-a": "two"}, START, approved=False)
    assert [edition.number for edition in register.issued] == [1]
    assert register.latest == register.in_force(START) == register.editions[0]
    name = SheetName.read("ja/02-a")
    two = register.editions[1].sheets[name]
    assert register.marks({name: two.code}, START) == {}
    one = register.marks({name: register.editions[0].codes[name]}, START)[name]
    assert (one.revision, one.since, one.number) == (1, START, 1)


def test_revisions_count_on_when_a_sheet_or_a_code_comes_back() -> None:
    register = EMPTY
    for number, sheets in enumerate(
        [{"ja/02-a": "one"}, {"ja/03-b": "x"}, {"ja/02-a": "one", "ja/03-b": "x"}, {"ja/02-a": "two"}]
    ):
        register = issued(register, sheets, START + timedelta(days=number))
    a, b = SheetName.read("ja/02-a"), SheetName.read("ja/03-b")
    assert [edition.sheets[a].revision for edition in register.editions if a in edition.sheets] == [1, 2, 3]
    assert register.editions[2].sheets[b] == register.editions[1].sheets[b]
