"""Whom to call at a moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory
from support.organisations import ORGANISATIONS, knowledge

from runbook.assessment import read_config
from runbook.cli.reports.calls import CallReader
from runbook.custody import Key, custody_classes
from runbook.custody.call_list import Presence, call_list, local_moment
from runbook.knowledge.phrases import Speaker
from runbook.organisation import Absence, Custody, Hours, Organisation, Role

TOKYO = ZoneInfo("Asia/Tokyo")


NOBODY_MUST = changed(", must: true}", "}", EXAMPLE)


@cache
def organisation(text: str = NOBODY_MUST) -> Organisation:
    return read_config(in_memory(text), knowledge()).organisation


def at(typed: str) -> datetime:
    return datetime.fromisoformat(typed).replace(tzinfo=TOKYO)


def order(org: Organisation, typed: str) -> list[tuple[str, str, str]]:
    return [(call.person.id, f"{call.moment:%H:%M}", call.presence.value) for call in call_list(org, at(typed)).calls]


def with_person(org: Organisation, person: str, **changed: object) -> Organisation:
    return replace(
        org,
        people=tuple(replace(entry, **changed) if entry.id == person else entry for entry in org.people),  # type: ignore[arg-type]
    )


def test_the_escalation_is_called_in_its_order_with_its_waits() -> None:
    assert order(organisation(), "2026-11-24T10:00") == [
        ("sato", "10:00", "in_hours"),
        ("kato", "10:10", "in_hours"),
        ("takahashi", "10:20", "in_hours"),
        ("tanaka", "11:00", "in_hours"),
    ]


def test_who_must_approve_is_called_at_once_whenever_the_escalation_has_them() -> None:
    assert order(organisation(EXAMPLE), "2026-11-24T10:00") == [
        ("tanaka", "10:00", "in_hours"),
        ("sato", "10:00", "in_hours"),
        ("kato", "10:10", "in_hours"),
        ("takahashi", "10:20", "in_hours"),
    ]


def test_at_night_everyone_is_called_all_the_same() -> None:
    assert [presence for _, _, presence in order(organisation(), "2026-11-24T03:10")] == [
        "outside_hours",
        "outside_hours",
        "outside_hours",
        "in_hours",
    ]


def test_weekday_hours_end_with_the_week_and_on_public_holidays() -> None:
    assert order(organisation(), "2026-11-28T10:00")[0] == ("sato", "10:00", "outside_hours")  # a Saturday
    assert order(organisation(), "2026-11-23T10:00")[0] == ("sato", "10:00", "outside_hours")  # Labour Thanksgiving Day


def test_who_is_absent_is_followed_by_the_deputy() -> None:
    calls = call_list(organisation(), at("2026-12-30T10:00")).calls
    assert [(call.person.id, call.stands_in_for.id if call.stands_in_for else None) for call in calls] == [
        ("sato", None),
        ("takahashi", "sato"),
        ("kato", None),
        ("tanaka", None),
    ]
    assert calls[0].until == date(2027, 1, 4)
    assert calls[1].moment == calls[0].moment


def test_an_absent_deputy_is_not_offered_and_nobody_who_cannot_approve() -> None:
    calls = call_list(organisation(), at("2027-01-01T10:00"))
    assert [call.person.id for call in calls.calls] == ["sato", "kato", "takahashi", "tanaka"]
    assert (calls.approvals, calls.approvals_in_hours, calls.is_enough) == (2, 1, True)


def test_too_few_approvers_is_not_enough() -> None:
    away = (Absence(date(2027, 1, 1), date(2027, 1, 3)),)
    calls = call_list(with_person(organisation(), "tanaka", absences=away), at("2027-01-02T10:00"))
    assert (calls.approvals, calls.is_enough) == (1, False)


def test_who_is_out_of_office_is_no_approver() -> None:
    calls = call_list(organisation(), at("2028-04-03T10:00"))  # the terms of sato and kato are over
    assert calls.approvals == 2
    assert [call.roles for call in calls.calls if call.person.id == "kato"] == [()]


def test_without_escalation_the_approvers_are_called_ten_minutes_apart() -> None:
    assert order(organisation(MINIMAL), "2026-11-24T23:55") == [
        ("sato", "23:55", "not_agreed"),
        ("kato", "00:05", "not_agreed"),
    ]


def test_approvers_whom_the_escalation_leaves_out_come_last() -> None:
    org = replace(organisation(), escalation=organisation().escalation[:1])
    assert order(org, "2026-11-24T10:00") == [
        ("sato", "10:00", "in_hours"),
        ("kato", "10:10", "in_hours"),
        ("takahashi", "10:20", "in_hours"),
        ("tanaka", "10:30", "in_hours"),
    ]


@pytest.mark.parametrize(
    ("typed", "inside"),
    [("2026-11-24T23:00", True), ("2026-11-25T05:00", True), ("2026-11-25T12:00", False), ("2026-11-29T05:00", False)],
)
def test_hours_over_midnight_belong_to_the_evening(typed: str, *, inside: bool) -> None:
    org = with_person(organisation(), "sato", hours=Hours("22:00", "06:00", "weekdays"))
    expected = Presence.IN_HOURS if inside else Presence.OUTSIDE_HOURS
    assert call_list(org, at(typed)).calls[0].presence is expected


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        (("09:00", "18:00"), ("09:00", "18:00"), ("08:59", "18:01")),
        (("22:00", "06:00"), ("22:00", "06:00", "00:00"), ("21:59", "06:01")),
        (("09:00", "09:00"), ("09:00",), ("08:59", "09:01")),
    ],
)
def test_the_first_and_the_last_minute_are_within_hours(
    hours: tuple[str, str], inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    org = with_person(organisation(), "sato", hours=Hours(*hours, "every-day"))
    for minute in (*inside, *outside):
        expected = Presence.IN_HOURS if minute in inside else Presence.OUTSIDE_HOURS
        assert call_list(org, at(f"2026-11-28T{minute}")).calls[0].presence is expected, minute


def test_a_call_tells_the_roles_of_whom_it_reaches_and_where_an_absence_ends() -> None:
    calls = {call.person.id: call for call in call_list(organisation(), at("2026-12-30T10:00")).calls}
    assert {name: call.roles for name, call in calls.items()} == {
        "sato": (Role.APPROVER, Role.OWNER),
        "takahashi": (Role.APPROVER,),
        "kato": (Role.APPROVER,),
        "tanaka": (Role.APPROVER, Role.ALERT_RECEIVER, Role.INCIDENT_LEAD),
    }
    assert {name: call.until for name, call in calls.items()} == {
        "sato": date(2027, 1, 4),
        "takahashi": None,
        "kato": date(2026, 12, 31),
        "tanaka": None,
    }


def test_who_is_no_approver_is_stood_in_for_in_any_role() -> None:
    org = organisation()
    away = (Absence(date(2026, 11, 24), date(2026, 11, 24)),)
    org = replace(with_person(org, "mori", absences=away), escalation=(replace(org.escalation[0], call="mori"),))
    [first, second, *_] = call_list(org, at("2026-11-24T10:00")).calls
    assert (first.person.id, second.person.id) == ("mori", "yoshida")
    assert second.stands_in_for is first.person
    assert second.presence is Presence.IN_HOURS


def test_approvers_whom_a_later_escalation_leaves_out_follow_its_last_call() -> None:
    org = replace(organisation(), escalation=organisation().escalation[1:2])
    assert [(name, minute) for name, minute, _ in order(org, "2026-11-24T10:00")] == [
        ("kato", "10:10"),
        ("sato", "10:20"),
        ("takahashi", "10:30"),
        ("tanaka", "10:40"),
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "doubtful"),
    [
        ("2026-03-29T02:30", "2026-03-29 03:30 CEST", True),
        ("2026-10-25T02:30", "2026-10-25 02:30 CEST", True),
        ("2026-10-25 03:30", "2026-10-25 03:30 CET", False),
        ("2026-10-25T01:30Z", "2026-10-25 02:30 CET", False),
        ("2026-10-25T02:30+02:00", "2026-10-25 02:30 CEST", False),
    ],
)
def test_times_at_a_change_of_the_clocks_are_read_as_said(typed: str, shown: str, *, doubtful: bool) -> None:
    moment, told = local_moment(typed, "Europe/Berlin")
    assert (f"{moment:%Y-%m-%d %H:%M %Z}", told) == (shown, doubtful)


def test_waits_go_on_through_a_change_of_the_clocks() -> None:
    moment, _ = local_moment("2026-10-25T02:50+02:00", "Europe/Berlin")
    calls = call_list(organisation(), moment).calls
    assert [f"{call.moment:%H:%M %Z}" for call in calls] == ["02:50 CEST", "02:00 CET", "02:10 CET", "02:50 CET"]


@pytest.mark.parametrize(
    ("account", "keys"),
    [
        ("111122223333", [Key.PASSWORD, Key.MFA]),
        ("222233334444", [Key.CENTRAL, Key.MAILBOX]),
        ("999900001111", []),
        ("777788889999", []),
        ("888899990000", []),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_account_names_who_has_its_keys(account: str, keys: list[Key], language: str) -> None:
    org = organisation()
    chosen = org.account(account)
    assert chosen is not None
    calls = call_list(org, at("2026-11-24T10:00"), chosen)
    assert [keeping.key for keeping in calls.keepings] == keys
    lines = list(CallReader(Speaker(knowledge().language(language), org)).lines(calls))
    assert any(chosen.shown_id in line for line in lines)
    assert not any("{" in line or "None" in line for line in lines)
    if chosen.reseller:
        assert any("+81 3 0000 0021" in line for line in lines)


def test_of_an_account_of_unknown_custody_it_is_not_said_that_nobody_of_ours_keeps_root() -> None:
    org = organisation()
    unknown = next(account for account in org.accounts if account.custody is Custody.UNKNOWN)
    calls = call_list(org, at("2026-11-24T10:00"), unknown)
    lines = list(CallReader(Speaker(knowledge().language("en"), org)).lines(calls))
    assert any("Nobody knows yet" in line for line in lines)
    assert not any("The company keeps no root user" in line for line in lines)


def test_a_closed_account_is_in_no_class_and_no_key_of_it_is_told() -> None:
    org = organisation()
    closed = next(account for account in org.accounts if account.is_closed)
    assert not any(closed in entry.accounts for entry in custody_classes(org))
    calls = call_list(org, at("2026-11-24T10:00"), closed)
    lines = list(CallReader(Speaker(knowledge().language("en"), org)).lines(calls))
    assert not calls.keepings
    assert any("This account is closed" in line for line in lines)


@pytest.fixture
def who(runbook: Runbook) -> Runbook:
    """``runbook who`` about the example, in English."""
    return partial(runbook, "who", "-c", ORGANISATIONS["full"], "--talk", "en")


@pytest.mark.parametrize(
    "bad",
    [
        ("--at", "tomorrow"),
        ("--at", "2026-13-01T00:00"),
        ("--account", "111122223334"),
        ("--at", "9999-12-31T23:59-23:00"),
        ("--at", "9999-12-31T23:59"),
        ("--at", "0001-01-01T00:00"),
        ("--at", "2200-01-01T00:00"),
    ],
)
def test_what_cannot_be_read_is_said(who: Runbook, bad: tuple[str, str]) -> None:
    done = who(*bad)
    assert done.code == 2
    assert bad[1] in done.stderr
    assert done.stdout == ""


def test_the_command_tells_readers_and_machines(who: Runbook, tmp_path: Path) -> None:
    done = who("--at", "2026-12-30T03:10", "--account", "1111-2222-3333")
    assert done.code == 0
    assert "3. 03:10  Osamu Takahashi" in done.stdout
    assert "stands in for Hanako Sato" in done.stdout
    told = json.loads(who("--at", "2026-12-30T03:10", "--json").stdout)
    assert told["at"] == "2026-12-30T03:10:00+09:00"
    assert told["calls"][2]["stands_in_for"] == "sato"
    assert told["approvals"] == {"required": 2, "possible": 2, "within_hours": 1}
    short = tmp_path / "config.yaml"
    short.write_text(
        changed("  required: 2\n", "  required: 4\n", EXAMPLE).replace(
            "tasks: [close-account], required: 3", "tasks: [close-account], required: 4"
        ),
        "utf-8",
    )
    assert who("--at", "2026-12-30T03:10", "-c", short).code == 1


def test_now_is_the_clock_of_the_environment(who: Runbook) -> None:
    assert "2027-01-01 03:10 JST" in who(environment={"SOURCE_DATE_EPOCH": "1798740600"}).stdout
