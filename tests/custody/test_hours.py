"""Hours by the clock: windows, rotas, time zones, closed places; at a moment and in an ordinary week."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import custody_brute_force as brute
from support.config_texts import EXAMPLE, in_memory
from support.organisations import knowledge

from runbook.assessment import read_config
from runbook.cli.reports.calls import CallReader
from runbook.custody import (
    closures,
    custody_classes,
    days_without_way_in,
    has_way_in,
    hours_without_quorum,
    is_kept_at,
    joined,
    people_of_unknown_hours,
    team_of,
)
from runbook.custody.call_list import call_list
from runbook.custody.phrases import week_hours
from runbook.knowledge.phrases import Speaker
from runbook.organisation import Absence, Hours, Organisation
from runbook.organisation.horizon import clock_offset
from runbook.organisation.hours import DAY, WEEK, WEEKDAYS, Weekday, windows
from runbook.organisation.terms import in_office

MONDAY = date(2027, 1, 18)
AROUND_THE_CLOCK = Hours("00:00", "23:59", "every-day")


@cache
def organisation() -> Organisation:
    return in_office(read_config(in_memory(EXAMPLE), knowledge()).organisation, date(2026, 11, 24))


def with_person(org: Organisation, person: str, **changes: object) -> Organisation:
    return replace(
        org,
        people=tuple(replace(one, **changes) if one.id == person else one for one in org.people),  # type: ignore[arg-type]
    )


def with_hours(**hours: Hours | tuple[Hours, ...] | None) -> Organisation:
    """The example in which only these people have hours: everybody else of the team is there day and night."""
    org = organisation()
    return replace(
        org,
        people=tuple(
            replace(one, hours=hours.get(one.id, AROUND_THE_CLOCK), time_zone=None, absences=()) for one in org.people
        ),
    )


def said(week: tuple[range, ...], language: str = "en") -> str:
    return Speaker(knowledge().language(language), organisation()).say(week_hours(week))


def kept(hours: Hours | tuple[Hours, ...], typed: str, zone: str | None = None) -> bool:
    """Whether Sato keeps these hours at a time in Tokyo."""
    org = with_person(organisation(), "sato", hours=hours, time_zone=zone)
    return is_kept_at(org, org.person("sato"), datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo("Asia/Tokyo")))


# --- At a moment ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("2027-01-18T09:00", True),  # a Monday
        ("2027-01-18T08:59", False),
        ("2027-01-19T17:00", True),
        ("2027-01-19T17:01", False),
        ("2027-01-20T12:00", False),  # a Wednesday
        ("2027-01-22T12:00", True),
        ("2027-01-23T12:00", False),
        ("2027-01-11T12:00", False),  # Coming-of-Age Day, a Monday
    ],
)
def test_a_rota_is_kept_on_its_days_but_for_public_holidays(typed: str, *, inside: bool) -> None:
    assert kept(Hours("09:00", "17:00", ("mon", "tue", "fri")), typed) is inside


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("2027-01-22T22:00", True),  # Friday evening
        ("2027-01-23T06:00", True),
        ("2027-01-23T06:01", False),
        ("2027-01-23T22:00", False),
        ("2027-01-18T05:00", False),  # Monday morning: the night began on Sunday
    ],
)
def test_a_night_belongs_to_the_evening_on_which_it_begins(typed: str, *, inside: bool) -> None:
    assert kept(Hours("22:00", "06:00", ("mon", "fri")), typed) is inside


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("2027-03-26T16:59", False),  # 08:59 in Berlin, winter
        ("2027-03-26T17:00", True),
        ("2027-03-27T02:00", True),  # 18:00 on Friday
        ("2027-03-27T17:00", False),  # Saturday
        ("2027-03-29T15:59", False),
        ("2027-03-29T16:00", True),  # 09:00 on Monday, summer; Easter Monday is no holiday of Japan
        ("2027-03-30T01:00", True),
        ("2027-03-30T01:01", False),
    ],
)
def test_hours_are_those_of_the_clocks_where_somebody_is(typed: str, *, inside: bool) -> None:
    assert kept(Hours("09:00", "18:00"), typed, "Europe/Berlin") is inside


def test_an_hour_that_comes_twice_is_kept_twice_and_one_that_never_comes_is_no_gap() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    org = with_person(organisation(), "sato", hours=Hours("02:00", "02:59", "every-day"), time_zone="Europe/Berlin")

    def minutes(day: date) -> int:
        start = datetime(day.year, day.month, day.day, tzinfo=berlin).astimezone(UTC)
        moments = (start + timedelta(minutes=number) for number in range(20 * 60))
        return sum(is_kept_at(org, org.person("sato"), moment) for moment in moments)

    assert [minutes(day) for day in (date(2027, 10, 30), date(2027, 10, 31), date(2027, 3, 28))] == [60, 120, 0]


def test_the_time_zone_is_the_persons_else_the_sites_else_the_companys() -> None:
    org = organisation()
    sites = tuple(replace(site, time_zone="Europe/Berlin") if site.id == "osaka" else site for site in org.sites)
    org = replace(org, sites=sites)
    assert org.time_zone_of(org.person("takahashi")) == org.time_zone_of(org.place("safe-b")) == "Europe/Berlin"
    assert org.time_zone_of(org.person("sato")) == org.time_zone_of(org.place("bank-vault")) == "Asia/Tokyo"
    assert org.time_zone_of(replace(org.person("takahashi"), time_zone="America/New_York")) == "America/New_York"
    assert [clock_offset(org, "Europe/Berlin", day) for day in (date(2027, 3, 27), date(2027, 3, 28))] == [-480, -420]


def test_every_window_counts() -> None:
    two = (Hours("09:00", "12:00"), Hours("13:00", "18:00", ("sat",)))
    assert kept(two, "2027-01-18T12:00")
    assert not kept(two, "2027-01-18T13:00")
    assert kept(two, "2027-01-23T13:00")
    assert windows(two) == two
    assert windows(two[0]) == two[:1]
    assert windows(None) == ()


# --- In an ordinary week --------------------------------------------------------------------------------------------


def test_nights_on_which_too_few_approvers_are_within_their_hours_are_told() -> None:
    [found] = hours_without_quorum(organisation(), MONDAY)
    assert (found.approvals, found.vacant) == (1, ())
    assert said(joined(found.minutes)) == "every day 22:00 to 08:30"
    assert said(joined(found.minutes), "ja") == "毎日 22:00〜08:30"


def test_who_states_no_hours_is_neither_there_nor_absent() -> None:
    org = with_person(organisation(), "sato", hours=None)
    assert hours_without_quorum(org, MONDAY) == ()
    assert [person.id for person in people_of_unknown_hours(org)] == ["sato"]
    nobody = replace(org, people=tuple(replace(one, hours=None) for one in org.people))
    assert hours_without_quorum(nobody, MONDAY) == ()
    team = team_of(org).people
    assert {person.id for person in people_of_unknown_hours(nobody)} == team
    assert "kobayashi" not in team


def test_a_duty_that_nobody_does_at_some_hours_is_named() -> None:
    weekdays = Hours("09:00", "18:00")
    found = hours_without_quorum(with_hours(suzuki=weekdays, ito=weekdays), MONDAY)
    assert {role.value for entry in found for role in entry.vacant} == {"witness"}
    week = joined(span for entry in found for span in entry.minutes)
    assert said(week) == "Mon to Thu 18:00 to 09:00, Fri 18:00 to Mon 09:00"
    assert said(week, "ja") == "月〜木 18:00〜09:00、金 18:00〜月 09:00"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([range(WEEK)], "at every hour"),
        ([range(DAY * 5, DAY * 7)], "Sat 00:00 to Mon 00:00"),
        ([range(61, 120), range(DAY + 61, DAY + 120)], "Mon, Tue 01:00 to 02:00"),
        ([range(WEEK - 59, WEEK), range(60)], "Sun 23:00 to 01:00"),
        ([range(DAY)], "Mon 00:00 to 00:00"),
        ([range(60, 62), range(62, 70), range(90, 95)], "Mon 00:59 to 01:10, Mon 01:29 to 01:35"),
    ],
)
def test_spans_of_a_week_are_told_by_days_and_times(spans: list[range], expected: str) -> None:
    assert said(joined(spans)) == expected


HOURS = st.builds(
    Hours,
    *(st.integers(0, 47).map(lambda half: f"{half // 2:02d}:{half % 2 * 30:02d}") for _ in range(2)),
    st.one_of(
        st.sampled_from(["every-day", "weekdays"]),
        st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4).map(tuple),
    ),
)
SOME_HOURS = st.one_of(st.none(), HOURS, st.lists(HOURS, min_size=1, max_size=3).map(tuple))
ZONES = st.sampled_from([None, None, "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
TEAM = ("sato", "kato", "takahashi", "tanaka", "yoshida", "mori", "suzuki", "ito")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_hours_of_a_week_are_those_of_asking_at_every_quarter(data: st.DataObject) -> None:
    """Against the moments of a week without holidays or a change of clocks, one by one."""
    org = organisation()
    org = replace(
        org, company=replace(org.company, holidays=None), sites=tuple(replace(s, holidays=None) for s in org.sites)
    )
    for person in TEAM:
        org = with_person(org, person, hours=data.draw(SOME_HOURS), time_zone=data.draw(ZONES), absences=())
    found = {minute for entry in hours_without_quorum(org, MONDAY) for span in entry.minutes for minute in span}
    team = team_of(org)
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=ZoneInfo("Asia/Tokyo"))
    for minute in (*range(0, WEEK, 15), *range(1, WEEK, 30)):
        moment = start + timedelta(minutes=minute)
        there = {one.id for one in org.people if not one.hours or is_kept_at(org, one, moment)}
        assert (minute in found) is (team.out_of(there) is None), minute


# --- Places ---------------------------------------------------------------------------------------------------------


def with_place(org: Organisation, place: str, hours: Hours | None) -> Organisation:
    return replace(org, places=tuple(replace(one, hours=hours) if one.id == place else one for one in org.places))


def test_places_are_closed_outside_their_hours() -> None:
    [(closed, week)] = closures(organisation(), MONDAY).items()
    assert closed == {"bank-vault"}
    assert said(joined(week)) == "Mon to Thu 15:00 to 09:00, Fri 15:00 to Mon 09:00"
    both = closures(with_place(organisation(), "safe-b", Hours("08:00", "20:00")), MONDAY)
    assert set(both) == {frozenset({"bank-vault"}), frozenset({"bank-vault", "safe-b"})}
    assert closures(with_place(organisation(), "bank-vault", None), MONDAY) == {}


def test_a_way_in_is_missed_while_what_it_needs_is_locked_up() -> None:
    org = organisation()
    payer, *_ = custody_classes(org)
    assert has_way_in(org, payer)
    assert has_way_in(org, payer, frozenset({"bank-vault"}))
    assert has_way_in(org, payer, frozenset({"safe-a"}))  # the mailbox resets the password, a token needs no PIN
    assert not has_way_in(org, payer, frozenset({"bank-vault", "safe-b"}))


def test_a_security_key_whose_pin_is_locked_up_opens_nothing() -> None:
    org = organisation()
    org = replace(org, items=tuple(item for item in org.items if item.kind != "totp-token" and item.id != "E-0042"))
    payer, *_ = custody_classes(org)
    assert has_way_in(org, payer)
    assert not has_way_in(org, payer, frozenset({"bank-vault"}))


# --- Whom to call ---------------------------------------------------------------------------------------------------


def at(typed: str) -> datetime:
    return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("typed", "closed", "line"),
    [
        ("2027-01-18T09:00", frozenset(), "open now (Mon to Fri 09:00 to 15:00)"),
        ("2027-01-18T15:01", frozenset({"bank-vault"}), "closed now (open: Mon to Fri 09:00 to 15:00)"),
        ("2027-01-11T10:00", frozenset({"bank-vault"}), "closed now (open: Mon to Fri 09:00 to 15:00)"),
    ],
)
def test_a_place_is_told_with_its_hours(typed: str, closed: frozenset[str], line: str) -> None:
    org = organisation()
    calls = call_list(org, at(typed), org.account("111122223333"))
    assert calls.closed == closed
    lines = list(CallReader(Speaker(knowledge().language("en"), org)).lines(calls))
    [number] = [number for number, text in enumerate(lines) if "K-0102" in text]
    assert lines[number + 1].strip() == line


def test_hours_elsewhere_are_told_with_their_time_zone() -> None:
    org = with_person(organisation(), "sato", hours=(Hours("09:00", "18:00"), Hours("20:00", "22:00", ("sun", "tue"))))
    org = with_person(org, "sato", time_zone="Europe/Berlin")
    for language, hours in (
        ("en", "Mon to Fri 09:00 to 18:00, Tue, Sun 20:00 to 22:00, Europe/Berlin"),
        ("ja", "平日 09:00〜18:00、火、日 20:00〜22:00、Europe/Berlin"),
    ):
        lines = list(
            CallReader(Speaker(knowledge().language(language), org)).lines(call_list(org, at("2027-01-18T19:00")))
        )
        assert any(hours in line for line in lines), lines


def test_the_days_of_a_window_are_in_the_order_of_the_week() -> None:
    days: tuple[Weekday, ...] = ("sun", "mon", "mon")
    assert Hours("09:00", "10:00", days).weekdays == ("mon", "sun")
    assert [span.start for span in Hours("22:00", "01:00", days).minutes()] == [22 * 60, 6 * DAY + 22 * 60]
    assert [len(span) for span in Hours("22:00", "01:00", days).minutes()] == [181, 181]


# --- Days -----------------------------------------------------------------------------------------------------------


def without_way(org: Organisation, first: str, last: str) -> dict[str, list[str]]:
    found = days_without_way_in(org, date.fromisoformat(first), date.fromisoformat(last))
    return {accounts[0]: [str(day) for day in days] for accounts, days in found.items()}


@pytest.mark.parametrize("seed", range(0, 240, 6))
def test_days_without_a_way_in_are_those_of_trying_everything(seed: int) -> None:
    """Absences and closed places thrown about, against what is left when the absent and the closed are lost."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    org = brute.invented(seed)
    first, days = date(2026, 2, 2), 21

    def away() -> tuple[Absence, ...]:
        start = first + timedelta(days=dice.randint(0, days))
        return (Absence(start, start + timedelta(days=dice.randint(0, 6))),) * dice.randint(0, 1)

    org = replace(
        org,
        people=tuple(replace(one, absences=away()) for one in org.people),
        places=tuple(
            replace(one, hours=dice.choice([None, Hours("09:00", "15:00", ("mon", "thu"))])) for one in org.places
        ),
    )
    found = days_without_way_in(org, first, first + timedelta(days=days - 1))
    for entry in custody_classes(org):
        told = found.get(tuple(account.id for account in entry.accounts), ())
        for number in range(days):
            day = first + timedelta(days=number)
            absent = {one.id for one in org.people if one.absence(day)}
            closed = {one.id for one in org.places if one.hours and day.weekday() not in {0, 3}}
            lost = frozenset({*(("person", one) for one in absent), *(("place", one) for one in closed)})
            there = {one.id for one in org.people} - absent
            expected = (
                not brute.locked_out(org, entry.accounts[0], frozenset())
                and brute.team_is_there(org, there)
                and brute.locked_out(org, entry.accounts[0], lost)
            )
            assert (day in told) is expected, (entry.accounts[0].id, day)


def test_a_bank_that_is_closed_and_an_opener_on_leave_leave_no_way_in() -> None:
    org = with_person(organisation(), "kobayashi", absences=(Absence(date(2027, 1, 22), date(2027, 1, 25)),))
    org = with_person(org, "tanaka", absences=(Absence(date(2027, 1, 22), date(2027, 1, 25)),), hours=None)
    org = with_person(with_person(org, "sato", hours=None), "kato", hours=None)
    found = without_way(org, "2027-01-18", "2027-01-31")
    assert found["111122223333"] == ["2027-01-23", "2027-01-24"]
    assert found["222233334444"] == ["2027-01-22", "2027-01-23", "2027-01-24", "2027-01-25"]
    assert without_way(organisation(), "2026-11-24", "2027-12-31") == {}
