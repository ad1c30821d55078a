"""When something is due: leap days, ends of months, and the last day in time."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from runbook.organisation import Account, AccountKind, Custody, Item, PersonContact, Rotation, RotationRule
from runbook.organisation.deadlines import (
    contact_due,
    custody_due,
    device_due,
    due_days,
    due_from,
    is_over,
    renewal_due,
)
from runbook.organisation.fields import Interval
from runbook.organisation.services import Domain

ONE_DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
intervals = st.one_of(
    st.integers(1, 40).map(lambda count: f"P{count}M"),
    st.integers(1, 6).map(lambda count: f"P{count}Y"),
    st.integers(1, 20).map(lambda count: f"P{count}W"),
    st.integers(1, 120).map(lambda count: f"P{count}D"),
    st.tuples(st.integers(1, 3), st.integers(1, 40)).map(lambda counts: f"P{counts[0]}M{counts[1]}D"),
).map(Interval.of)


def months_later(day: date, months: int) -> date:
    """Walks month by month on a wall calendar; a day that a month does not have becomes its last."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = max(week_day for week in calendar.Calendar().monthdayscalendar(year, month) for week_day in week)
    return date(year, month, min(day.day, last))


def later(day: date, every: Interval, times: int) -> date:
    """So many intervals after a day, counted with the fingers: its months first, then day by day."""
    months = sum(times * int(number) * {"Y": 12, "M": 1}.get(unit, 0) for number, unit in every.parts)
    found = months_later(day, months)
    for _ in range(sum(times * int(number) * {"W": 7, "D": 1}.get(unit, 0) for number, unit in every.parts)):
        found += ONE_DAY
    return found


@given(days, intervals, st.integers(1, 12))
def test_an_interval_is_what_the_wall_calendar_says(day: date, every: Interval, times: int) -> None:
    assert every.after(day, times) == later(day, every, times)


@given(days, intervals, st.integers(0, 3000))
def test_the_due_days_since_a_first_day_are_the_last_day_of_each_interval(
    start: date, every: Interval, passed: int
) -> None:
    first = start + timedelta(days=passed)
    found = list(islice(due_from(RotationRule(every=every, start=start), first), 5))
    assert found == sorted(set(found))
    assert found[0] >= first
    ends = [later(start, every, times) - ONE_DAY for times in range(1, passed + 7)] if passed < 40 else []
    assert not ends or found == [end for end in ends if end >= first][:5]


@given(st.integers(1990, 2110), intervals)
def test_without_a_first_day_intervals_begin_anew_with_each_year(year: int, every: Interval) -> None:
    new_year, expected = date(year, 1, 1), []
    for times in range(1, 367):
        end = later(new_year, every, times) - ONE_DAY
        if end.year > year:
            break
        expected.append(end)
    assert list(due_days(RotationRule(every=every), year)) == expected


@pytest.mark.slow
@given(days, intervals, st.sampled_from([None, date(1991, 3, 31)]))
def test_the_days_from_a_day_on_are_those_of_its_year_and_of_those_after_it(
    first: date, every: Interval, start: date | None
) -> None:
    rule = RotationRule(every=every, start=start)
    years = [day for year in (first.year, first.year + 1, first.year + 2) for day in due_days(rule, year)]
    last = date(first.year + 2, 12, 31)
    assert list(takewhile(lambda day: day <= last, due_from(rule, first))) == [day for day in years if day >= first]


@pytest.mark.parametrize(
    ("every", "start", "expected"),
    [
        ("P1M", "2027-01-31", ["2027-02-27", "2027-03-30", "2027-04-29", "2027-05-30"]),
        ("P1M", "2028-01-31", ["2028-02-28", "2028-03-30", "2028-04-29", "2028-05-30"]),
        ("P1Y", "2028-02-29", ["2029-02-27", "2030-02-27", "2031-02-27", "2032-02-28"]),
        ("P1Y", "2027-03-01", ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"]),
        ("P1M", "", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("P366D", "", ["2028-12-31", "2032-12-31", "2036-12-31", "2040-12-31"]),
    ],
)
def test_ends_of_months_and_leap_days(every: str, start: str, expected: list[str]) -> None:
    rule = RotationRule(every=Interval.of(every), start=date.fromisoformat(start) if start else None)
    assert [str(day) for day in islice(due_from(rule, date(2027, 1, 1)), 4)] == expected


@pytest.mark.parametrize("every", ["P18M", "P2Y", "P367D"])
def test_an_interval_longer_than_a_year_is_never_over_without_a_first_day(every: str) -> None:
    assert list(due_from(RotationRule(every=Interval.of(every)), date(2026, 1, 1))) == []


def test_days_end_with_the_calendar() -> None:
    rule = RotationRule(every=Interval.of("P99Y"), start=date(2199, 12, 31))
    assert str(list(due_from(rule, date(2199, 1, 1)))[-1]) == "9921-12-30"
    assert list(due_from(RotationRule(on=("root-used",)), date(2026, 1, 1))) == []


@given(days, intervals)
def test_what_was_done_on_a_day_is_over_on_the_day_after_the_last_of_its_interval(done: date, every: Interval) -> None:
    rotation = Rotation(contact_test=RotationRule(every=every), mfa_check=RotationRule(every=every))
    contact = PersonContact("mobile", "+81 90 0000 0001", confirmed_on=done)
    item = Item("K-0001", "security-key", "safe", tested_on=done)
    for due in (contact_due(contact, rotation), device_due(item, rotation)):
        assert due == later(done, every, 1)
        assert not is_over(due, due)
        assert is_over(due, due + ONE_DAY)


def test_where_the_company_tests_on_events_only_a_quarter_counts() -> None:
    rotation = Rotation(contact_test=RotationRule(on=("root-used",)), mfa_check=RotationRule(on=("root-used",)))
    done = date(2026, 11, 30)
    assert str(contact_due(PersonContact("email", "a@example.co.jp", confirmed_on=done), rotation)) == "2027-02-28"
    assert str(device_due(Item("K-0001", "security-key", "safe", tested_on=done), rotation)) == "2027-02-28"


@given(days)
def test_custody_counts_a_year_and_a_domain_is_renewed_sixty_days_ahead(day: date) -> None:
    assume(day.year > 1991)
    account = Account("111122223333", "payer", AccountKind.MANAGEMENT, Custody.SAFE, verified_on=day)  # type: ignore[arg-type]
    assert custody_due(account) == months_later(day, 12)
    due = renewal_due(Domain("example.co.jp", expires_on=day))
    assert due is not None
    assert sum(1 for passed in range(1, 100) if due + timedelta(days=passed) <= day) == 60


def test_what_nobody_ever_did_has_no_day() -> None:
    assert contact_due(PersonContact("email", "a@example.co.jp"), Rotation()) is None
    assert device_due(Item("K-0001", "security-key", "safe"), Rotation()) is None
    assert renewal_due(Domain("example.co.jp")) is None
