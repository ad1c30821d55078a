"""Entries in words: when, what, by whom and approved by whom, as an auditor of each kind of reader asks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.audits import OLD_SEAL, audit_facts, entry, past
from support.organisations import knowledge
from support.records import SHEET, record

from runbook.audit.entry_words import EntryWords
from runbook.audit.index_words import IndexWords
from runbook.audit.naming import Naming
from runbook.audit.secrecy import Memory, marked_for
from runbook.knowledge.sheets import Sheet
from runbook.knowledge.titles import sheet_title
from runbook.records.store import Entry, Kind

NIGHT = "2026-09-03 03:02"
USES = {code: f"21 {sheet_title(Sheet(SHEET[:2], SHEET[3:]), knowledge().language(code))}" for code in ("en", "ja")}
USE = USES["en"]
TASK = {"en": "Restore a locked-out IAM administrator's permissions", "ja": "締め出された IAM 管理者の権限の回復"}
Cell = Any


def rows(language: str, *, is_full: bool) -> dict[str, tuple[Cell, ...]]:
    """The cells of each entry by its number, up to who approved it."""
    register, records = past()
    facts = audit_facts(register, records)
    marked = None if is_full else marked_for(facts.organisation, knowledge(), Memory(register, records))
    table = EntryWords(Naming(facts, marked), knowledge().language(language)).table(facts.deeds)
    return {str(row[0]): tuple(row[1:5]) for row in table.rows}


@pytest.mark.parametrize(
    ("language", "is_full", "approved"),
    [
        ("en", True, ("Hanako Sato (Approver), 03:03", "Goro Ishida (Approver), 03:04", "2 count, 2 needed")),
        ("ja", True, ("佐藤 花子（承認者）、03:03", "石田 五郎（承認者）、03:04", "有効 2、必要 2")),
        ("en", False, ("Approver (P1), 03:03", "Approver (P2), 03:04", "2 count, 2 needed")),
        ("ja", False, ("承認者（P1）、03:03", "承認者（P2）、03:04", "有効 2、必要 2")),
    ],
)
def test_a_use_is_told_with_who_said_yes_and_at_what_hour(
    language: str, approved: tuple[str, ...], *, is_full: bool
) -> None:
    when, what, _, yes = rows(language, is_full=is_full)["1"]
    minutes = {"en": "2026-05-10 03:02, 124 minutes", "ja": "2026-05-10 03:02、124分"}[language]
    kind = {"en": "use", "ja": "使用"}[language]
    assert (when, what, yes) == (minutes, (kind, USES[language], TASK[language]), approved)


def test_who_worked_is_told_by_the_role_of_the_day_and_a_visitor_without_one_as_such() -> None:
    assert rows("en", is_full=True)["2"][2] == (
        "Sakura Mori (Operator)",
        "Daisuke Suzuki (nobody with a role that is known)",
    )
    assert rows("en", is_full=False)["2"][2] == ("Operator (P4)", "nobody with a role that is known (P5)")


def test_what_was_corrected_and_what_stands_for_it_name_each_other() -> None:
    told = rows("en", is_full=True)
    assert told["4"][0] == told["5"][0] == f"{NIGHT}, 124 minutes"
    assert told["4"][1] == ("use", USE, TASK["en"], "does not count: corrected by entry 5")
    assert told["5"][1] == ("use", USE, TASK["en"], "stands for entry 4")


def test_what_nobody_wrote_down_is_told_as_that() -> None:
    when, what, _, approved = rows("en", is_full=True)["3"]
    assert (when, what, approved) == ("2026-08-01", ("check", "routine", "Seal inspection"), ("not written down",))


def test_a_reason_that_nobody_wrote_is_an_empty_text_and_so_is_a_ticket() -> None:
    deeds = {deed.number: deed for deed in audit_facts(*past()).deeds}
    assert (deeds[1].reason, deeds[1].ticket) == ("Everybody was locked out", "OPS-77")
    assert (deeds[4].reason, deeds[4].ticket) == ("", "")


def test_a_table_has_its_own_sentence_before_it_and_another_one_in_its_place_if_it_is_empty() -> None:
    facts = audit_facts(*past())
    words = EntryWords(Naming(facts), knowledge().language("en"))
    full, empty = (words.section("uses", words.table(deeds)) for deeds in (facts.deeds, ()))
    assert (full.title, full.intro) == (words.say("sections.uses"), (words.say("leads.uses"),))
    assert (empty.table, empty.intro) == (None, (words.say("empty.uses"),))


def told(new: Entry, *, is_full: bool = True) -> tuple[Cell, ...]:
    """The cells of one more entry after the past."""
    register, records = past()
    facts = audit_facts(register, records.added(new))
    marked = None if is_full else marked_for(facts.organisation, knowledge(), Memory(register, records))
    table = EntryWords(Naming(facts, marked), knowledge().language("en")).table(facts.deeds)
    return next(tuple(row) for row in table.rows if row[0] == str(len(records.entries) + 1))


@pytest.mark.parametrize(
    ("shredded", "said"), [("yes", "what was taken out is shredded"), ("no", "what was taken out is not shredded")]
)
def test_a_placement_tells_how_many_copies_came_in_and_went_out(shredded: str, said: str) -> None:
    rows = {"put_in": [{"sheet": "ja/02-approvers", "copies": "2-4"}], "taken_out": [{"sheet": "x", "copies": "1"}]}
    raw = {"format": "runbook-form", "record": "placement", "edition": "2", "shredded": shredded, **rows}
    placed = entry(Kind.PLACEMENT, date(2026, 9, 5), raw=raw, subject="safe-a", people=("suzuki",))
    cells = told(placed)
    assert cells[2] == ("placement", "safe-a")
    assert cells[5] == ("edition 2: copies put in 3, taken out 1", said)
    assert told(placed, is_full=False)[2] == ("placement",)


def test_of_entries_of_a_day_one_without_a_time_comes_first() -> None:
    register, records = past()
    day = date(2026, 9, 3)
    check = entry(Kind.CHECK, day, raw={"record": "check"}, subject="check")
    deeds = audit_facts(register, records.added(check)).deeds
    assert [deed.number for deed in deeds if deed.day == day] == [10, 4, 5]


def test_a_check_reads_seals_and_puts_on_no_new_ones() -> None:
    raw = {"format": "runbook-form", "record": "check"}
    cells = told(entry(Kind.CHECK, date(2026, 9, 5), raw=raw, subject="check", seals={"E-0032": "TEB-004513"}))
    assert (cells[2], cells[5]) == (("check",), ("1 seal read",))


def test_steps_that_were_left_out_are_named_and_their_reasons_are_not_for_everybody() -> None:
    raw = record()
    raw["steps"][4].update(done=False, at=None, initials=None, skipped="The guard had no key")
    number, drill = raw["steps"][4]["id"], entry(Kind.DRILL, date(2026, 11, 24), raw=raw)
    assert told(drill)[5][1:3] == (f"left out: {number}", f"{number}: The guard had no key")
    assert told(drill, is_full=False)[5][1:] == (f"left out: {number}",)


def test_an_approval_of_somebody_who_was_no_approver_is_told_as_that_and_does_not_count() -> None:
    approved = rows("en", is_full=True)["5"][3]
    assert [cell.partition(": ")[2] for cell in approved] == ["", "no approver on that day, 03:04", ""]
    assert approved[-1] == "1 count, 2 needed"


def test_the_index_says_what_became_of_a_seal_and_where_what_it_cites_was_read() -> None:
    register, records = past()
    check = entry(Kind.CHECK, date(2026, 10, 1), raw={"record": "check"}, seals={"E-0032": "TEB-004513"})
    facts = audit_facts(register, records.added(check))
    words = IndexWords(Naming(facts), knowledge().language("en"))
    sections = {section.title: section for section in words.index({})}
    seals = sections["Seals"]
    assert seals.intro[-1] == "Spare: TEB-004515 to TEB-004520."
    assert seals.table is not None
    history: dict[Any, Any] = {row[0]: row[-1] for row in seals.table.rows}
    assert history[OLD_SEAL] == ("Replaced on 2026-05-10, entry 1", "in no list of the config")
    assert history["TEB-004513"] == ("On it; the config says so too", "read again on 2026-10-01, entry 10")
    assert history["TEB-004522"] == ("On it; the config says so too",)
    cited, read = sections["Controls and what there is for them"].table, sections["Sources that were read"].table
    assert cited is not None
    assert read is not None
    under: list[Any] = [row[1] for row in cited.rows]
    named = [source.partition(": ")[2].split(", ") for _, source in under if source != "own"]
    assert {name for names in named for name in names} == {row[0] for row in read.rows}
    assert all(str(row[2]).startswith("https://") and row[3] for row in read.rows)
