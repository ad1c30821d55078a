"""Entries in words: when, what, by whom and approved by whom, as an auditor of each kind of reader asks it."""

from __future__ import annotations

import pytest
from support.audits import audit_facts, past
from support.organisations import knowledge

from runbook.audit.entry_words import EntryWords
from runbook.audit.naming import Naming
from runbook.audit.secrecy import Memory, marked_for

USE, NIGHT = "own-root-111122223333", "2026-09-03 03:02"
TASK = {"en": "Restore a locked-out IAM administrator's permissions", "ja": "締め出された IAM 管理者の権限の回復"}
Cell = object


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
        ("en", True, ("Hanako Sato (Approver), 03:03", "Goro Ishida (Approver), 03:04")),
        ("ja", True, ("佐藤 花子（承認者）、03:03", "石田 五郎（承認者）、03:04")),
        ("en", False, ("Approver (P1), 03:03", "Approver (P2), 03:04")),
        ("ja", False, ("承認者（P1）、03:03", "承認者（P2）、03:04")),
    ],
)
def test_a_use_is_told_with_who_said_yes_and_at_what_hour(
    language: str, approved: tuple[str, ...], *, is_full: bool
) -> None:
    when, what, _, yes = rows(language, is_full=is_full)["1"]
    minutes = {"en": "2026-05-10 03:02, 123 minutes", "ja": "2026-05-10 03:02、123分"}[language]
    kind = {"en": "use", "ja": "使用"}[language]
    assert (when, what, yes) == (minutes, (kind, USE, TASK[language]), approved)


def test_who_worked_is_told_by_the_role_of_the_day_and_a_visitor_without_one_as_such() -> None:
    assert rows("en", is_full=True)["2"][2] == (
        "Sakura Mori (Operator)",
        "Daisuke Suzuki (nobody with a role that is known)",
    )
    assert rows("en", is_full=False)["2"][2] == ("Operator (P4)", "nobody with a role that is known (P5)")


def test_what_was_corrected_and_what_stands_for_it_name_each_other() -> None:
    told = rows("en", is_full=True)
    assert told["4"][0] == told["5"][0] == f"{NIGHT}, 123 minutes"
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
