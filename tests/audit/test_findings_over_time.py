"""Findings over time: kept when they are seen, told between which two snapshots they came and went, no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.audits import TODAY, YEAR, audit_facts, kept
from support.audits import look as kept_look
from support.organisations import ORGANISATIONS, knowledge

from runbook.assessment import assess
from runbook.audit.finding_histories import FindingHistory, Snapshot, finding_histories, noticed, snapshots_in
from runbook.audit.period import Period
from runbook.audit.timeline import Lane, What
from runbook.clock import Clock
from runbook.config import load_config
from runbook.editions import EMPTY
from runbook.records.facts import CLOSES
from runbook.records.snapshots import Seen, keep_snapshot, seen_in
from runbook.records.store import Entry, Kind
from runbook.records.store_file import read_records_of

RULES = ("two-mfa-devices", "drills-are-held", "contacts-are-confirmed")


def seen(rule: str, about: str = "") -> Seen:
    return Seen(rule, "warning", "", about, "")


def look(day: date, *rules: str) -> Entry:
    return kept_look(day, *((rule, "") for rule in rules))


def found_by_people(day: date, closes: int | None = None) -> Entry:
    follows = {CLOSES: str(closes)} if closes else {}
    record = {"format": "runbook-form", "record": "finding", "found": "The bag is torn"}
    return Entry(1, Kind.FINDING, day, "E-0031", day, None, {}, {}, ("ito",), record, follows)


@given(st.lists(st.sets(st.sampled_from(RULES)), max_size=7))
def test_every_finding_of_every_look_is_in_one_course_and_no_other_day_is(found: list[set[str]]) -> None:
    snapshots = [Snapshot(date(2026, 1, 31) + timedelta(days=28 * at), at + 1, ()) for at in range(len(found))]
    snapshots = [
        replace(each, found=tuple(map(seen, sorted(rules)))) for each, rules in zip(snapshots, found, strict=True)
    ]
    told = [
        (history.seen.rule, each.day)
        for history in finding_histories(snapshots)
        for each in snapshots
        if _covers(history, each)
    ]
    assert sorted(told) == sorted(
        (rule, each.day) for each, rules in zip(snapshots, found, strict=True) for rule in rules
    )
    for history in finding_histories(snapshots):
        days = [each.day for each in snapshots]
        assert history.before is None or (history.before, history.first) in pairwise(snapshots)
        assert (history.before is None) == (history.first.day == days[0])
        assert history.gone is None or (history.last, history.gone) in pairwise(snapshots)
        assert (history.gone is None) == (history.last.day == days[-1])


def _covers(history: FindingHistory, each: Snapshot) -> bool:
    return history.first.day <= each.day <= history.last.day


def test_of_two_looks_on_a_day_the_later_one_counts_and_a_corrected_one_does_not() -> None:
    day = date(2026, 3, 31)
    records = kept(look(day, "two-mfa-devices"), look(day), look(date(2026, 4, 30), "drills-are-held"))
    assert [(each.number, len(each.found)) for each in snapshots_in(records, TODAY)] == [(2, 0), (3, 1)]
    assert [each.number for each in snapshots_in(records, date(2026, 4, 29))] == [2]
    corrected = kept(*records.entries, replace(look(date(2026, 4, 30)), corrects=3))
    assert [(each.number, len(each.found)) for each in snapshots_in(corrected, TODAY)] == [(2, 0), (4, 0)]


def test_the_timeline_opens_and_closes_on_the_days_of_looks_and_shows_where_nobody_looked() -> None:
    records = kept(look(date(2026, 1, 31)), look(date(2026, 2, 28), "two-mfa-devices"), look(date(2026, 3, 31)))
    facts = audit_facts(records=records, period=Period(date(2026, 1, 1), date(2026, 9, 30)))
    told = [(each.day, each.what, each.about) for each in facts.timeline.lane(Lane.FINDINGS)]
    assert [each for each in told if each[1] in (What.SEEN, What.GONE)] == [
        (date(2026, 2, 28), What.SEEN, "two-mfa-devices"),
        (date(2026, 3, 31), What.GONE, "two-mfa-devices"),
    ]
    assert [day for day, what, _ in told if what is What.LOOKED] == [each.day for each in facts.snapshots]
    assert [snapshot.number for snapshot in facts.snapshots] == [1, 2, 3], (
        "a past day was judged by the config of today"
    )
    gaps = [(gap.first, gap.last, gap.since, gap.until) for gap in facts.timeline.unseen]
    assert gaps == [
        (date(2026, 1, 1), date(2026, 1, 30), None, date(2026, 1, 31)),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 3, 31), None),
    ]


def test_a_bundle_up_to_today_looks_itself() -> None:
    facts = audit_facts(records=kept(look(date(2026, 1, 31))))
    assert [(each.day, each.number) for each in facts.snapshots] == [(date(2026, 1, 31), 1), (TODAY, 0)]
    assert facts.snapshots[-1].found == seen_in(facts.findings)
    assert {history.before for history in facts.finding_histories} == {facts.snapshots[0]}
    assert facts.period == YEAR


def test_what_people_found_is_open_until_an_entry_ends_it() -> None:
    records = kept(found_by_people(date(2026, 2, 1)), found_by_people(date(2026, 3, 1), closes=1))
    [told] = noticed(records, TODAY)
    assert (told.number, told.closed_by, told.closed) == (1, 2, date(2026, 3, 1))
    [before] = noticed(records, date(2026, 2, 28))
    assert before.closed is None
    assert not audit_facts(records=records, period=Period(date(2026, 4, 1), TODAY)).noticed
    lane = audit_facts(EMPTY, records).timeline.lane(Lane.FINDINGS)
    assert [(each.what, each.number) for each in lane][:2] == [(What.NOTICED, 1), (What.MENDED, 2)]


def test_what_check_finds_is_kept_once_a_day(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_bytes(ORGANISATIONS["full"].read_bytes())
    found = assess(load_config(config), Clock(day=TODAY), knowledge())
    first, second = keep_snapshot(config, found), keep_snapshot(config, found)
    assert (first.is_new, second.is_new, second.entry.number) == (True, False, 1)
    _, records = read_records_of(config)
    [only] = snapshots_in(records, TODAY)
    assert only.found == seen_in(found.findings)
    assert only.found, "nothing is found in the example any more"
