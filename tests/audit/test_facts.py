"""What register, records and config say about a span of days, held against models that only count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.audits import (
    FORMER,
    OLD_SEAL,
    TODAY,
    YEAR,
    audit_facts,
    edition,
    entry,
    kept,
    moved,
    past,
    reading,
    reconciled,
)
from support.organisations import knowledge
from support.records import record

from runbook.audit.deeds import deeds_of
from runbook.audit.evidence_items import KINDS, EvidenceItem, State, answers
from runbook.audit.period import Period
from runbook.audit.reconciled import read_reconciled
from runbook.audit.seals import Fate, Teller
from runbook.audit.timeline import Lane
from runbook.editions import Register
from runbook.editions.facts import facts
from runbook.knowledge.audit import load_audit
from runbook.records.store import NONE, Kind, Records, read_records, records_text

ITEM = "E-0031"
START = date(2026, 1, 1)


def proofs(found: object, name: str) -> dict[str, EvidenceItem]:
    """The proofs of a control by kind."""
    told = {answer.id: answer for answer in answers(found)}  # type: ignore[arg-type]
    return {proof.kind: proof for proof in told[name].items}


# --- last used --------------------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Kind, date, int | None]]:
    """Entries in the order in which they were taken in: kind, day, and which earlier one each corrects."""
    made: list[tuple[Kind, date, int | None]] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        standing = [each for each in range(1, number) if each not in {corrected for _, _, corrected in made}]
        corrects = draw(st.sampled_from([None, None, *standing]))
        day = START + timedelta(days=draw(st.integers(0, 400)))
        made.append((draw(st.sampled_from(list(Kind))), day, corrects))
    return made


def records_of(history: list[tuple[Kind, date, int | None]]) -> Records:
    return kept(*(entry(kind, day, corrects=corrects) for kind, day, corrects in history))


@pytest.mark.slow
@given(histories(), st.integers(0, 400))
def test_root_was_last_used_when_a_plain_look_through_all_entries_says_so(
    history: list[tuple[Kind, date, int | None]], days: int
) -> None:
    last = START + timedelta(days=days)
    found = audit_facts(records=records_of(history), period=Period(START, last), today=last)
    corrected = {corrects for _, _, corrects in history}
    uses = [
        (day, number)
        for number, (kind, day, _) in enumerate(history, 1)
        if kind in (Kind.USE, Kind.RECOVERY) and number not in corrected and day <= last
    ]
    assert (found.last_use and (found.last_use.day, found.last_use.number)) == max(uses, default=None)
    drills = [day for number, (kind, day, _) in enumerate(history, 1) if kind is Kind.DRILL and number not in corrected]
    assert (found.last_drill and found.last_drill.day) == max((day for day in drills if day <= last), default=None)


@pytest.mark.slow
def test_who_looked_into_an_alert_and_never_signed_in_did_not_use_root() -> None:
    alert = moved(record("20-alert"), date(2026, 5, 5))
    assert not {step["id"] for step in alert["steps"] if step["done"]} & {"B-26", "B-27", "B-28", "B-39"}
    used = entry(Kind.USE, date(2026, 4, 4))
    found = audit_facts(records=kept(used, entry(Kind.USE, date(2026, 5, 5), raw=alert, subject="alert")))
    assert [deed.number for deed in found.deeds if deed.is_use] == [1, 2]
    assert found.last_use is not None
    assert found.last_use.number == 1


def test_a_step_that_nobody_knows_any_more_may_have_been_the_one() -> None:
    raw = moved(record("20-alert"), date(2026, 5, 5))
    raw["steps"][0] |= {"id": "Z-99", "done": True}
    assert audit_facts(records=kept(entry(Kind.USE, date(2026, 5, 5), raw=raw))).last_use is not None


# --- seals ------------------------------------------------------------------------------------------------------------

SEALS = ("A-1", "A-2", "A-3", "A-4", "")


@st.composite
def seal_histories(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    """What was said about one item, oldest first, on days of their own: by an edition or a record, and which number."""
    told = []
    day = 0
    for _ in range(draw(st.integers(0, 7))):
        day += draw(st.integers(1, 20))
        teller = draw(st.sampled_from(["edition", "record"]))
        number = draw(st.sampled_from(SEALS if teller == "edition" else SEALS[:-1]))
        told.append((teller, day, number))
    return told


def modelled(told: list[tuple[str, int, str]], config: str) -> list[tuple[str, str]]:
    """Each number that was on the item and how it went, by a walk that only remembers what it has seen.

    An edition without a number says that it is gone only if an edition ever had one.
    """
    found: list[tuple[str, str]] = []
    now, gone, recorded, listed = "", set(), False, False
    for teller, _, number in told:
        recorded = recorded or teller == "record"
        listed = listed or (teller == "edition" and number != "")
        if teller == "edition" and not number and not listed:
            continue
        late = teller == "edition" and number in gone
        if number == now or late:
            continue
        if now:
            found.append((now, "replaced" if teller == "record" else "unrecorded"))
            gone.add(now)
        now = number
    if config and config != now and config not in gone:
        if now and recorded:
            found.append((config, "disputed"))
        else:
            found += [(now, "unrecorded")] if now else []
            now = config
    return [*found, *([(now, "on")] if now else [])]


@pytest.mark.slow
@given(seal_histories(), st.sampled_from(SEALS))
def test_what_was_done_with_every_seal_is_what_a_plain_walk_says(told: list[tuple[str, int, str]], config: str) -> None:
    whole = reading()
    items = tuple(replace(item, seal=config or None) if item.id == ITEM else item for item in whole.organisation.items)
    company = replace(whole, organisation=replace(whole.organisation, items=items))
    known = facts(company.organisation)
    register, entries = Register(), []
    for teller, days, number in told:
        day = START + timedelta(days=days)
        if teller == "edition":
            stated = {key: value for key, value in known.items() if key != f"items/{ITEM}/seal"}
            stated |= {f"items/{ITEM}/seal": number} if number else {}
            register = edition(register, day, known=stated)
        else:
            entries.append(entry(Kind.USE, day, seals={ITEM: number}))
    found = audit_facts(register, kept(*entries), organisation=company)
    of_item = [(seal.seal, seal.fate.value) for seal in found.seals if seal.item == ITEM]
    assert sorted(of_item) == sorted(modelled(told, config))
    assert sum(fate == "on" for _, fate in of_item) <= 1


def test_a_seal_says_who_put_it_on_and_who_took_it_off() -> None:
    register, records = past()
    found = audit_facts(register, records)
    first, second = (seal for seal in found.seals if seal.item == ITEM)
    assert (first.seal, first.since.teller, first.fate) == (OLD_SEAL, Teller.EDITION, Fate.REPLACED)
    assert first.until is not None
    assert (first.until.teller, first.until.number, first.until.day) == (Teller.RECORD, 1, date(2026, 5, 10))
    assert (second.seal, second.fate, second.is_confirmed) == ("TEB-004512", Fate.ON, True)
    assert "TEB-004599" not in {seal.seal for seal in found.seals}


def test_an_edition_of_the_day_on_which_a_seal_was_replaced_does_not_hide_the_record() -> None:
    known, day = dict(facts(reading().organisation)), date(2026, 5, 10)
    old, new = known | {f"items/{ITEM}/seal": OLD_SEAL}, known | {f"items/{ITEM}/seal": "TEB-004512"}
    register = edition(edition(Register(), day, known=old), day, known=new)
    found = audit_facts(register, kept(entry(Kind.DRILL, day, seals={ITEM: "TEB-004512"})))
    assert [(seal.seal, seal.fate) for seal in found.seals if seal.item == ITEM] == [
        (OLD_SEAL, Fate.REPLACED),
        ("TEB-004512", Fate.ON),
    ]


def test_the_config_of_today_says_nothing_about_the_seals_of_an_earlier_day() -> None:
    whole = reading()
    known = dict(facts(whole.organisation)) | {f"items/{ITEM}/seal": OLD_SEAL}
    register = edition(Register(), date(2026, 2, 1), known=known)
    then = audit_facts(register, period=Period(START, date(2026, 3, 1)))
    assert [(seal.seal, seal.fate) for seal in then.seals if seal.item == ITEM] == [(OLD_SEAL, Fate.ON)]
    now = audit_facts(register)
    assert [(seal.seal, seal.fate) for seal in now.seals if seal.item == ITEM] == [
        (OLD_SEAL, Fate.UNRECORDED),
        ("TEB-004512", Fate.ON),
    ]


# --- gaps -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.lists(st.integers(-300, 400), max_size=6), st.integers(0, 400))
def test_a_gap_is_every_day_whose_last_drill_is_older_than_the_interval(days: list[int], length: int) -> None:
    period = Period(START, START + timedelta(days=length))
    drills = sorted(START + timedelta(days=number) for number in days)
    records = kept(*(entry(Kind.DRILL, day, tasks=("drill",), raw={}) for day in drills))
    # The day after: what the rules find is looked for only in a span that reaches up to today.
    found = audit_facts(records=records, period=period, today=period.last + timedelta(days=1))
    every = found.organisation.rotation.drill.every
    assert every is not None
    wanting = set()
    for number in range(period.days):
        day = period.first + timedelta(days=number)
        before = [drill for drill in drills if drill <= day]
        if not before or day > every.after(before[-1]):
            wanting.add(day)
    gaps = [gap for gap in found.timeline.gaps if gap.task == "drill"]
    told = [gap.first + timedelta(days=number) for gap in gaps for number in range(gap.days)]
    assert len(told) == len(set(told))
    assert set(told) == wanting


# --- with less than everything ----------------------------------------------------------------------------------------


def test_without_register_and_records_everything_is_said_to_be_missing() -> None:
    found = audit_facts()
    assert (found.last_use, found.last_drill, found.editions, found.deeds) == (None, None, (), ())
    assert {proof.state for proof in proofs(found, "pci-approved").values()} == {State.MISSING, State.WANTING}
    assert proofs(found, "pci-approved")["approved"].state is State.MISSING
    assert proofs(found, "two-person-approval")["edition"].state is State.MISSING
    assert all(seal.since.teller is Teller.CONFIG for seal in found.seals)


def test_in_a_span_without_a_use_no_use_is_missing_its_approvals() -> None:
    register, records = past()
    empty = audit_facts(register, records, Period(date(2026, 11, 1), date(2026, 11, 28)))
    assert proofs(empty, "pci-approved")["approved"].state is State.NO_CASE
    assert empty.last_use is not None
    assert empty.last_use.day == date(2026, 9, 3)
    assert empty.timeline.events == ()
    assert [each.number for each in empty.editions] == [2]


def test_before_everything_there_is_nothing() -> None:
    register, records = past()
    found = audit_facts(register, records, Period(date(2020, 1, 1), date(2020, 1, 1)))
    assert (found.last_use, found.editions, found.timeline.events) == (None, (), ())
    assert found.unissued is None


@pytest.mark.slow
def test_a_use_without_a_reason_is_named_as_wanting_and_one_with_it_is_not() -> None:
    register, records = past()
    justified = proofs(audit_facts(register, records), "pci-justified")["justified"]
    assert (justified.state, justified.entries) == (State.WANTING, (5,))
    first = audit_facts(register, records, Period(date(2026, 5, 1), date(2026, 5, 31)))
    assert proofs(first, "pci-justified")["justified"] == EvidenceItem("justified", State.SHOWN, (1,))


def test_one_approval_given_twice_is_not_two() -> None:
    raw = record()
    raw["fields"] = [each for each in raw["fields"] if "tanaka" not in each["id"]]
    raw["fields"] += [
        {"step": None, "id": "approvals.another.decision", "value": True},
        {"step": None, "id": "approvals.another.name", "value": "Hanako Sato"},
    ]
    found = audit_facts(records=kept(entry(Kind.USE, date(2026, 4, 4), raw=moved(raw, date(2026, 4, 4)))))
    assert found.approvers(found.deeds[0]) == ("sato",)
    assert proofs(found, "pci-approved")["approved"].state is State.WANTING


@pytest.mark.parametrize(
    ("day", "task", "edit", "state"),
    [
        (date(2026, 10, 4), "restore-iam-permissions", ("", ""), State.SHOWN),
        (date(2026, 9, 4), "restore-iam-permissions", ("", ""), State.WANTING),  # Tanaka approves from October on
        (date(2026, 10, 4), "close-account", ("", ""), State.WANTING),  # this task needs three
        (date(2026, 10, 4), "restore-iam-permissions", ("tanaka", "suzuki"), State.WANTING),  # no approver
        (date(2026, 10, 4), "restore-iam-permissions", ("tanaka", "takahashi"), State.SHOWN),
    ],
)
def test_approvals_count_if_they_are_of_approvers_of_the_day_and_enough_for_the_task(
    day: date, task: str, edit: tuple[str, str], state: State
) -> None:
    raw = moved(record(), day)
    raw["plan"] = [{"id": "plan.task", "value": task}]
    raw["fields"] = [{**each, "id": each["id"].replace(*edit)} if edit[0] else each for each in raw["fields"]]
    found = audit_facts(records=kept(entry(Kind.USE, day, raw=raw)))
    assert proofs(found, "pci-approved")["approved"].state is state


def test_a_password_that_was_seen_and_not_changed_is_wanting() -> None:
    raw = moved(record(), date(2026, 4, 4))
    whole = audit_facts(records=kept(entry(Kind.USE, date(2026, 4, 4), raw=raw)))
    assert proofs(whole, "ism-changed")["changed"].state is State.SHOWN
    for step in raw["steps"]:
        if step["id"] in ("B-44", "B-45"):
            step["done"] = False
    left = audit_facts(records=kept(entry(Kind.USE, date(2026, 4, 4), raw=raw)))
    assert proofs(left, "ism-changed")["changed"].state is State.WANTING


def test_what_was_compared_with_aws_is_shown_only_for_the_files_that_were_there(tmp_path: object) -> None:
    file = tmp_path / "reconcile.json"  # type: ignore[operator]
    file.write_text(reconciled(("root-use-unexplained",), ("events", "summary")), "utf-8")
    found = audit_facts(result=read_reconciled(file))
    assert proofs(found, "no-daily-use")["aws-events"] == EvidenceItem(
        "aws-events", State.WANTING, rules=("root-use-unexplained",)
    )
    assert proofs(found, "no-root-key")["aws-root"].state is State.SHOWN
    assert proofs(found, "contacts-current")["aws-contacts"].state is State.MISSING


def test_every_kind_of_proof_is_known_and_every_control_has_one() -> None:
    known = knowledge()
    audit = load_audit(known.folder, known.aws)
    tasks = reading().organisation.rotation.built_in()
    kinds = [*audit.controls.values(), *(entry.shows for entry in audit.requirements.values())]
    assert {kind for each in kinds for kind in each} <= KINDS | {*tasks}
    assert audit.controls.keys() == known.aws.controls.keys()
    for language in known.languages:
        for answer in answers(audit_facts()):
            if any(proof.kind == "outside" for proof in answer.items):
                assert known.language(language).words(f"audit.outside.{answer.id}")


# --- people -----------------------------------------------------------------------------------------------------------


def test_who_left_is_known_by_the_edition_of_their_day() -> None:
    register, records = past()
    people = audit_facts(register, records).people
    assert people.roles("ishida", date(2026, 5, 10)) == ("approver",)
    assert people.name("ishida", "en") == FORMER
    assert people.roles("ishida", date(2026, 7, 1)) == ()
    assert people.roles("takahashi", date(2026, 5, 10)) == ("approver", "communications")


def test_a_number_stays_with_its_person_when_history_goes_on() -> None:
    register, records = past()
    before = audit_facts(register, records).people.numbers
    more = records.added(entry(Kind.USE, date(2026, 11, 1), people=("kobayashi",)))
    after = audit_facts(register, more).people.numbers
    named = {person for deed in deeds_of(records) for person in deed.people} | {"sato", "ishida", "tanaka"}
    assert {person: after[person] for person in named} == {person: before[person] for person in named}


# --- kinds that nobody here knows -------------------------------------------------------------------------------------


def test_an_entry_of_another_kind_or_form_stays_in_and_says_what_it_can() -> None:
    text = records_text(
        kept(entry(Kind.CHECK, date(2026, 4, 4), raw={"format": "another", "steps": "none", "fields": 7}))
    )
    (deed,) = deeds_of(read_records(text))
    assert (deed.steps, deed.approvals, deed.started, deed.account) == (0, (), None, "")
    strange = replace(deed, kind="placement")
    found = audit_facts(records=NONE)
    found.__dict__["deeds"] = (strange,)
    assert [each.lane for each in found.timeline.events] == [Lane.OTHER]
    assert found.last_use is None


def test_the_year_is_as_long_as_it_is() -> None:
    assert YEAR.days == (TODAY - START).days + 1
    assert len(tuple(Period(date(2027, 1, 15), date(2028, 3, 1)).months)) == 14
