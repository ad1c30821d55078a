"""Findings of coming days: each is told today, once, with the day from which it holds; and who may accept one."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, changed, in_memory
from support.effort import measured
from support.organisations import ISSUED_ON, LANGUAGES, knowledge
from support.shared import value

import runbook.checks.judging
import runbook.organisation.horizon
from runbook.assessment import read_config
from runbook.checks import RULES, Finding, Speaker, case_of, judge
from runbook.cli.reports.findings import finding_lines, record
from runbook.cli.reports.scanning import github, sarif
from runbook.config import Reading
from runbook.config.tree import Tree
from runbook.organisation import (
    Absence,
    AcceptedRisk,
    Account,
    AccountKind,
    Appointment,
    Approver,
    Custody,
    Item,
    Mailbox,
    Organisation,
    Person,
    PersonContact,
    Place,
    Role,
)
from runbook.organisation.horizon import days_to_judge, horizon
from runbook.organisation.localized import Text

# Kobayashi hands central root access over to Yoshida, who reads the root mailbox: from then on alone root of members.
ADMIN = "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, deputy: tanaka}\n"
HAND_OVER = (
    "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, until: 2026-12-01, deputy: tanaka}\n"
    "    - {person: yoshida, from: 2026-12-02}\n"
)
DAY = timedelta(days=1)


@cache
def reading(text: str = EXAMPLE) -> Reading:
    return read_config(in_memory(text), knowledge())


@cache
def found(text: str = EXAMPLE, day: date = ISSUED_ON) -> tuple[Finding, ...]:
    return judge(case_of(reading(text), day, knowledge().aws), reading(text))


def of_rule(findings: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule.id == rule]


def handed_over(acceptance: str = "") -> str:
    return changed(ADMIN, HAND_OVER, EXAMPLE).replace("accepted_risks:\n", f"accepted_risks:\n{acceptance}")


def acceptance(by: str, until: str = "2027-06-30", rule: str = "no-one-alone-is-root") -> str:
    return f"  - {{rule: {rule}, reason: 当面の間, accepted_by: {by}, until: {until}}}\n"


# --- The day from which a finding holds -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 24), date(2026, 12, 2)),
        (date(2026, 12, 1), date(2026, 12, 2)),
        (date(2026, 12, 2), None),
        (date(2027, 5, 1), None),
    ],
)
def test_a_hand_over_that_makes_somebody_root_alone_is_told_before_its_day(day: date, since: date | None) -> None:
    [alone] = of_rule(found(handed_over(), day), "no-one-alone-is-root")
    assert (alone.broken.about, alone.since) == ("yoshida", since)


@pytest.mark.slow
def test_what_is_over_by_the_day_and_what_begins_after_the_horizon_is_not_told() -> None:
    later = handed_over().replace("2026-12-01", "2027-12-30").replace("2026-12-02", "2027-12-31")
    assert [f.since for f in of_rule(found(later), "no-one-alone-is-root")] == [date(2027, 12, 31)]
    beyond = later.replace("2027-12-31", "2028-01-01").replace("2027-12-30", "2027-12-31")
    assert of_rule(found(beyond), "no-one-alone-is-root") == []
    gone = changed(ADMIN, HAND_OVER.replace("2026-12-02}", "2026-12-02, until: 2027-01-31}"), EXAMPLE)
    gone = gone.replace(
        "    - {person: yoshida, from: 2026-12-02",
        "    - {person: kobayashi, from: 2026-12-02}\n    - {person: yoshida, from: 2026-12-02",
    )
    assert [f.since for f in of_rule(found(gone), "no-one-alone-is-root")] == [date(2026, 12, 2)]
    assert of_rule(found(gone, date(2027, 2, 1)), "no-one-alone-is-root") == []


@pytest.mark.parametrize(
    ("due", "since"),
    [
        ("2026-11-23", [None]),
        ("2026-11-24", [date(2026, 11, 25)]),
        ("2027-12-30", [date(2027, 12, 31)]),
        ("2027-12-31", []),
    ],
)
def test_a_battery_is_told_with_the_day_after_it_is_due(due: str, since: list[date | None]) -> None:
    text = changed(
        "TT-000201, tested_on: 2026-09-15, battery_due: 2029-03-31", f"TT-000201, battery_due: {due}", EXAMPLE
    )
    assert [f.since for f in of_rule(found(text), "batteries-are-fresh")] == since


def test_a_finding_that_reaches_further_later_is_told_for_that_day_too() -> None:
    """Yoshida answers the telephone of one account today; of both from the day on which the other is his own, too."""
    central = changed("  sessions: true", "  sessions: false", EXAMPLE)
    today = changed("sms: true, voice: true}", "sms: true, voice: true, held_by: [yoshida]}", central)
    assert [(f.broken.about, f.since) for f in of_rule(found(today), "no-one-alone-is-root")] == [("yoshida", None)]
    wider = changed(ADMIN, HAND_OVER, changed("  sessions: false", "  sessions: true", today))
    assert [(f.broken.about, f.since) for f in of_rule(found(wider), "no-one-alone-is-root")] == [
        ("yoshida", None),
        ("yoshida", date(2026, 12, 2)),
    ]


def test_the_horizon_is_the_end_of_the_next_year() -> None:
    for day in (date(2026, 1, 1), date(2026, 11, 24), date(2026, 12, 31)):
        assert horizon(day) == date(2027, 12, 31)
        assert max(days_to_judge(reading().organisation, day)) <= horizon(day)
    assert horizon(date(9999, 12, 31)) == date(9999, 12, 31)
    assert days_to_judge(reading().organisation, date(9999, 12, 31)) == ()


def test_the_days_are_those_on_which_something_turns() -> None:
    org = reading().organisation
    assert [str(day) for day in days_to_judge(org, ISSUED_ON)] == [
        "2026-12-28",
        "2026-12-29",
        "2026-12-30",
        "2027-01-01",  # Kato is back, Takahashi is away
        "2027-01-04",
        "2027-01-05",
        "2027-03-28",  # summer time in Berlin
        "2027-08-01",  # one accepted risk is over
        "2027-09-01",  # and another
        "2027-10-01",  # and the last
        "2027-10-31",
    ]
    at_home = replace(org, people=tuple(replace(person, time_zone=None, absences=()) for person in org.people))
    assert [str(day) for day in days_to_judge(at_home, ISSUED_ON)] == ["2027-08-01", "2027-09-01", "2027-10-01"]


# --- Turning days are enough ----------------------------------------------------------------------------------------

SPRING = date(2027, 3, 1)  # summer time begins on 14 March in New York and on 28 March in Berlin
WINDOW = 60


def invented(seed: int) -> Organisation:
    """The example company with terms, absences, batteries, risks and time zones thrown about in sixty days."""
    dice = random.Random(seed)  # noqa: S311  a test repeats
    org = reading().organisation

    def some_day() -> date:
        return SPRING + timedelta(days=dice.randint(-3, WINDOW + 3))

    def entries(held: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        found = []
        for entry in held:
            kind = dice.randint(0, 5)
            if kind == 0:
                found.append(replace(entry, until=some_day()))
            elif kind == 1:
                turn = some_day()
                heir = dice.choice(org.people).id
                found += [replace(entry, until=turn), Appointment(heir, turn + DAY, None, entry.person)]
            elif kind == 2:
                found.append(replace(entry, start=some_day()))
            else:
                found.append(entry)
        return tuple(found)

    def person(one: Person) -> Person:
        first = some_day()
        away = (Absence(first, first + timedelta(days=dice.randint(0, 9))),) * dice.randint(0, 1)
        zone = dice.choice([None, None, "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
        return replace(one, absences=away, time_zone=zone, hours=one.hours if dice.randint(0, 4) else None)

    def approver(entry: Appointment) -> Approver:
        return Approver(entry.person, entry.start, entry.until, entry.deputy)

    return replace(
        org,
        people=tuple(map(person, org.people)),
        approvers=replace(org.approvers, members=tuple(approver(e) for e in entries(org.approvers.members))),
        roles={role: entries(held) for role, held in org.roles.items()},
        items=tuple(replace(item, battery_due=some_day()) if dice.randint(0, 1) else item for item in org.items),
        accepted_risks=tuple(
            AcceptedRisk(rule.id, Text.of("x"), dice.choice(org.people).id, some_day()) for rule in RULES[::3]
        ),
    )


def every_day(_: Organisation, first: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range(1, WINDOW + 1))


Told = tuple[str, date | None, str, str, str, bool, str]


def told(org: Organisation) -> list[Told]:
    whole = replace(reading(), organisation=org)
    findings = judge(case_of(whole, SPRING, knowledge().aws), whole)
    return [
        (f.rule.id, f.since, f.key, f.broken.about, str(f.broken.path), f.accepted is not None, str(f.broken.values))
        for f in findings
    ]


def told_of(seed: int) -> list[Told]:
    """What judging turning days finds, worked out once for two questions."""
    return value(f"told-of-turning-days-{seed}", lambda: told(invented(seed)))


@pytest.fixture
def _window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runbook.organisation.horizon, "horizon", lambda day: day + timedelta(days=WINDOW))


@pytest.mark.sweep
@pytest.mark.usefixtures("_window")
@pytest.mark.parametrize("seed", range(24))
def test_judging_turning_days_only_finds_what_judging_every_day_finds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    org, few = invented(seed), told_of(seed)
    turns = days_to_judge(org, SPRING)
    monkeypatch.setattr(runbook.checks.judging, "days_to_judge", every_day)
    assert told(org) == few
    assert 5 < len(turns) < WINDOW


@pytest.mark.slow
@pytest.mark.usefixtures("_window")
def test_the_invented_companies_have_findings_that_begin_later() -> None:
    rules = {rule for seed in range(6) for rule, since, *_ in told_of(seed) if since}
    assert {"no-one-alone-is-root", "batteries-are-fresh", "hours-are-known", "quorum-at-every-hour"} <= rules


@pytest.mark.sweep
def test_a_rule_that_is_not_judged_ahead_says_the_same_on_every_day_but_for_those_that_come_round() -> None:
    come_round = {"contacts-are-confirmed", "accepted-risks-are-in-force"}
    come_round |= {"quorum-on-every-day", "way-in-on-every-day", "packets-on-every-day"}
    for rule in RULES:
        if not rule.ahead and rule.id not in come_round:
            bad = reading(_broken_by(rule.good, rule.bad))
            case = case_of(bad, ISSUED_ON, knowledge().aws)
            assert list(rule.check(case)), rule.id
            for day in (date(2027, 4, 1), date(2028, 4, 1), date(2031, 1, 1)):
                later = case_of(bad, day, knowledge().aws)
                assert list(rule.check(later)) == list(rule.check(case)), rule.id


def _broken_by(good: str, bad: str) -> str:
    text = EXAMPLE
    for right, wrong in zip(good.strip("\n").split("\n...\n"), bad.strip("\n").split("\n...\n"), strict=True):
        text = changed(right, wrong, text)
    return text


# --- Large companies ------------------------------------------------------------------------------------------------


def large(people: int, places: int, accounts: int) -> Organisation:
    """A company in six custody classes, in which four roles are handed over in the coming year."""
    dice = random.Random(people)  # noqa: S311  a test repeats
    names = [f"p{number}" for number in range(people)]
    ids = [f"{number:012d}" for number in range(1, accounts + 1)]
    kinds = (("password", "envelope"), ("mfa", "security-key"), ("mfa", "totp-token"), ("pin", "envelope"))

    def holders(number: int) -> tuple[Appointment, ...]:
        one, other, heir, deputy = dice.sample(names, 4)
        turn = date(2027, 1 + number, 1)
        first = Approver(one, date(2026, 1, 1), turn - DAY if number < 5 else None, deputy)
        after = (Approver(heir, turn, None, deputy),) if number < 5 else ()
        return (first, *after, Approver(other, date(2026, 1, 1)))

    return replace(
        reading().organisation,
        people=tuple(Person(name, Text.of(name), (PersonContact("mobile", "+81 90 0000 0000"),)) for name in names),
        roles={role: holders(number) for number, role in enumerate(Role) if role is not Role.APPROVER},
        approvers=replace(
            reading().organisation.approvers,
            members=tuple(Approver(name, date(2026, 1, 1)) for name in dice.sample(names, 4)),
        ),
        places=tuple(
            Place(f"c{number}", Text.of("c"), opened_by=tuple(tuple(dice.sample(names, 2)) for _ in range(6)))
            for number in range(places)
        ),
        accounts=tuple(
            Account(
                one,
                Text.of(one),
                AccountKind.MEMBER,
                Custody.SAFE if number % 6 else Custody.REMOVED,
                root_email=f"aws-root-{one}@example.co.jp",
            )
            for number, one in enumerate(ids)
        ),
        items=tuple(
            Item(f"{kind}-{group}-{holds}", kind, f"c{dice.randrange(places)}", holds, tuple(ids[group::6]))  # type: ignore[arg-type]
            for group in range(1, 6)
            for holds, kind in kinds
        ),
        mailboxes=(Mailbox("aws-root-*@example.co.jp", group=True, readers=tuple(names[:3])),),
        recovery_phones=(),
        escalation=(),
        emergency_roles=(),
        accepted_risks=(),
        seals=(),
    )


@pytest.mark.slow
def test_a_company_of_forty_people_twelve_places_and_five_thousand_accounts_is_judged_in_a_moment() -> None:
    whole = Reading(large(40, 12, 5000), (), Tree(), in_memory(""))
    with measured() as effort:
        findings = judge(case_of(whole, ISSUED_ON, knowledge().aws), whole)
    assert findings
    assert len(days_to_judge(whole.organisation, ISSUED_ON)) == 4
    assert effort.millions < 1000  # four times what it takes; what grows with pairs of accounts takes a thousand times


# --- Who may accept, and for how long -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "until", "accepted", "told"),
    [
        ("sato", "2027-06-30", True, []),
        ("yoshida", "2027-06-30", False, ["own"]),
        ("sato", "2026-12-02", True, []),
        ("sato", "2026-12-01", False, ["unused"]),
        ("yoshida", "2026-12-01", False, ["unused"]),
        ("sato", "2027-11-25", True, []),
        ("sato", "2027-11-26", True, ["long"]),
        ("yoshida", "2199-12-31", False, ["long", "own"]),
    ],
)
def test_whoever_gains_by_a_finding_cannot_accept_it_and_nobody_for_longer_than_a_year(
    by: str, until: str, told: list[str], *, accepted: bool
) -> None:
    findings = found(handed_over(acceptance(by, until)))
    [alone] = of_rule(findings, "no-one-alone-is-root")
    assert (alone.accepted is not None) is accepted
    stale = of_rule(findings, "accepted-risks-are-in-force")
    assert sorted(finding.broken.says for finding in stale) == told
    for finding in stale:
        assert finding.place.where.startswith("accepted_risks[0].")


@pytest.mark.slow
def test_the_one_person_whom_a_finding_names_cannot_accept_it_whatever_it_is_about() -> None:
    text = changed(
        "    - {person: suzuki, from: 2026-04-01, deputy: ito}",
        "    - {person: suzuki, from: 2026-04-01, deputy: sato}",
        EXAMPLE,
    )
    for by, accepted in (("sato", False), ("suzuki", True), ("ito", True)):
        risk = acceptance(by, rule="locks-for-two-need-two")
        findings = found(text.replace("accepted_risks:\n", f"accepted_risks:\n{risk}"))
        assert [f.accepted is not None for f in of_rule(findings, "locks-for-two-need-two")] == [accepted], by


def test_an_acceptance_of_ones_own_still_counts_for_what_is_about_others() -> None:
    stale = {
        '0001", personal: true, confirmed_on: 2026-10-01': "sato",
        '0002", personal: true, confirmed_on: 2026-10-01': "kato",
    }
    text = EXAMPLE
    for old in stale:
        text = changed(old, old.replace("2026-10-01", "2026-03-01"), text)
    risk = acceptance("sato", rule="contacts-are-confirmed")
    findings = found(text.replace("accepted_risks:\n", f"accepted_risks:\n{risk}"))
    assert {f.broken.about: f.accepted is not None for f in of_rule(findings, "contacts-are-confirmed")} == {
        "sato": False,
        "kato": True,
    }


# --- How it is told -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "lead"), [("en", "from 2026-12-02: "), ("ja", "2026-12-02 から：")])
def test_every_form_tells_the_day(language: str, lead: str) -> None:
    assert language in LANGUAGES
    findings = found(handed_over())
    [alone] = of_rule(findings, "no-one-alone-is-root")
    speaker = Speaker(knowledge().language(language), reading(handed_over()).organisation)
    what, _ = knowledge().language(language).problem(alone.problem(speaker))
    assert f"[no-one-alone-is-root] {lead}{what}" in next(finding_lines(alone, speaker))
    told = record(alone, speaker, knowledge().aws)
    assert (told["from"], told["message"]) == ("2026-12-02", lead + what)
    [run] = sarif([alone], RULES, speaker, knowledge(), "runbook 1")["runs"]
    assert run["results"][0]["message"]["text"].startswith(lead + what)
    [line] = github([alone], speaker)
    assert f"::{lead}{what}" in line


@pytest.mark.slow
def test_the_command_fails_today_for_an_error_of_tomorrow(
    runbook: Runbook, write_config: Callable[[str], Path]
) -> None:
    config = write_config(handed_over())
    ended = runbook("check", "-c", config, "--date", "2026-12-01", "--json")
    assert ended.code == 1
    errors = [finding for finding in json.loads(ended.stdout)["findings"] if finding["severity"] == "error"]
    assert "no-one-alone-is-root" in {error["rule"] for error in errors}
    assert {error["from"] for error in errors} == {"2026-12-02"}
    assert len(re.findall("no-one-alone-is-root", runbook("check", "-c", config, "--date", "2026-12-01").stdout)) == 1
