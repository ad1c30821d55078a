"""Random histories of editions, placements, uses and drills against a model that only keeps what was done last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from support.config_texts import EXAMPLE, in_memory
from support.histories import NAMES, START, code_of, issued
from support.records import Raw
from support.records import record as raw_record

from runbook.agenda.entry import State
from runbook.agenda.survey import Survey, by_kind
from runbook.agenda.tasks import tasks
from runbook.assessment import read_config
from runbook.clock import Clock
from runbook.editions import EMPTY, IssuedEdition, Register
from runbook.editions.comparison import compare
from runbook.errors import UsageError
from runbook.knowledge.loading import shipped_knowledge
from runbook.knowledge.sheets import SheetName
from runbook.organisation import Organisation
from runbook.organisation.interval import Interval
from runbook.records.confirming import Slip, placements
from runbook.records.executions import executions_of
from runbook.records.facts import BROKEN, CONSOLE, FAILED, recorded_in
from runbook.records.judging import day_of
from runbook.records.places import Standing, copies_standing, papers_of, there
from runbook.records.record import Record
from runbook.records.store import NONE, Entry, Kind, Records, read_records, records_text
from runbook.records.taking import Desk, take_in_together
from runbook.writing import KeptFile

PLACE = "safe-a"
PACKETS = ("21-own-root-111122223333", "31-lost-mfa-111122223333")
Copy = tuple[SheetName, int]


@cache
def a_record() -> Record:
    return TypeAdapter(Record).validate_json(json.dumps(raw_record()), strict=True)


@cache
def company() -> Organisation:
    return read_config(in_memory(EXAMPLE), shipped_knowledge()).organisation


def desk(register: Register, records: Records, today: date) -> Desk:
    """A desk on which nothing is ever written."""
    kept = KeptFile(path=Path("nowhere"), before=None)
    return Desk(in_memory(EXAMPLE), company(), shipped_knowledge(), register, kept, records, today)


@dataclass
class Model:
    """What is known, kept in the most foolish way."""

    lying: dict[Copy, str] = field(default_factory=dict)
    seen: dict[Copy, date] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, tuple[date, int | None, tuple[str, ...]]] = field(default_factory=dict)
    drilled: date | None = None


def wanted(edition: IssuedEdition) -> dict[Copy, str]:
    """The copies that an edition asks for in the place."""
    return {
        (name, number): sheet.code
        for name, sheet in edition.sheets.items()
        for number in range(1, edition.copies.get(name.sheet.name, {}).get(PLACE, 0) + 1)
    }


def changes(
    old: IssuedEdition | None, new: IssuedEdition, register: Register, records: Records, day: date
) -> tuple[dict[Copy, str], dict[Copy, str]]:
    """Copies to take out and to put in, one by one, as a slip says."""
    out: dict[Copy, str] = {}
    put: dict[Copy, str] = {}
    for replacement in compare(old, new, there=there(records, day), issued=papers_of(register)).replacements:
        if replacement.out and replacement.old:
            for number in range(replacement.out[0], replacement.out[1] + 1):
                assert (replacement.name, number) not in out
                out[replacement.name, number] = replacement.old.code
        if replacement.put and replacement.new:
            for number in range(replacement.put[0], replacement.put[1] + 1):
                assert (replacement.name, number) not in put
                put[replacement.name, number] = replacement.new.code
    return out, put


@st.composite
def stories(draw: st.DrawFn) -> tuple[Register, Records, Model, date]:
    """A history and what the model makes of it; every placement goes through the judge."""
    register, records, model = EMPTY, NONE, Model()
    day = draw(st.sampled_from([START, date(2027, 12, 30), date(2028, 2, 28)]))
    for step in range(draw(st.integers(1, 9))):
        day += timedelta(days=draw(st.sampled_from([0, 1, 1, 40, 366])))
        match draw(st.sampled_from(["edition", "slip", "slip", "part", "drill", "use"])):
            case "edition":
                sheets = draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["a", "b", "c"]), min_size=1))
                register = issued(register, sheets, day)
            case "slip" | "part" as how if register.issued:
                only = (draw(st.sampled_from(NAMES)),) if how == "part" else ()
                records = _confirmed(register, records, model, day, only)
            case "drill" | "use" as kind:
                records = records.added(_use(draw, kind, day, step, model))
            case _:
                pass
    return register, records, model, day


def _confirmed(register: Register, records: Records, model: Model, day: date, only: tuple[str, ...]) -> Records:
    edition = register.issued[-1]
    before = [each for each in register.issued if each.number < edition.number]
    out, put = changes(before[-1] if before else None, edition, register, records, day)
    try:
        forms = placements(Slip(("suzuki",), day, only=only), desk(register, records, day))
    except UsageError:
        assert not [copy for copy in {**out, **put} if not only or str(copy[0]) in only]
        return records
    for taken in take_in_together(desk(register, records, day), forms, Path("slip"), write=False):
        records = records.added(taken.entry)
    for copies, code_after in ((out, None), (put, put)):
        for copy in copies:
            if not only or str(copy[0]) in only:
                model.lying[copy] = code_after[copy] if code_after else ""
                model.seen[copy] = day
    return records


def _use(draw: st.DrawFn, kind: str, day: date, step: int, model: Model) -> Entry:
    sheet, minutes = draw(st.sampled_from(PACKETS)), draw(st.none() | st.integers(0, 90))
    failed = draw(st.sampled_from([(), ("B-12",), ("B-03", "B-20")]))
    item, seal = draw(st.sampled_from(["E-0031", "E-0032"])), f"TEB-{step:06}"
    follows = {CONSOLE: str(minutes)} if minutes is not None else {}
    follows |= {FAILED: " ".join(failed)} if failed else {}
    if item in model.seals:
        follows[f"{BROKEN}/{model.seals[item]}"] = item
    model.seals[item] = seal
    model.proofs[sheet] = (day, minutes, failed)
    model.drilled = day if kind == "drill" else model.drilled
    record = {
        "started": f"{day}T{step:02}:00:00+09:00",
        "packet": sheet[3:].rpartition("-")[0],
        "sheet": {"name": sheet},
        "steps": [{"done": True}],
    }
    tasks = {"drill": day} if kind == "drill" else {}
    return Entry(1, Kind(kind), day, sheet[3:], day, None, tasks, {item: seal}, (), record, follows)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories())
def test_seals_copies_and_proofs_are_always_those_said_last(story: tuple[Register, Records, Model, date]) -> None:
    register, records, model, day = story
    records = read_records(records_text(records))
    known = {
        (name, number): code for (_, name), copies in there(records, day).items() for number, code in copies.items()
    }
    assert known == model.lying
    assert records.last_seals() == model.seals
    found = {proof.sheet: (proof.day, proof.minutes, proof.failed) for proof in executions_of(records, day).proofs}
    assert found == model.proofs
    latest = executions_of(records, day).latest
    assert (latest.day if latest else None) == max((each[0] for each in model.proofs.values()), default=None)
    assert recorded_in(records, day).tasks == ({"drill": model.drilled} if model.drilled else {})
    _check_the_copies(register, records, model, day)


def _check_the_copies(register: Register, records: Records, model: Model, day: date) -> None:
    edition = register.in_force(day)
    if edition is None:
        return
    asked = wanted(edition)
    standing: dict[Copy, Standing] = {}
    for copies in copies_standing(company(), register, records, day):
        for number in copies.numbers:
            assert (copies.name, number) not in standing
            standing[copies.name, number] = copies.standing
    for copy in {*asked, *model.lying}:
        lies, ought = model.lying.get(copy), asked.get(copy)
        assert standing.get(copy) == expected(lies, ought, model.seen.get(copy), day), copy
    before = [each for each in register.issued if each.number < edition.number]
    old = before[-1] if before else None
    out, put = changes(old, edition, register, records, day)
    believed = {**(wanted(old) if old else {}), **model.lying}
    assert put == {copy: code for copy, code in asked.items() if believed.get(copy) != code}
    assert out == {copy: code for copy, code in believed.items() if code and code != asked.get(copy)}


def expected(lies: str | None, ought: str | None, seen: date | None, day: date) -> Standing | None:
    """How a copy stands, said once more."""
    if lies is None:
        return Standing.UNCONFIRMED if ought else None
    if ought is None:
        return Standing.SURPLUS if lies else None
    if lies == "":
        return Standing.MISSING
    if lies != ought:
        return Standing.STALE
    assert seen is not None
    is_leap_day = (seen.month, seen.day) == (2, 29)
    return (
        Standing.OLD if day > seen.replace(year=seen.year + 1, day=28 if is_leap_day else seen.day) else Standing.GOOD
    )


def test_a_corrected_placement_is_as_if_it_had_never_been() -> None:
    register = issued(EMPTY, {NAMES[1]: "a"}, START)
    [form] = placements(Slip(("suzuki",), START), desk(register, NONE, START))
    [taken] = take_in_together(desk(register, NONE, START), [form], Path("slip"), write=False)
    records = NONE.added(taken.entry)
    assert there(records, START)
    assert there(records, START - timedelta(days=1)) == {}
    wrong = replace(taken.entry, follows={}, record={"note": "nothing was put in"}, corrects=1)
    assert there(records.added(wrong), START) == {}


def test_a_copy_that_was_seen_counts_for_as_long_as_the_runbook_is_reviewed() -> None:
    register = issued(EMPTY, {NAMES[1]: "a"}, START)
    [form] = placements(Slip(("suzuki",), START), desk(register, NONE, START))
    [taken] = take_in_together(desk(register, NONE, START), [form], Path("slip"), write=False)
    records = NONE.added(taken.entry)

    def state(day: date) -> Mapping[str, str]:
        return {str(each.name): each.standing.value for each in copies_standing(company(), register, records, day)}

    assert state(date(2027, 12, 1)) == {NAMES[1]: "good"}
    assert state(date(2027, 12, 2)) == {NAMES[1]: "old"}
    assert code_of(NAMES[1], "a") in taken.entry.follows.values()


RULES = ("P1M", "P3M", "P6M", "P1Y", "P2W", "P45D", "P1M10D")
STARTS = (None, date(2024, 2, 29), date(2026, 1, 31), date(2026, 8, 31), date(2027, 3, 28), date(2028, 2, 29))
DAYS = st.sampled_from(
    [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 31)]
) | st.dates(date(2026, 1, 1), date(2029, 3, 1))


def months_later(day: date, months: int, days: int) -> date:
    """So many months and days later, by trying: the 31st of a month that has none is its last day."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last) + timedelta(days=days)
        except ValueError:
            continue
    return date(year, month, day.day) + timedelta(days=days)


def interval_ends(every: str, start: date | None, until: date) -> list[date]:
    """The last day of every interval up to a day: from its start, or anew from each 1 January, where one may be cut."""
    months = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12, "P1M10D": 1}.get(every, 0)
    days = {"P2W": 14, "P45D": 45, "P1M10D": 10}.get(every, 0)
    found = []
    for first in [start] if start else [date(year, 1, 1) for year in range(2024, until.year + 1)]:
        number = 1
        while (end := months_later(first, number * months, number * days) - timedelta(days=1)) <= until:
            if start is None and end.year != first.year:
                break
            found.append(end)
            number += 1
    return found


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(RULES), st.sampled_from(STARTS), st.lists(DAYS, max_size=4), DAYS)
def test_a_task_is_due_on_the_days_of_a_calendar_that_is_walked_by_hand(
    every: str, start: date | None, done: list[date], today: date
) -> None:
    whole = company()
    rule = replace(whole.rotation.drill, every=Interval.of(every), start=start)
    whole = replace(whole, rotation=replace(whole.rotation, drill=rule))
    records = NONE
    for number, day in enumerate(done):
        record: Raw = {"started": f"{day}T{number:02}:00:00+09:00", "packet": None, "steps": []}
        entry = Entry(1, Kind.DRILL, day, PACKETS[0][3:], day, None, {"drill": day}, {}, (), record)
        records = records.added(entry)
    until = today + timedelta(days=500)
    survey = Survey(whole, today, by_kind(recorded_in(records, today)))
    told = [(each.due, each.state, each.last) for each in tasks(survey, until) if each.subject == "drill"]
    last = max((day for day in done if day <= today), default=None)
    ends = interval_ends(every, start, until + timedelta(days=1500))
    if last is None:
        wanted = [end for end in ends if end >= today]
    else:
        done_in = next(end for end in ends if end >= last)
        has_begun = last >= (start or date(done_in.year, 1, 1))
        wanted = [end for end in ends if end > done_in or (end == done_in and not has_begun)]
    expected_days = wanted[:1] + [end for end in wanted[1:] if end <= until]
    states = [State.OVERDUE if end < today else State.DUE for end in expected_days]
    assert told == [(end, state, last) for end, state in zip(expected_days, states, strict=True)]


SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When the clocks of the EU are changed: on the last Sundays, at 01:00 UTC."""


@given(st.sampled_from([SPRING, AUTUMN]), st.integers(-3000, 3000))
def test_a_day_is_that_of_the_company_also_where_its_clocks_are_changed(change: datetime, minutes: int) -> None:
    moment = change + timedelta(minutes=minutes)
    day = (moment + timedelta(hours=2 if SPRING <= moment < AUTUMN else 1)).date()
    berlin = replace(company(), company=replace(company().company, time_zone="Europe/Berlin"))
    started = moment.astimezone(ZoneInfo("America/New_York"))
    assert day_of(replace(a_record(), started=started), berlin) == day
    assert Clock(moment=moment).day_in("Europe/Berlin") == day
