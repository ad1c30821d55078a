"""Questions to the organisation: what is asked for by an id is there, or the error names the id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, read
from support.organisations import ROOT

from runbook.organisation import (
    Absence,
    AccountStatus,
    Appointment,
    Organisation,
    Person,
    Place,
    Role,
    Route,
    ServiceKind,
)
from runbook.organisation.horizon import clock_offset, days_to_judge, horizon


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    folder: Path = tmp_path_factory.mktemp("example")
    return read(EXAMPLE, folder).organisation


@pytest.mark.parametrize("question", ["person", "place", "site", "contact"])
def test_who_or_what_is_not_there_is_a_key_error_that_names_the_id(example: Organisation, question: str) -> None:
    with pytest.raises(KeyError, match=r"^'nobody'$"):
        getattr(example, question)("nobody")


@pytest.mark.parametrize(
    ("question", "elements"),
    [("person", "people"), ("place", "places"), ("site", "sites"), ("contact", "contacts"), ("account", "accounts")],
)
def test_what_is_listed_is_found_by_its_id(example: Organisation, question: str, elements: str) -> None:
    for element in getattr(example, elements):
        if element.id is not None:
            assert getattr(example, question)(element.id) is element


def test_an_account_need_not_be_listed(example: Organisation) -> None:
    assert example.account("999999999999") is None


# --- Answers about the example company, as its config says them ------------------------------------------------------


def test_hours_and_holidays_are_those_of_the_person_else_of_the_site_else_of_the_company(example: Organisation) -> None:
    berlin = replace(example.site("osaka"), time_zone="Europe/Berlin", holidays="DE")
    org = replace(
        example,
        sites=(example.site("tokyo"), berlin),
        company=replace(example.company, time_zone="Asia/Seoul", holidays="KR"),
    )
    kept: tuple[Person | Place, ...] = (*org.people, *org.places)
    zones = {who.id: (org.time_zone_of(who), org.holidays_of(who)) for who in kept}
    assert zones["mori"] == ("Europe/Berlin", "KR")  # her own zone; she is at no site
    assert zones["sato"] == zones["safe-a"] == ("Asia/Seoul", "KR")  # Tokyo says nothing
    assert zones["watanabe"] == zones["safe-b"] == ("Europe/Berlin", "DE")
    assert zones["bank-vault"] == ("Asia/Seoul", "KR")
    traveller = replace(org.person("watanabe"), time_zone="Asia/Tokyo")
    assert org.time_zone_of(traveller) == "Asia/Tokyo"


def test_routes_and_kinds_come_in_a_fixed_order(example: Organisation) -> None:
    backwards = replace(example, accounts=example.accounts[::-1])
    for org in (example, backwards):
        assert [route.value for route in org.routes] == ["safe", "removed", "reseller", "govcloud", "china", "unknown"]
        assert [kind.value for kind in org.kinds] == ["management", "standalone", "member"]
    assert [account.id for account in backwards.accounts_by_route(Route.SAFE)] == ["444455556666", "111122223333"]


def test_what_something_depends_on_is_the_service_of_its_kind_if_the_company_names_one(example: Organisation) -> None:
    assert [example.meant_by(name) for name in ("mail", "idp", "internet", "mihon-vault")] == [
        ("mihon-mail",),
        ("mihon-id",),
        ("internet",),
        ("mihon-vault",),
    ]
    assert replace(example, services=()).meant_by("mail") == ("mail",)
    assert [service.id for service in example.services_of(ServiceKind.VAULT)] == ["mihon-vault"]
    assert example.service("mail") is None


def test_mail_and_calls_to_a_root_user_arrive_at_the_first_entry_that_fits(example: Organisation) -> None:
    payer, unknown = (example.account(name) for name in ("111122223333", "101010102020"))
    assert payer is not None
    assert unknown is not None
    own = replace(example.mailboxes[0], address="aws-root-payer@example.co.jp")
    org = replace(example, mailboxes=(own, *example.mailboxes))
    assert org.mailbox(payer) is own
    assert org.all_mailboxes(payer) == org.mailboxes
    assert (example.mailbox(unknown), example.all_mailboxes(unknown)) == (None, ())
    phone = example.recovery_phone("444455556666")
    assert phone is not None
    assert phone.number == "+81 6 0000 0013"
    assert example.recovery_phone("222233334444") is None
    assert example.owners_of("TANAKA@example.co.jp") == ("tanaka",)


def test_a_registered_telephone_is_carried_by_those_named_and_by_whose_number_it_is(example: Organisation) -> None:
    phone = example.recovery_phones[0]
    assert example.holders_of(phone) == ()
    assert example.lies_in_a_place(phone)
    own = replace(phone, number="+81 90 0000 0004", held_by=("watanabe",))
    assert example.holders_of(own) == ("watanabe", "yoshida")
    assert example.holders_of(replace(own, held_by=("yoshida",))) == ("yoshida",)
    assert not replace(example, items=()).lies_in_a_place(phone)
    assert not example.lies_in_a_place(replace(phone, account=("222233334444",)))


def test_central_sessions_are_opened_from_the_management_account_and_the_delegated_one(example: Organisation) -> None:
    assert example.central_session_doors() == {"111122223333", "555566667777"}
    alone = replace(example, central_root=replace(example.central_root, delegated_admin=None))
    assert alone.central_session_doors() == {"111122223333"}
    manager = example.management_account()
    assert manager is not None
    assert manager.id == "111122223333"
    assert example.has_emergency_door()
    staging = tuple(role for role in example.emergency_roles if role.account == "333344445555")
    assert not replace(example, emergency_roles=staging).has_emergency_door()


def test_what_lies_where_and_opens_what(example: Organisation) -> None:
    assert [item.id for item in example.items_for("111122223333", "mfa")] == ["K-0101", "K-0102", "T-0201"]
    assert [item.id for item in example.items_of_role("BreakGlassAdmin")] == ["E-0051", "K-0103", "E-0052"]
    assert example.item("V-0001").place == "vault-ops"
    assert {item.place for item in example.items_in("safe-a")} == {"safe-a"}
    assert len(example.items_in("safe-a")) == 8
    payer = example.account("111122223333")
    assert payer is not None
    empty = replace(example, items=())
    assert empty.unlisted_halves(payer) == ("password", "mfa")
    assert example.unlisted_halves(payer) == ()
    assert empty.unlisted_halves(replace(payer, status=AccountStatus.CLOSED)) == ()
    removed = example.account("222233334444")
    assert removed is not None
    assert empty.unlisted_halves(removed) == ()


def test_an_account_without_a_security_contact_has_the_company_s(example: Organisation) -> None:
    payer = example.account("111122223333")
    assert payer is not None
    own = replace(payer, alternate_contacts=replace(payer.alternate_contacts, security="own@example.co.jp"))
    none = replace(payer, alternate_contacts=replace(payer.alternate_contacts, security=None))
    assert example.security_contact(own) == "own@example.co.jp"
    assert example.security_contact(none) == "aws-security@example.co.jp"


def test_calls_follow_the_escalation_or_go_to_the_approvers_ten_minutes_apart(example: Organisation) -> None:
    called = [(minutes, person.id) for minutes, person in example.calls()]
    assert called == [(0, "tanaka"), (0, "sato"), (10, "kato"), (20, "takahashi")]
    org = replace(example, escalation=())
    assert [minutes for minutes, _ in org.calls()] == [0, 10, 20, 30]
    assert [person.id for _, person in org.calls()] == ["tanaka", "sato", "kato", "takahashi"]


def test_only_who_has_neither_another_approver_nor_another_operator_approves_alone(tmp_path: Path) -> None:
    alone = read((ROOT / "tests" / "support" / "alone.yaml").read_text("utf-8"), tmp_path).organisation
    assert (alone.approves_alone, alone.works_alone) == (True, True)
    [aoki] = alone.approvers.members
    watched = replace(alone, roles={**alone.roles, Role.WITNESS: (Appointment("sato", aoki.start),)})
    assert (watched.approves_alone, watched.works_alone) == (True, False)
    helped = replace(alone, roles={**alone.roles, Role.OPERATOR: (Appointment("aoki", aoki.start, deputy="sato"),)})
    assert (helped.approves_alone, helped.works_alone) == (False, False)
    approved = replace(alone, approvers=replace(alone.approvers, members=(replace(aoki, deputy="sato"),)))
    assert (approved.approves_alone, approved.works_alone) == (False, False)


def test_the_example_is_nobody_s_alone(example: Organisation) -> None:
    assert (example.approves_alone, example.works_alone) == (False, False)


# --- How far one looks ahead -----------------------------------------------------------------------------------------


def test_what_is_judged_again_is_judged_on_the_days_on_which_something_dated_turns(example: Organisation) -> None:
    org = replace(
        example,
        people=tuple(replace(person, time_zone=None, absences=()) for person in example.people),
        items=tuple(replace(item, battery_due=None) for item in example.items),
        accepted_risks=(),
    )
    first = date(2026, 11, 24)

    def days(other: Organisation) -> list[str]:
        return [str(day) for day in days_to_judge(other, first)]

    assert days(org) == []
    away = replace(org.people[0], absences=(Absence(date(2026, 12, 29), date(2027, 1, 3)),))
    assert days(replace(org, people=(away, *org.people[1:]))) == ["2026-12-29", "2027-01-04"]
    fading = replace(org.items[0], battery_due=date(2027, 3, 31))
    assert days(replace(org, items=(fading, *org.items[1:]))) == ["2027-04-01"]
    [domain] = org.domains
    assert days(replace(org, domains=(replace(domain, expires_on=date(2027, 6, 30)),))) == ["2027-05-02"]
    risk = replace(example.accepted_risks[0], until=date(2027, 8, 31))
    assert days(replace(org, accepted_risks=(risk,))) == ["2027-09-01"]
    # Clocks in Berlin change on 28 March and 31 October; of somebody without hours nothing depends on it.
    for hours, expected in ((org.person("yoshida").hours, ["2027-03-28", "2027-10-31"]), (None, [])):
        berlin = replace(org.people[0], time_zone="Europe/Berlin", hours=hours)
        assert days(replace(org, people=(berlin, *org.people[1:]))) == expected


def test_the_clocks_elsewhere_are_ahead_by_minutes(example: Organisation) -> None:
    offsets = [
        clock_offset(example, zone, date(2026, month, 1))
        for zone in ("Asia/Tokyo", "Europe/Berlin", "Asia/Kolkata")
        for month in (1, 7)
    ]
    assert offsets == [0, 0, -480, -420, -210, -210]


def test_the_horizon_is_the_end_of_the_year_after() -> None:
    assert [horizon(date(2026, month, 1)) for month in (1, 12)] == [date(2027, 12, 31)] * 2
    assert horizon(date(9999, 5, 1)) == date(9999, 12, 31)
