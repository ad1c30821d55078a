"""The register of editions as a file: it loses nothing, only grows, and notices every change by hand."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import support
from hypothesis import given, settings
from support.histories import START, histories, issued

from runbook.editions import EMPTY, Approval, BrokenRegisterError, Register, read_register, register_text
from runbook.editions.serialization import fingerprint_of
from runbook.knowledge.sheets import SheetName
from runbook.sheets.marks import Mark


@pytest.mark.slow
@settings(max_examples=100)
@given(histories())
def test_what_is_written_is_read_again(register: Register) -> None:
    assert read_register(register_text(register)) == register


def test_what_was_issued_once_is_read_and_written_by_every_version_after_it() -> None:
    """The file, its fingerprints and codes are as they were written when the format got its number."""
    text = (Path(support.__file__).parent / "two.editions.json").read_bytes()
    one = issued(EMPTY, {"ja/02-approvers": "一"}, START)
    register = read_register(text)
    assert register == issued(one, {"ja/02-approvers": "二"}, START + timedelta(days=5))
    assert register_text(register) == text


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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
    tree["editions"][1] = entry | {"sha256": fingerprint_of(entry)}
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


def test_without_an_edition_the_company_is_nowhere_and_nothing_is_in_force() -> None:
    assert (EMPTY.time_zone, EMPTY.latest, EMPTY.in_force(START), EMPTY.edition(1)) == ("UTC", None, None, None)
    assert EMPTY.issued_with({}, START) is None
    assert EMPTY.marks({SheetName.read("ja/02-a"): "0000-0000-0"}, START) == {}


def test_an_edition_is_found_by_its_number_and_by_its_day() -> None:
    register = EMPTY
    days = [START + timedelta(days=number) for number in (0, 5, 5)]
    for words, day in zip(("one", "two", "three"), days, strict=True):
        register = issued(register, {"ja/02-a": words}, day)
    assert [register.edition(number) for number in (1, 2, 3, 4)] == [*register.editions, None]
    assert register.in_force(START - timedelta(days=1)) is None
    assert register.in_force(START) == register.in_force(days[1] - timedelta(days=1)) == register.editions[0]
    assert register.in_force(days[1]) == register.latest == register.editions[2]
    assert register.time_zone == "Asia/Tokyo"


def test_sheets_are_issued_as_the_last_edition_or_as_the_one_in_force_and_as_no_other() -> None:
    register = EMPTY
    for number, words in enumerate(("one", "two", "three")):
        register = issued(register, {"ja/02-a": words}, START + timedelta(days=number))
    one, two, three = register.editions
    day = START + timedelta(days=1)
    found = [register.issued_with(edition.codes, day) for edition in (one, two, three)]
    assert found == [None, two, three]
    assert register.issued_with({}, day) is None
    name = SheetName.read("ja/02-a")
    marks = [register.marks(edition.codes, day).get(name) for edition in (one, two, three)]
    assert [mark and mark.number for mark in marks] == [None, 2, 3]


def test_a_mark_names_the_edition_that_brought_the_words_and_its_approvers_in_the_language_of_the_sheet() -> None:
    sheets = {"ja/02-a": "one", "en/02-a": "one"}
    one = issued(EMPTY, sheets | {"ja/03-b": "one"}, START + timedelta(days=2))
    names = {"en": "Hanako Sato", "ja": "佐藤 花子"}
    (first,) = one.editions
    approvals = (replace(first.approvals[0], names=names), first.approvals[1])
    one = Register((replace(first, approvals=approvals, tool="runbook 0.1"),))
    two = issued(one, sheets | {"ja/03-b": "two"}, START + timedelta(days=9))
    days = {"since": START + timedelta(days=2), "issued_on": START, "effective": START + timedelta(days=2)}
    marks = two.marks(two.editions[1].codes, START + timedelta(days=20))
    for language, approvers in (("ja", ("佐藤 花子", "Kato")), ("en", ("Hanako Sato", "Kato"))):
        name = SheetName.read(f"{language}/02-a")
        assert marks[name] == Mark(revision=1, number=1, approvers=approvers, tool="runbook 0.1", **days)
    other = marks[SheetName.read("ja/03-b")]
    assert (other.revision, other.number, other.since, other.tool) == (2, 2, START + timedelta(days=9), "runbook 0")


@pytest.mark.parametrize(
    ("required", "people", "approved"),
    [(2, ("sato", "kato"), True), (2, ("sato", "sato"), False), (3, ("sato", "kato"), False), (1, ("sato",), True)],
)
def test_as_many_people_as_required_approve_an_edition(
    required: int, people: tuple[str, ...], *, approved: bool
) -> None:
    (edition,) = issued(EMPTY, {"ja/02-a": "one"}, START).editions
    approvals = tuple(Approval(person, {"en": person}, edition.code) for person in people)
    assert replace(edition, required=required, approvals=approvals).approved is approved
    other = replace(edition, required=required, code="0000-0000-0", approvals=approvals)
    assert not other.approved, "the edition code is not that of its sheets"
