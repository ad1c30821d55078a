"""A recurrence rule has exactly the due days of its task, read by somebody else's reading of RFC 5545."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event

from runbook.agenda.recurrence import Recurrence, numbered_days, recurrence
from runbook.organisation import RotationRule
from runbook.organisation.deadlines import due_from
from runbook.organisation.fields import Interval

FIRST = date(2027, 1, 1)
rules = st.builds(
    lambda every, start: RotationRule(every=Interval.of(every), start=start),
    st.one_of(
        st.integers(1, 30).map(lambda count: f"P{count}M"),
        st.integers(1, 5).map(lambda count: f"P{count}Y"),
        st.integers(1, 60).map(lambda count: f"P{count}W"),
        st.integers(1, 400).map(lambda count: f"P{count}D"),
        st.tuples(st.integers(1, 3), st.integers(1, 40)).map(lambda counts: f"P{counts[0]}M{counts[1]}D"),
    ),
    st.none() | st.dates(date(2023, 12, 1), date(2028, 3, 31)),
)


def written(recurs: Recurrence | None) -> str:
    """A rule as it stands in a calendar."""
    event = Event()
    event.add("rrule", dict(recurs or {}))
    return str(event.to_ical(), "utf-8").split("RRULE:")[1].splitlines()[0]


def read(recurs: Recurrence, start: date, many: int) -> list[date]:
    """The first days of a rule by python-dateutil."""
    return [found.date() for found in islice(rrulestr(written(recurs), dtstart=datetime.combine(start, time())), many)]


@pytest.mark.slow
@settings(max_examples=300)
@given(rules, st.integers(0, 2000))
def test_a_rule_has_the_due_days_of_fifteen_years_from_any_of_them_on(rule: RotationRule, passed: int) -> None:
    recurs = recurrence(rule)
    first = next(due_from(rule, FIRST + timedelta(days=passed)), None)
    if recurs is None or first is None:
        return
    expected = list(islice(due_from(rule, first), 180))
    assert read(recurs, first, 180) == expected


@pytest.mark.parametrize(
    ("every", "start", "expected"),
    [
        ("P1M", "", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        ("P3M", "", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
        ("P1Y", "", "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=12"),
        ("P12M", "", "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=12"),
        ("P1M", "2026-04-01", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        ("P6M", "2026-04-15", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=14"),
        ("P6M", "2026-03-30", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=29"),
        ("P1Y", "2026-04-01", "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=3"),
        ("P1Y", "2026-01-01", "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=31;BYMONTH=12"),
        ("P2Y", "2026-03-01", "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=-1;BYMONTH=2"),
        ("P1Y", "2026-10-31", "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=30;BYMONTH=10"),
        ("P18M", "2026-04-01", "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=-1"),
        ("P2W", "2026-04-01", "FREQ=DAILY;INTERVAL=14"),
    ],
)
def test_a_true_recurrence_is_written_as_outlook_takes_it(every: str, start: str, expected: str) -> None:
    rule = RotationRule(every=Interval.of(every), start=date.fromisoformat(start) if start else None)
    assert written(recurrence(rule)) == expected


@pytest.mark.parametrize(
    ("every", "start"),
    [
        ("P1M", "2026-01-31"),  # 27 February, 30 March
        ("P1Y", "2024-02-29"),  # 27 February, in a leap year 28
        ("P6M", "2026-03-31"),
        ("P1M2W", "2026-01-01"),
        ("P2W", ""),  # begins anew on 1 January
        ("P5M", ""),  # two months a year: Outlook takes one
        ("P18M", ""),
    ],
)
def test_where_there_is_no_such_rule_the_days_are_written_one_by_one(every: str, start: str) -> None:
    rule = RotationRule(every=Interval.of(every), start=date.fromisoformat(start) if start else None)
    assert recurrence(rule) is None


@pytest.mark.slow
@settings(max_examples=200)
@given(rules, st.integers(0, 700))
def test_days_one_by_one_are_the_due_days_up_to_the_last_and_at_least_the_next(rule: RotationRule, passed: int) -> None:
    first, last = FIRST + timedelta(days=passed), FIRST + timedelta(days=passed + 500)
    numbered = list(numbered_days(rule, first, last))
    expected = list(islice(due_from(rule, first), 600))
    assert [day for _, day in numbered] == ([day for day in expected if day <= last] or expected[:1])
    assert len({number for number, _ in numbered}) == len(numbered)


@pytest.mark.parametrize("start", [date(2026, 1, 31), None])
def test_a_day_keeps_its_number_from_one_file_to_the_next(start: date | None) -> None:
    rule = RotationRule(every=Interval.of("P1M"), start=start)
    last = date(2028, 12, 31)
    now, later = dict(numbered_days(rule, FIRST, last)), dict(numbered_days(rule, date(2027, 7, 9), last))
    assert later.items() < now.items()
    longer = dict(numbered_days(RotationRule(every=Interval.of("P30D"), start=start), FIRST, last))
    assert longer["2027-1" if start is None else "12"] == (date(2027, 1, 30) if start is None else date(2027, 1, 25))
