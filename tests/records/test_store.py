"""The file of records: it grows at its end, and whatever else happened to it is noticed, with the line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.organisations import LANGUAGES, sentences

from runbook.editions.serialization import fingerprint_of
from runbook.errors import OutputError
from runbook.records.store import NONE, BrokenRecordsError, Entry, Kind, Records, read_records, records_text
from runbook.records.store_file import keep, read_records_of

DAY = date(2026, 11, 24)


def entry(day: date = DAY, subject: str = "own-root", corrects: int | None = None, **more: Any) -> Entry:
    tasks, seals = more.pop("tasks", {}), more.pop("seals", {})
    record = {"started": f"{day}T03:00:00+09:00", "text": "森 \u2028 <x>", "number": 7, **more}
    return Entry(1, Kind.DRILL, day, subject, day, corrects, tasks, seals, ("mori",), record)


def of(*entries: Entry) -> Records:
    records = NONE
    for each in entries:
        records = records.added(each)
    return records


THREE = of(entry(), entry(date(2026, 12, 1)), entry(subject="alert"))
TEXT = records_text(THREE)


def reason(text: bytes) -> tuple[str, int, int]:
    with pytest.raises(BrokenRecordsError) as caught:
        read_records(text)
    return caught.value.reason, caught.value.entry, caught.value.line


def starts(text: bytes) -> list[int]:
    return [at for at, line in enumerate(text.decode().split("\n"), 1) if line.startswith('   "number": ')]


def forged(edit: Callable[[dict[str, Any]], object]) -> bytes:
    tree = json.loads(TEXT)
    edit(tree)
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()


def test_what_was_written_is_read_and_written_the_same() -> None:
    read = read_records(TEXT)
    assert [replace(each, previous="", sha256="") for each in read.entries] == list(THREE.entries)
    assert records_text(read) == TEXT
    assert read_records(records_text(NONE)) == NONE


@pytest.mark.slow
@given(st.lists(st.sampled_from(["own-root", "alert"]), max_size=6), st.data())
def test_it_grows_at_its_end_only(subjects: list[str], data: st.DataObject) -> None:
    records = NONE
    for number, subject in enumerate(subjects, 1):
        before = records_text(records)
        free = [None, *(each.number for each in records.standing)]
        records = records.added(entry(subject=subject, corrects=data.draw(st.sampled_from(free)), n=number))
        after = records_text(records)
        entries, more = (json.loads(text)["entries"] for text in (before, after))
        assert more[:-1] == entries
        assert read_records(after).entries[-1].number == number


FORGED: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, int]]] = {
    "a word of the first entry": (lambda tree: tree["entries"][0]["record"].update(text="x"), ("chain", 1)),
    "the day of the second": (lambda tree: tree["entries"][1].update(day="2026-12-02"), ("chain", 2)),
    "the first is gone": (lambda tree: tree["entries"].pop(0), ("order", 1)),
    "the second is gone": (lambda tree: tree["entries"].pop(1), ("order", 2)),
    "the last is gone": (lambda tree: tree["entries"].pop(), ("end", 2)),
    "all are gone": (lambda tree: tree["entries"].clear(), ("end", 0)),
    "two change places": (lambda tree: tree["entries"].reverse(), ("order", 1)),
    "one stands twice": (lambda tree: tree["entries"].append(tree["entries"][2]), ("order", 4)),
    "a field too many": (lambda tree: tree["entries"][1].update(colour="red"), ("shape", 2)),
    "a kind that is none": (lambda tree: tree["entries"][1].update(kind="party"), ("shape", 2)),
    "half of a sign": (lambda tree: tree["entries"][1]["record"].update(text="x"), ("chain", 2)),
    "another version": (lambda tree: tree.update(records_version=2), ("version", 0)),
    "another key": (lambda tree: tree.update(more=1), ("shape", 0)),
    "no list": (lambda tree: tree.update(entries={}), ("shape", 0)),
    "another last": (lambda tree: tree.update(last="0" * 64), ("end", 3)),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_or_cut_chain_is_noticed_at_its_entry(name: str) -> None:
    edit, expected = FORGED[name]
    text = forged(edit)
    what, number, line = reason(text)
    assert (what, number) == expected
    if number and what != "end":
        assert line == starts(text)[number - 1]


def test_a_value_that_stands_twice_is_noticed_where_the_first_of_them_stands() -> None:
    lines = TEXT.decode().split("\n")
    at = starts(TEXT)[1] + 2
    assert lines[at - 1].startswith('   "day": ')
    lines.insert(at - 1, '   "day": "2025-01-01",')
    assert reason("\n".join(lines).encode()) == ("twice", 2, at)


def test_an_entry_that_was_sealed_anew_does_not_fit_the_next() -> None:
    def reseal(tree: dict[str, Any]) -> None:
        one = tree["entries"][0]
        one["record"]["text"] = "x"
        del one["sha256"]
        one["sha256"] = fingerprint_of(one)

    assert reason(forged(reseal))[:2] == ("chain", 2)


def test_a_correction_of_what_does_not_stand_is_noticed() -> None:
    assert reason(records_text(of(entry(), entry(corrects=2))))[:2] == ("corrects", 2)
    twice = of(entry(), entry(corrects=1), entry(corrects=1))
    assert reason(records_text(twice))[:2] == ("corrects", 3)


@pytest.mark.parametrize("text", [b"", b"\xff", b"[]", b"{", b"null", b'{"records_version": 1}', b"[" * 100_000])
def test_what_is_no_file_of_records_is_told_so(text: bytes) -> None:
    assert reason(text)[0] in {"json", "shape"}


def test_every_cut_of_the_file_is_noticed() -> None:
    whole = read_records(TEXT)
    for end in range(0, len(TEXT) - 2, 7):
        with pytest.raises(BrokenRecordsError):
            read_records(TEXT[:end])
    assert read_records(TEXT.rstrip()) == whole


def test_the_later_one_counts_and_what_is_corrected_does_not() -> None:
    early, late, wrong = date(2026, 6, 1), date(2026, 11, 1), date(2027, 1, 5)
    records = of(
        entry(late, tasks={"drill": late}, seals={"E-1": "S-2"}),
        entry(early, tasks={"drill": early, "seal_check": early}, seals={"E-1": "S-1", "E-2": "S-9"}),
        entry(wrong, tasks={"drill": wrong}, seals={"E-1": "S-3"}),
    )
    assert records.last_done(wrong) == {"drill": wrong, "seal_check": early}
    assert records.last_done(date(2026, 12, 31)) == {"drill": late, "seal_check": early}
    assert records.last_seals() == {"E-1": "S-3", "E-2": "S-9"}
    assert records.last_seals(without=3) == {"E-1": "S-2", "E-2": "S-9"}
    corrected = records.added(entry(wrong, corrects=3))
    assert corrected.last_done(wrong) == {"drill": late, "seal_check": early}
    assert corrected.last_seals() == {"E-1": "S-2", "E-2": "S-9"}
    assert (corrected.corrected_by(3), corrected.corrected_by(1)) == (4, None)


def test_a_broken_file_is_told_in_every_language_with_its_line(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    for edit, (what, _) in FORGED.values():
        (tmp_path / "config.yaml.records.json").write_bytes(forged(edit))
        with pytest.raises(OutputError) as caught:
            read_records_of(config)
        [problem] = caught.value.problems
        assert (problem.rule, problem.file) == (f"records-{what}", str(tmp_path / "config.yaml.records.json"))
        assert all(all(sentences(problem, language)) for language in LANGUAGES)
        assert problem.line > 0 or what in {"version", "shape"}


def test_the_file_is_for_its_owner_and_another_run_is_not_overwritten(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    first, none = read_records_of(config)
    second, _ = read_records_of(config)
    keep(first, none.added(entry()))
    path = tmp_path / "config.yaml.records.json"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(OutputError) as caught:
        keep(second, none.added(entry(subject="alert")))
    assert [problem.rule for problem in caught.value.problems] == ["kept-changed"]
    assert [each.subject for each in read_records_of(config)[1].entries] == ["own-root"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml.records.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError) as caught:
        read_records_of(tmp_path / "config.yaml")
    assert [problem.rule for problem in caught.value.problems] == ["records-not-a-file"]
