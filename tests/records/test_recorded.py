"""What records say comes before the config, for `check` and for `due` alike; what is printed is the config."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from support.config_texts import EXAMPLE, changed, in_memory
from support.organisations import LANGUAGES
from support.recorded import records_of

from runbook.agenda.agenda import agenda_of
from runbook.agenda.entry import Kind, State
from runbook.assessment import Assessment, assess
from runbook.clock import Clock
from runbook.editions import EMPTY
from runbook.knowledge.loading import shipped_knowledge
from runbook.records.facts import recorded_in
from runbook.records.store import NONE, Entry, Records
from runbook.records.store import Kind as RecordKind

DAY = date(2026, 11, 29)


def judged(records: Records, text: str = EXAMPLE, day: date = DAY) -> Assessment:
    return assess(
        in_memory(text), Clock(day=day), shipped_knowledge(), recorded=lambda today: recorded_in(records, today)
    )


def keys(assessment: Assessment) -> set[tuple[str, str]]:
    """What is found on the day: the sentence, and what it is about."""
    return {(finding.key, finding.broken.about) for finding in assessment.findings if finding.since is None}


@cache
def unrecorded() -> set[tuple[str, str]]:
    """What is found without records."""
    return keys(judged(NONE))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "rule", "late", "in_time"),
    [
        ("drill", "drills-every-ninety-days-late", date(2026, 3, 1), date(2026, 11, 1)),
        ("seal_check", "seals-looked-at-monthly-late", date(2026, 9, 30), date(2026, 11, 2)),
        ("access_review", "access-reviewed-quarterly-late", date(2026, 5, 1), date(2026, 10, 1)),
    ],
)
def test_a_task_that_by_the_records_is_late_is_found_and_due(task: str, rule: str, late: date, in_time: date) -> None:
    assert (rule, task) not in unrecorded()
    for done, is_late in ((late, True), (in_time, False)):
        records = records_of({(Kind.TASK, task): done})
        assessment = judged(records)
        assert ((rule, task) in keys(assessment)) is is_late
        whole = assessment.whole.organisation
        [first, *_] = [each for each in agenda_of(whole, EMPTY, DAY, DAY, records).entries if each.subject == task]
        assert (first.state is State.OVERDUE) is is_late
        for finding in assessment.findings:
            if finding.key == rule:
                for code in LANGUAGES:
                    assert str(done) in finding.words(assessment.speaker(code))[0]


def test_no_coming_day_makes_a_task_late_beforehand() -> None:
    records = records_of({(Kind.TASK, "drill"): date(2026, 11, 1)})
    assert not any(finding.key.endswith("-late") for finding in judged(records).findings)


@pytest.mark.slow
def test_a_contact_counts_by_its_record_whatever_was_typed() -> None:
    rule = ("contacts-are-confirmed", "sato")
    assert rule not in unrecorded()
    assert rule in keys(judged(records_of({(Kind.CONTACT, "sato"): date(2026, 5, 1)})))
    typed = EXAMPLE.replace("confirmed_on: 2026-10-01", "confirmed_on: 2026-03-01")
    assert rule in keys(judged(NONE, typed))
    assert rule not in keys(judged(records_of({(Kind.CONTACT, "sato"): date(2026, 11, 1)}), typed))


def test_a_record_of_a_later_day_is_not_known_yet() -> None:
    typed = EXAMPLE.replace("confirmed_on: 2026-10-01", "confirmed_on: 2026-03-01")
    assert ("contacts-are-confirmed", "sato") in keys(
        judged(records_of({(Kind.CONTACT, "sato"): date(2026, 11, 30)}), typed)
    )


@pytest.mark.slow
def test_custody_counts_by_its_record() -> None:
    rule = "custody-is-verified"
    typed = changed("verified_on: 2026-08-15\n    ou: Root", "verified_on: 2025-08-15\n    ou: Root", EXAMPLE)
    assert rule in {key for key, _ in keys(judged(NONE, typed))}
    looked = records_of({(Kind.CUSTODY, "111122223333"): date(2026, 11, 1)})
    assert keys(judged(looked, typed)) == unrecorded()


@pytest.mark.slow
def test_a_seal_on_something_new_is_neither_twice_nor_missing() -> None:
    day = date(2026, 11, 24)
    follows = {"broken/TEB-004512": "E-0031"}
    told = Entry(1, RecordKind.DRILL, day, "x", day, None, {}, {"E-0031": "TEB-004515"}, (), {"started": "x"}, follows)
    assessment = judged(NONE.added(told))
    assert keys(assessment) == unrecorded()
    items = {item.id: item.seal for item in assessment.case.whole.items}
    assert items["E-0031"] == "TEB-004515"
    printed = {item.id: item.seal for item in assessment.present.organisation.items}
    assert printed["E-0031"] == "TEB-004512"
    twice = Entry(1, RecordKind.DRILL, day, "x", day, None, {}, {"E-0031": "TEB-004513"}, (), {"started": "x"}, follows)
    assert {key for key, _ in keys(judged(NONE.added(twice))) - unrecorded()} == {"seal-numbers-are-unique"}
