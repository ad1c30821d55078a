"""What records make stale in the config is edited in place: these values, and not one byte more."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, changed

from runbook.clock import Clock
from runbook.config.text_editing import with_values
from runbook.errors import ConfigError, OutputError
from runbook.records.store import NONE, Entry, Kind, Records, records_text
from runbook.records.upkeep import ByHand, Upkeep, apply, upkeep_of

DAY = date(2026, 11, 20)
TODAY = Clock(day=date(2026, 11, 29))
FOLLOWS = {
    "items/K-0101/tested_on": "2026-11-20",
    "items/E-0031/tested_on": "2026-11-20",
    "people/kato/confirmed_on": "2026-11-20",
    "accounts/111122223333/verified_on": "2026-11-20",
    "items/T-0201/battery_due": "2030-03-31",
    "domains/example.co.jp/expires_on": "2031-01-31",
    "terms/approver/sato": "2029-03-31",
    "broken/TEB-004512": "E-0031",
    "proof/console": "30",
    "copies/safe-a/en/02-approvers/1": "7K3M-9QTX-X",
}


def entry(follows: Mapping[str, str], day: date = DAY, seals: Mapping[str, str] | None = None) -> Entry:
    record = {"started": f"{day}T03:00:00+09:00", "n": len(follows)}
    return Entry(1, Kind.CHECK, day, "check", day, None, {}, seals or {}, ("ito",), record, follows)


def company(folder: Path, *entries: Entry, text: str = EXAMPLE, raw: bytes | None = None) -> Path:
    """A config with some records beside it."""
    records: Records = NONE
    for each in entries:
        records = records.added(each)
    config = folder / "config.yaml"
    config.write_bytes(raw if raw is not None else text.encode())
    (folder / "config.yaml.records.json").write_bytes(records_text(records))
    return config


def by_path(upkeep: Upkeep) -> dict[str, tuple[str | None, str]]:
    return {edit.where: (edit.before, edit.after) for edit in upkeep.edits}


def test_every_value_that_records_know_better_is_listed_with_its_line(tmp_path: Path) -> None:
    config = company(tmp_path, entry(FOLLOWS, seals={"E-0031": "TEB-004515"}))
    upkeep = upkeep_of(config, TODAY)
    found = by_path(upkeep)
    assert found["items[0].seal"] == ("TEB-004512", "TEB-004515")
    assert found["items[0].tested_on"] == (None, "2026-11-20")
    assert found["seals[0].first"] == ("TEB-004515", "TEB-004516")
    assert found["approvers.members[0].until"] == ("2028-03-31", "2029-03-31")
    assert {path for path in found if path.startswith("people")} == {
        f"people[1].contacts[{number}].confirmed_on" for number in range(2)
    }
    assert upkeep.by_hand == (ByHand("used", "TEB-004512", 1),)
    lines = EXAMPLE.splitlines()
    for edit in upkeep.edits:
        if edit.before is not None:
            assert lines[edit.line - 1][edit.column - 1 :].strip('"').startswith(edit.before)


@pytest.mark.slow
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_nothing_but_these_values_changes(tmp_path: Path, mark: bytes, line_break: str) -> None:
    raw = mark + EXAMPLE.replace("\n", line_break).encode()
    config = company(tmp_path, entry(FOLLOWS, seals={"E-0031": "TEB-004515"}), raw=raw)
    found = upkeep_of(config, TODAY)
    assert config.read_bytes() == raw
    written = apply(found)
    assert written.is_written
    before, after = raw.decode().splitlines(keepends=True), config.read_bytes().decode().splitlines(keepends=True)
    assert len(before) == len(after)
    edited = {edit.line for edit in found.edits}
    assert {at for at, (one, other) in enumerate(zip(before, after, strict=True), 1) if one != other} == edited
    pieces = [
        (one[a:b], other[c:d])
        for one, other in zip(before, after, strict=True)
        for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    assert all(len(old) <= len("TEB-004512") and len(new) <= len(", tested_on: 2026-11-20") for old, new in pieces)
    assert upkeep_of(config, TODAY).edits == ()
    assert upkeep_of(config, TODAY).by_hand == found.by_hand
    assert apply(upkeep_of(config, TODAY)).is_written is False


@pytest.mark.slow
def test_an_older_record_and_a_later_one_do_not_undo_what_is_newer(tmp_path: Path) -> None:
    item = "items/K-0101/tested_on"
    early = entry({item: "2026-08-01"}, date(2026, 8, 1))
    assert upkeep_of(company(tmp_path, early), TODAY).edits == ()
    late = entry({item: "2026-12-24"}, date(2026, 12, 24))
    assert upkeep_of(company(tmp_path, late), TODAY).edits == ()
    two = upkeep_of(company(tmp_path, entry({item: "2026-11-20"}), early), TODAY)
    assert [edit.after for edit in two.edits] == ["2026-11-20"]


def test_a_spare_seal_from_the_middle_of_its_row_is_left_to_people(tmp_path: Path) -> None:
    upkeep = upkeep_of(company(tmp_path, entry({}, seals={"E-0031": "TEB-004517"})), TODAY)
    assert list(by_path(upkeep)) == ["items[0].seal"]
    assert upkeep.by_hand == (ByHand("spare", "TEB-004517", 1),)


def test_accounts_of_the_accounts_file_are_edited_there(tmp_path: Path) -> None:
    start = EXAMPLE.index('  - id: "111122223333"')
    block = EXAMPLE[start:]
    end = block.index("\n  - ", 5) + 1
    first = block[:end]
    accounts = tmp_path / "accounts.yaml"
    accounts.write_text(f"# ours\naccounts:\n{first}", "utf-8")
    text = changed("\naccounts:\n", "\naccounts_file: accounts.yaml\naccounts:\n", EXAMPLE.replace(first, "", 1))
    config = company(tmp_path, entry({"accounts/111122223333/verified_on": "2026-11-20"}), text=text)
    before = accounts.read_text("utf-8")
    upkeep = apply(upkeep_of(config, TODAY))
    assert [edit.file for edit in upkeep.edits] == [str(accounts)]
    assert config.read_text("utf-8") == text
    assert accounts.read_text("utf-8") == changed("verified_on: 2026-08-15", "verified_on: 2026-11-20", before)


def test_a_config_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    config = company(tmp_path, entry(FOLLOWS))
    found = upkeep_of(config, TODAY)
    config.write_text(EXAMPLE + "# one more remark\n", "utf-8")
    with pytest.raises(OutputError) as caught:
        apply(found)
    assert [problem.rule for problem in caught.value.problems] == ["kept-changed"]
    assert config.read_text("utf-8").endswith("# one more remark\n")


STYLES: dict[str, tuple[dict[tuple[str | int, ...], str], str]] = {
    "a: {b: 1, c: 'x'}": ({("a", "b"): "2", ("a", "c"): "w"}, "a: {b: \"2\", c: 'w'}"),
    "a:\n  b: x # why\n  c:\n    - 1\nd: 4\n": (
        {("a", "b"): "w", ("a", "e"): "z"}, "a:\n  b: w # why\n  c:\n    - 1\n  e: z\nd: 4\n",
    ),
    "a:\n  - {b: x}\n  -   b: 'x'\n": ({("a", 0, "b"): "w", ("a", 1, "b"): "w"}, "a:\n  - {b: w}\n  -   b: 'w'\n"),
    "a: {b: }\n": ({("a", "b"): "2026-11-20"}, "a: {b:  2026-11-20}\n"),
    "a: |\n  long\n  text\nb: x": ({("b",): "w"}, "a: |\n  long\n  text\nb: w"),
}  # fmt: skip


@pytest.mark.parametrize("text", STYLES)
def test_values_are_written_in_the_style_of_the_file(text: str) -> None:
    values, expected = STYLES[text]
    assert with_values(text, values, "config.yaml") == expected


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: [1, 2]", ("a",)),
        ("a: 1", ("b", "c")),
        ("a: {}", ("a", "b")),
        ("a:\n  b: |\n    x\n", ("a", "b")),
        ("a: 'x'", ("a", "b")),
    ],
)
def test_what_cannot_be_written_as_one_value_is_refused(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as caught:
        with_values(text, {path: "y"}, "config.yaml")
    assert [problem.rule for problem in caught.value.problems] == ["config-style"]
