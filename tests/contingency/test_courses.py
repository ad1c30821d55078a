"""Which packets can be done while something is missing: by whom, how soon, and never more with more of it missing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed
from support.contingencies import companies, everything, is_done, read, some, trials
from support.organisations import knowledge
from support.packet_companies import ALONE, shipped
from support.thoroughness import ALL

from runbook.contingency.actors import Staff
from runbook.contingency.course import Route
from runbook.contingency.journeys import Journeys, Visit
from runbook.contingency.outcome import Carried, Outcome, Stopped, Trial, in_time
from runbook.contingency.situation import situation_at
from runbook.custody import Loss, LossKind, Working, custody_classes
from runbook.organisation import Organisation, Role
from runbook.organisation.terms import in_office
from runbook.packets.proving import packets_of

NOTHING: frozenset[Loss] = frozenset()
TEXTS = {"minimal": MINIMAL, "full": EXAMPLE}


def person(name: str) -> frozenset[Loss]:
    """Somebody who is missing."""
    return frozenset({Loss(LossKind.PERSON, name)})


def place(name: str) -> frozenset[Loss]:
    """A place that is gone."""
    return frozenset({Loss(LossKind.PLACE, name)})


def done(organisation: Organisation, slug: str, lost: frozenset[Loss] = NOTHING) -> Carried:
    """The outcome of a packet that can be done."""
    outcome = trials(organisation)[slug].without(lost)
    assert isinstance(outcome, Carried)
    return outcome


def stopped(organisation: Organisation, slug: str, lost: frozenset[Loss]) -> list[str]:
    """The numbers of the lines at which a packet is stopped."""
    outcome = trials(organisation)[slug].without(lost)
    assert isinstance(outcome, Stopped)
    return [line.number for line in outcome.lines]


@pytest.mark.parametrize("company", TEXTS)
def test_with_nothing_missing_every_packet_can_be_done(company: str) -> None:
    outcomes = {slug: trial.without(NOTHING) for slug, trial in trials(read(TEXTS[company]).organisation).items()}
    assert [slug for slug, outcome in outcomes.items() if not is_done(outcome)] == []


@pytest.mark.parametrize("text", [MINIMAL, EXAMPLE, *companies(60 if ALL else 12)])
def test_what_is_missing_never_helps_and_what_nothing_leans_on_never_hurts(text: str) -> None:
    organisation = read(text).organisation
    dice = random.Random(7)  # noqa: S311  a test repeats
    tried = trials(organisation)
    for _ in range(12):
        lost = some(organisation, dice, 3)
        more = lost | some(organisation, dice, 2)
        for slug, trial in tried.items():
            fewer, many = trial.without(lost), trial.without(more)
            assert is_done(fewer) or not is_done(many), (slug, lost, more)
            if isinstance(fewer, Carried):
                assert not fewer.leans_on & lost
                if not fewer.leans_on & more:
                    assert is_done(many), (slug, lost, more)


@pytest.mark.parametrize("text", [MINIMAL, EXAMPLE, *companies(60 if ALL else 12)])
def test_whoever_can_do_the_packet_of_a_root_that_is_kept_has_an_approved_way_in(text: str) -> None:
    organisation = read(text).organisation
    dice = random.Random(8)  # noqa: S311  a test repeats
    classes = {account.id: entry for entry in custody_classes(organisation) for account in entry.accounts}
    asked = 0
    for slug, trial in trials(organisation).items():
        account = trial.packet.case.account
        if trial.packet.case.kind.id != "own-root" or account is None:
            continue
        for lost in (NOTHING, *(some(organisation, dice, 2) for _ in range(25))):
            if is_done(trial.without(lost)):
                asked += 1
                assert Working(organisation, classes[account.id]).way_in(lost) is not None, (slug, lost)
    assert asked


def test_the_paper_is_followed_so_a_line_needs_somebody_who_holds_its_role() -> None:
    organisation = read(MINIMAL).organisation
    assert stopped(organisation, "own-root-111122223333", person("mori"))[0] == "B-01"
    assert stopped(organisation, "own-root-111122223333", place("safe-b")) == ["B-07.2"]
    assert stopped(organisation, "own-root-111122223333", person("kato")) == ["B-03"]


def test_a_deputy_does_what_they_stand_in_for() -> None:
    text = changed("operator: [{person: mori, from: 2026-04-01}]",
                   "operator: [{person: mori, from: 2026-04-01, deputy: kato}]")  # fmt: skip
    organisation = read(text).organisation
    assert done(organisation, "lost-phone-111122223333").roles[Role.OPERATOR] == ("mori",)
    # Kato would be needed twice: to approve and to work.
    assert stopped(organisation, "lost-phone-111122223333", person("mori")) == ["B-03"]


def test_a_further_device_is_taken_where_the_first_is_out_of_reach_and_the_line_is_told_as_passed_over() -> None:
    organisation = read(EXAMPLE).organisation
    before = done(organisation, "own-root-111122223333")
    assert set(before.opened) == {"safe-b", "safe-a"}
    after = done(organisation, "own-root-111122223333", place("safe-b"))
    assert set(after.opened) == {"safe-a", "bank-vault"}
    assert [line.number for line in after.left_out] == ["B-07.1"]


def test_the_recovery_of_aws_is_not_counted_on_but_in_the_packet_that_is_about_it() -> None:
    organisation = read(MINIMAL).organisation
    lost = frozenset({Loss(LossKind.ITEM, "K-0001")})
    assert stopped(organisation, "own-root-111122223333", lost)
    assert done(organisation, "lost-mfa-111122223333", lost).leans_on


@pytest.mark.slow
def test_a_packet_that_is_about_something_lost_does_without_it() -> None:
    organisation = read(EXAMPLE).organisation
    mail = frozenset({Loss(LossKind.SERVICE, "mihon-mail")})
    assert stopped(organisation, "own-root-111122223333", mail) == ["B-13"]
    assert done(organisation, "lost-mailbox-111122223333", mail).leans_on
    contract = frozenset({Loss(LossKind.SERVICE, "mihon-mobile")})
    assert stopped(organisation, "lost-mfa-111122223333", contract) == ["R-06"]
    assert done(organisation, "lost-phone-111122223333", contract).leans_on


@pytest.mark.slow
def test_whoever_types_a_command_signs_in_first_and_then_the_emergency_user_is_named() -> None:
    organisation = read(EXAMPLE).organisation
    provider = frozenset({Loss(LossKind.SERVICE, "mihon-id")})
    assert done(organisation, "session").first == ()
    assert done(organisation, "session", provider).first == ("BreakGlassAdmin",)
    assert stopped(organisation, "session", provider | place("safe-b")) == ["B-60"]
    assert done(organisation, "emergency-111122223333", provider).first == ()
    assert done(organisation, "emergency-333344445555", provider | place("safe-b")).first == ()


def test_an_alert_goes_on_without_a_look_that_nobody_can_take() -> None:
    text = changed(
        "{person: watanabe, from: 2026-04-01, deputy: suzuki}", "{person: watanabe, from: 2026-04-01}", EXAMPLE
    )
    outcome = done(read(text).organisation, "alert", person("watanabe"))
    assert [line.number for line in outcome.left_out] == ["R-67"]


@pytest.mark.slow
def test_minutes_are_those_until_the_last_thing_and_the_last_person_are_where_the_work_is_done() -> None:
    organisation = read(EXAMPLE).organisation
    # Watanabe is in Osaka after 55 minutes, and the drive to Tokyo takes 240.
    assert done(organisation, "own-root-111122223333").duration.minutes == 295
    # Nothing is fetched, and nobody goes anywhere.
    assert done(organisation, "session").duration.minutes == 0
    # Without Osaka the key comes from the bank: Watanabe after 45, then 250.
    site = frozenset({Loss(LossKind.SITE, "osaka")})
    assert done(organisation, "own-root-111122223333", site).duration.minutes == 290


def test_what_nobody_has_written_down_is_named_and_not_guessed() -> None:
    text = changed("minutes_to: {tokyo: 40}", "minutes_to: {}", EXAMPLE)
    duration = done(read(text).organisation, "own-root-111122223333").duration
    assert duration.unknown == (("suzuki", "tokyo"),)  # the password custodian has to be there
    assert duration.minutes == 295
    assert done(read(MINIMAL).organisation, "own-root-111122223333").duration.unknown


def test_whoever_opens_two_places_goes_from_one_to_the_next() -> None:
    text = changed("name: 金庫A, opened_by: [[suzuki, sato]]", "name: 金庫A, site: here, opened_by: [[suzuki, sato]]")
    text = changed(
        "name: 金庫B, opened_by: [[mori, kato]]", "name: 金庫B, site: there, opened_by: [[suzuki, kato]]", text
    )
    text = changed(
        "places:\n",
        "sites:\n  - {id: here, name: ここ}\n  - {id: there, name: あちら, minutes_to: {here: 100}}\nplaces:\n",
        text,
    )
    for name, minutes in (("suzuki", 10), ("sato", 20), ("kato", 30)):
        text = changed(f"{{id: {name},", f"{{id: {name}, minutes_to: {{here: {minutes}, there: {minutes}}},", text)
    organisation = read(text).organisation
    journeys = Journeys(organisation)
    visits = [
        Visit(organisation.place("safe-b"), ("suzuki", "kato"), carried=True),
        Visit(organisation.place("safe-a"), ("suzuki", "sato")),
    ]
    assert journeys.duration(visits, ("sato",), "here").minutes == 130
    assert journeys.duration(visits, ("mori",), "here").unknown == (("mori", "here"),)
    assert journeys.duration([replace(visits[0], wait=500)], (), "here").minutes == 600
    assert journeys.duration([visits[1]], (), "here").minutes == 20


def test_somebody_alone_needs_no_second_person() -> None:
    organisation = read(ALONE).organisation
    assert organisation.works_alone
    assert [slug for slug, trial in trials(organisation).items() if not is_done(trial.without(NOTHING))] == []
    alone = organisation.people[0].id
    assert not any(is_done(trial.without(person(alone))) for trial in trials(organisation).values())


@pytest.mark.slow
@pytest.mark.parametrize("company", sorted(shipped()))
def test_packets_that_share_the_staff_of_a_term_come_out_as_each_with_its_own(company: str) -> None:
    """What the staff answered about one loss, or for one packet, is not taken for an answer about another."""
    organisation, procedure, dice = shipped()[company], knowledge().procedure, random.Random(company)  # noqa: S311  a test repeats
    routes = [Route(packet, procedure) for packet in packets_of(organisation, procedure)]
    staff = Staff(organisation)
    shared = [Trial(staff, route) for route in routes]
    for lost in (NOTHING, *(some(organisation, dice, most=4) for _ in range(6)), NOTHING):
        own = [Trial(Staff(organisation), route).without(lost) for route in routes]
        assert [trial.without(lost) for trial in shared] == own


def test_a_packet_is_known_by_everything_that_can_be_lost() -> None:
    organisation = read(EXAMPLE).organisation
    procedure = knowledge().procedure
    packet = packets_of(organisation, procedure)[1]
    trial = Trial(Staff(organisation), Route(packet, procedure))
    before = trial.without(NOTHING)
    assert isinstance(before, Carried)
    stops = {loss for loss in everything(organisation) if not is_done(trial.without(frozenset({loss})))}
    assert stops
    assert stops <= before.leans_on


def at(text: str, moment: str, missing: frozenset[Loss]) -> Outcome:
    """What comes of the packet of a root at a moment, with people who wait."""
    whole = read(text).organisation
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Tokyo"))
    present = in_office(whole, now.date())
    return in_time(trials(present)["own-root-111122223333"], present, situation_at(present, now, missing))


@pytest.mark.slow
def test_nobody_waits_for_somebody_who_is_away_when_the_place_opens() -> None:
    gone = frozenset({Loss(LossKind.SITE, "osaka")}) | person("sato")  # who would open the bank for Takahashi
    text = changed("{from: 2027-01-01, until: 2027-01-03}", "{from: 2026-12-03, until: 2026-12-03}", EXAMPLE)
    assert is_done(at(EXAMPLE, "2026-12-02T23:00", gone))
    assert is_done(at(text, "2026-12-01T23:00", gone))
    assert not is_done(at(text, "2026-12-02T23:00", gone))


@pytest.mark.slow
def test_a_place_that_stays_closed_for_more_than_a_day_is_as_good_as_gone() -> None:
    gone = frozenset({Loss(LossKind.SITE, "osaka")})
    friday = at(EXAMPLE, "2026-11-20T14:59", gone)
    assert isinstance(friday, Carried)
    assert friday.duration.minutes == 290
    assert not is_done(at(EXAMPLE, "2026-11-20T15:01", gone))
