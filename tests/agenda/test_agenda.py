"""What is due on a day: the same as check says, with who does it and where; what was never done is not silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory, names
from support.histories import START, issued
from support.organisations import knowledge
from support.recorded import records_of

from runbook.agenda import Agenda, Entry, Grouping, Hand, Kind, State, agenda_of
from runbook.agenda.calendar import events_of
from runbook.agenda.phrases import Wording
from runbook.agenda.survey import LastDone
from runbook.assessment import judged
from runbook.checks import RULES, Severity, case_of
from runbook.config import parse_organisation
from runbook.editions import EMPTY, Register
from runbook.knowledge.phrases import Speaker
from runbook.knowledge.sheets import SheetName
from runbook.organisation import Role
from runbook.records.facts import CLOSES, copy_of
from runbook.records.store import NONE
from runbook.records.store import Entry as RecordEntry
from runbook.records.store import Kind as RecordKind

DAY = date(2026, 12, 20)
JUDGED = (
    "contacts-are-confirmed",
    "batteries-are-fresh",
    "custody-is-verified",
    "domains-do-not-expire",
    "accepted-risks-are-in-force",
)
YEAR = timedelta(days=365)


def agenda(
    text: str = EXAMPLE, day: date = DAY, register: Register = EMPTY, recorded: LastDone | None = None
) -> Agenda:
    whole = parse_organisation(in_memory(text), names()).organisation
    return agenda_of(whole, register, day, day + YEAR, records_of(recorded or {}))


def only(found: Agenda, kind: Kind, subject: str | None = None) -> list[Entry]:
    return [entry for entry in found.entries if entry.kind is kind and subject in (None, entry.subject)]


OLD = changed("battery_due: 2028-09-30", "battery_due: 2027-02-28", EXAMPLE, times=2)
OLD = changed("expires_on: 2028-03-31", "expires_on: 2027-04-30", OLD)
OLD = changed('value: "+81 90 0000 0008", confirmed_on: 2026-10-02', 'value: "+81 90 0000 0008"', OLD)


@pytest.mark.slow
@pytest.mark.parametrize("rule", JUDGED)
def test_it_is_late_on_exactly_the_days_on_which_check_finds_it(rule: str) -> None:
    reading = parse_organisation(in_memory(OLD), names())
    [judge] = [known for known in RULES if known.id == rule]
    case = case_of(reading, date(2026, 11, 24), knowledge().aws)
    verdicts = set()
    for passed in range(400):
        day = date(2026, 11, 24) + timedelta(days=passed)
        found = {broken.path[:2] for broken in judge.check(replace(case, day=day)) if broken.says != "long"}
        late = {
            entry.path[:2]
            for entry in agenda_of(reading.organisation, EMPTY, day, day).entries
            if entry.rule == rule and entry.state.is_late and entry.path
        }
        # Of accounts and of one person's contacts check tells the first; the agenda has those of each day.
        assert found == late if rule != "custody-is-verified" else bool(found) == bool(late), day
        verdicts.add(bool(found))
    assert verdicts == {True, False} or rule == "contacts-are-confirmed"


def test_a_task_is_due_on_the_days_of_sheet_08() -> None:
    found = only(agenda(), Kind.TASK, "seal_check")
    assert [str(entry.due) for entry in found[:3]] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert {entry.state for entry in found} == {State.DUE}
    assert found[0].last is None


@pytest.mark.parametrize(
    ("last", "state", "due"),
    [
        ("2026-12-01", State.DUE, "2027-01-31"),
        ("2026-11-30", State.DUE, "2026-12-31"),
        ("2026-10-31", State.OVERDUE, "2026-11-30"),
        ("2025-02-03", State.OVERDUE, "2025-03-31"),
    ],
)
def test_a_record_says_which_interval_is_still_open(last: str, state: State, due: str) -> None:
    recorded = {(Kind.TASK, "seal_check"): date.fromisoformat(last)}
    first = only(agenda(recorded=recorded), Kind.TASK, "seal_check")[0]
    assert (first.state, str(first.due), str(first.last)) == (state, due, last)


@pytest.mark.parametrize(
    ("last", "due"), [("2026-05-31", "2026-10-31"), ("2026-10-31", "2027-05-31"), ("2026-11-15", "2027-05-31")]
)
def test_what_was_done_in_the_rest_of_a_year_keeps_no_interval_of_the_next(last: str, due: str) -> None:
    text = changed("access_review: {every: P3M,", "access_review: {every: P5M,", EXAMPLE)
    found = agenda(text, date(2026, 11, 20), recorded={(Kind.TASK, "access_review"): date.fromisoformat(last)})
    assert str(only(found, Kind.TASK, "access_review")[0].due) == due


def test_a_record_of_before_the_first_day_keeps_no_interval() -> None:
    text = changed(
        "drill: {every: P6M,",
        "drill: {every: P6M, from: 2026-10-01,",
        changed(", from: 2026-04-01}\n  recovery", "}\n  recovery", EXAMPLE),
    )
    for last, due in (("2026-09-30", "2027-03-31"), ("2026-10-01", "2027-09-30")):
        found = only(agenda(text, recorded={(Kind.TASK, "drill"): date.fromisoformat(last)}), Kind.TASK, "drill")
        assert str(found[0].due) == due


@pytest.mark.parametrize("kind", [Kind.TEST, Kind.CONTACT, Kind.CUSTODY])
def test_a_record_comes_before_the_day_that_was_typed(kind: Kind) -> None:
    before = next(entry for entry in only(agenda(), kind) if entry.last)
    subject = "111122223333" if kind is Kind.CUSTODY else before.subject
    after = agenda(recorded={(kind, subject): DAY})
    assert [entry.last for entry in only(after, kind) if subject in (entry.subject, *entry.about)] == [DAY]


def test_what_was_never_done_is_due_now() -> None:
    found = agenda(MINIMAL)
    never = {(entry.kind, entry.subject) for entry in found.entries if entry.state is State.NEVER}
    assert never == {
        *((Kind.CONTACT, person) for person in ("sato", "kato", "mori", "suzuki")),
        (Kind.TEST, "K-0001"),
        (Kind.CUSTODY, "accounts"),
    }
    assert found.is_late
    assert never <= {(entry.kind, entry.subject) for entry in replace(found, until=DAY).shown.entries}


def test_a_token_without_a_day_and_a_domain_without_an_end_are_due_now() -> None:
    text = changed(
        ", tested_on: 2026-09-15, battery_due: 2028-09-30", "", changed(", expires_on: 2028-03-31", "", EXAMPLE)
    )
    never = {(entry.kind, entry.subject) for entry in agenda(text).entries if entry.state is State.NEVER}
    assert {(Kind.BATTERY, "P-0301"), (Kind.DOMAIN, "example.co.jp")} <= never
    assert (Kind.TEST, "P-0301") not in never  # no MFA device, and nobody says that it is tested


def test_a_task_that_never_comes_due_is_told_where_its_first_day_is_to_be_written() -> None:
    text = changed("combination: {every: P1Y,", "combination: {every: P18M,", EXAMPLE)
    [entry] = only(agenda(text), Kind.TASK, "combination")
    assert (entry.state, entry.path) == (State.NEVER, ("rotation", "combination", "from"))


def test_tasks_that_follow_events_only_are_named() -> None:
    assert agenda(MINIMAL).on_events == ("password",)
    assert only(agenda(MINIMAL), Kind.TASK, "password") == []


def test_a_deputy_does_it_while_the_holder_is_absent_on_that_day() -> None:
    found = {entry.subject: entry.hands for entry in agenda().entries if str(entry.due) == "2026-12-31"}
    assert found["mfa_check"] == (Hand("tanaka", stands_in_for="kobayashi"),)
    assert found["access_review"] == (Hand("ito"),)
    away = changed(
        "absences: [{from: 2026-12-30, until: 2027-01-03}]",
        "absences: [{from: 2026-12-19, until: 2026-12-21}]",
        EXAMPLE,
    )
    late = only(agenda(away), Kind.TEST, "K-0101")
    assert late[0].state is State.OVERDUE
    assert late[0].hands == (Hand("tanaka", stands_in_for="kobayashi"),)


def test_somebody_absent_whom_nobody_stands_in_for_is_named_as_absent() -> None:
    text = changed(
        'hours: {from: "09:30", until: "16:30", days: [mon, tue, thu, fri]}',
        "absences: [{from: 2026-12-30, until: 2027-01-02}]",
        EXAMPLE,
    )
    [review, *_] = only(agenda(text), Kind.TASK, "access_review")
    assert review.hands == (Hand("ito", absent_until=date(2027, 1, 2)),)


def test_nobody_is_named_who_is_out_of_office_on_the_day() -> None:
    text = changed(
        "reviewer:\n    - {person: ito, from: 2026-04-01}",
        "reviewer:\n    - {person: ito, from: 2026-04-01, until: 2027-02-28}",
        EXAMPLE,
    )
    by_day = {str(entry.due): entry.hands for entry in only(agenda(text), Kind.TASK, "access_review")}
    assert by_day["2026-12-31"] == (Hand("ito"),)
    assert by_day["2027-03-31"] == ()


def test_a_term_is_late_once_it_is_over_and_no_sooner() -> None:
    text = changed(
        "- {person: ito, from: 2026-04-01}\n  password",
        "- {person: ito, from: 2026-04-01, until: 2026-12-20}\n  password",
        EXAMPLE,
    )
    states = [only(agenda(text, day), Kind.TERM, "ito")[0].state for day in (DAY, DAY + timedelta(days=1))]
    assert states == [State.DUE, State.OVERDUE]


def test_a_stand_in_is_named_by_the_day_before_nobody_is_there() -> None:
    [entry] = only(agenda(), Kind.ABSENCE)
    assert (entry.subject, str(entry.due), entry.about) == ("takahashi", "2026-12-31", ("communications",))
    assert entry.path == ("own_roles", 0, "holders", 0, "deputy")
    assert only(agenda(day=date(2027, 1, 2)), Kind.ABSENCE)[0].state is State.OVERDUE
    assert only(agenda(day=date(2027, 1, 4)), Kind.ABSENCE) == []


def two_editions() -> Register:
    first = issued(EMPTY, {"ja/02-approvers": "a", "en/02-approvers": "b", "ja/05-checklist": "c"}, START)
    return issued(first, {"ja/02-approvers": "a2", "en/02-approvers": "b", "ja/05-checklist": "c"}, date(2027, 1, 5))


def test_copies_are_due_when_an_edition_comes_into_force_and_then_never_said_to_be_there() -> None:
    before, after = (only(agenda(day=day, register=two_editions()), Kind.COPIES) for day in (DAY, date(2027, 1, 5)))
    assert [(entry.state, str(entry.due), entry.about) for entry in before] == [
        (State.DUE, "2027-01-05", ("02-approvers",)),
        (State.UNCONFIRMED, "2026-12-01", ("02-approvers", "05-checklist")),
    ]
    assert [(entry.state, str(entry.due)) for entry in after] == [(State.UNCONFIRMED, "2027-01-05")]
    assert not any(entry.state.is_late for entry in (*before, *after))


def test_copies_that_somebody_saw_are_changed_if_they_are_old_and_looked_at_again_if_they_are_not() -> None:
    register, day = two_editions(), date(2027, 1, 6)
    old, now = (edition.sheets[SheetName.read("ja/02-approvers")].code for edition in register.issued)
    whole = parse_organisation(in_memory(EXAMPLE), names()).organisation

    def told(code: str) -> list[tuple[str, State, str]]:
        lies = {copy_of("safe-a", SheetName.read("ja/02-approvers"), number): code for number in (1, 2)}
        seen = RecordEntry(1, RecordKind.PLACEMENT, DAY, "safe-a", DAY, None, {}, {}, ("suzuki",), {}, lies)
        found = agenda_of(whole, register, day, day + YEAR, NONE.added(seen))
        return [(entry.part, entry.state, str(entry.due)) for entry in only(found, Kind.COPIES, "safe-a") if entry.part]

    assert told(old) == [("change", State.OVERDUE, "2027-01-05")]
    assert told(now) == [("look", State.DUE, "2027-12-20")]


def test_what_a_finding_is_about_stands_in_its_title_and_by_itself_a_rule_does() -> None:
    whole = parse_organisation(in_memory(EXAMPLE), names()).organisation
    rule, wording = "seal-numbers-without-gaps", Wording(Speaker(knowledge().language("en"), whole))
    plain = Entry(kind=Kind.FINDING, subject=rule, due=None, path=None)
    assert wording.title(replace(plain, about=("TEB-004515",))) == wording.say(
        "titles.finding_about", title="No seal number is missing", subject=rule, about="TEB-004515"
    )
    assert "TEB-004515" not in wording.title(plain)


def test_without_an_edition_nothing_is_said_of_copies() -> None:
    assert only(agenda(), Kind.COPIES) == []
    assert not agenda().has_editions
    assert agenda(register=two_editions()).has_editions


def test_issuing_is_the_record_of_the_review_of_the_runbook() -> None:
    [review] = only(agenda(register=two_editions()), Kind.TASK, "runbook_review")
    assert (review.last, str(review.due)) == (START, "2027-12-31")


def test_the_gravest_come_first_then_the_soonest() -> None:
    noticed = RecordEntry(1, RecordKind.FINDING, DAY, "E-0031", DAY, None, {}, {}, ("ito",), {"found": "torn"})
    whole = parse_organisation(in_memory(OLD), names()).organisation
    day = date(2027, 3, 1)
    found = agenda_of(whole, two_editions(), day, day + YEAR, NONE.added(noticed)).entries
    order = [list(State).index(entry.state) for entry in found]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3, 4}
    by_state: dict[State, list[Any]] = defaultdict(list)
    for entry in found:
        by_state[entry.state].append(entry.due or date.min)
    assert all(days == sorted(days) for days in by_state.values())


def test_each_entry_stands_with_everyone_who_does_it_and_at_every_place() -> None:
    found = agenda()
    people = {id(entry): {hand.person for hand in entry.hands} or {""} for entry in found.entries}
    places = {id(entry): set(entry.places) or {""} for entry in found.entries}
    for by, keys in ((Grouping.PERSON, people), (Grouping.PLACE, places)):
        grouped = dict(found.grouped(by))
        assert list(grouped)[-1] == "" or "" not in grouped
        pairs = {(key, id(entry)) for key, entries in grouped.items() for entry in entries}
        assert pairs == {(key, id(entry)) for entry in found.entries for key in keys[id(entry)]}


def test_a_person_is_concerned_who_does_it_or_is_stood_in_for() -> None:
    found = agenda().of(person="kobayashi").entries
    assert {hand.person for entry in found for hand in entry.hands} == {"kobayashi", "tanaka"}
    assert all("kobayashi" in entry.people for entry in found)
    assert {entry.kind for entry in agenda().of(place="bank-vault").entries} == {Kind.TASK, Kind.TEST, Kind.CUSTODY}
    assert {entry.role for entry in agenda().of(role=Role.REVIEWER).entries} == {Role.REVIEWER}


def test_what_the_rules_find_today_is_open_unless_it_is_accepted_or_told_by_its_day() -> None:
    reading = parse_organisation(in_memory(OLD), names())
    found = judged(reading, DAY, knowledge())
    entries = agenda_of(reading.organisation, EMPTY, DAY, DAY, findings=found).entries
    late = {entry.rule for entry in entries if entry.state.is_late}
    wanted = {
        (each.rule.id, each.broken.about)
        for each in found
        if each.since is None and each.accepted is None and each.rule.severity is not Severity.INFO
    }
    told = [(entry.subject, "".join(entry.about)) for entry in entries if entry.kind is Kind.FINDING]
    assert len(told) == len({*told})
    assert {*told} == {each for each in wanted if each[0] not in late}
    assert {rule for rule, _ in wanted} & late, "no finding is told by a day any more"
    assert {*told} < wanted
    opened = [entry for entry in entries if entry.kind is Kind.FINDING]
    assert {(entry.state, entry.due, entry.role) for entry in opened} == {(State.OPEN, None, Role.OWNER)}
    assert all(entry.path for entry in opened)
    assert not list(events_of(replace(agenda(), entries=tuple(opened)), reading.organisation))


def test_what_somebody_found_is_open_until_an_entry_ends_it_by_person_and_by_place() -> None:
    whole = parse_organisation(in_memory(EXAMPLE), names()).organisation
    found = RecordEntry(1, RecordKind.FINDING, DAY, "E-0031", DAY, None, {}, {}, ("ito",), {"found": "torn"})
    records = NONE.added(found)
    agenda = agenda_of(whole, EMPTY, DAY, DAY, records)
    [entry] = only(agenda, Kind.FINDING)
    assert (entry.subject, entry.part, entry.last, entry.places) == ("E-0031", "1", DAY, ("safe-a",))
    assert entry in dict(agenda.grouped(Grouping.PLACE))["safe-a"]
    assert entry in dict(agenda.grouped(Grouping.PERSON))[entry.hands[0].person]
    assert entry in dict(agenda.grouped(Grouping.DAY))["open"]
    assert not only(agenda_of(whole, EMPTY, DAY - timedelta(days=1), DAY, records), Kind.FINDING)
    ended = records.added(replace(found, follows={CLOSES: "1"}, record={"found": "sealed again"}))
    assert not only(agenda_of(whole, EMPTY, DAY, DAY, ended), Kind.FINDING)


def test_nobody_changes_the_combination_of_what_somebody_carries() -> None:
    [before, *_] = only(agenda(), Kind.TASK, "combination")
    [after, *_] = only(agenda(changed("    kind: bank\n", "    kind: carried\n", EXAMPLE)), Kind.TASK, "combination")
    assert set(before.places) - set(after.places) == {"bank-vault"}
