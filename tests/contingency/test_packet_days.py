"""On which days a packet cannot be carried out: by the example and the awkward company."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.config_texts import EXAMPLE, changed, in_memory
from support.organisations import ISSUED_ON, ORGANISATIONS, knowledge

from runbook.assessment import read_config
from runbook.contingency import days
from runbook.contingency.days import PacketDays
from runbook.organisation import Organisation

AWAY = "    absences: [{from: 2027-02-08, until: 2027-02-09}]\n"
OF_WATANABE = "    minutes_to: {osaka: 55, bank-vault: 45}\n"
OF_SUZUKI = "    minutes_to: {tokyo: 40}\n  - id: ito\n"


def days_of(text: str) -> PacketDays:
    return PacketDays(read_config(in_memory(text), knowledge()).organisation, knowledge().procedure, ISSUED_ON.year)


def test_every_packet_of_the_example_can_be_carried_out_on_every_day_with_a_team() -> None:
    assert days_of(EXAMPLE).by_case == ()


def test_packets_about_the_telephone_stop_while_all_who_keep_it_are_away_and_no_others() -> None:
    text = changed(OF_WATANABE, AWAY + OF_WATANABE, changed(OF_SUZUKI, AWAY + OF_SUZUKI, EXAMPLE))
    first, last = date(2027, 2, 8), date(2027, 2, 9)
    [closure] = days_of(text).closures(ISSUED_ON)
    assert {case.kind.id for case in closure.cases} == {"lost-mfa", "lost-phone", "emergency"}
    assert (closure.weekdays, closure.stretches) == ((), ((first, last),))
    assert days_of(text).closures(last) == (closure,)  # whole, so that paper made on its second day says the same
    assert days_of(text).closures(last + timedelta(days=1)) == ()


def test_what_comes_round_every_week_is_told_once() -> None:
    told = days_of(ORGANISATIONS["awkward"].read_text("utf-8")).closures(ISSUED_ON)
    assert [(closure.weekdays, closure.stretches) for closure in told] == [((0, 1, 2, 3, 4, 6), ()), ((1, 3, 5), ())]
    assert [case.slug for case in told[1].cases] == ["alert"]


def with_accounts_alike(number: int) -> Organisation:
    """The example while those who keep the telephone are away, with more accounts kept as its second one is."""
    text = changed(OF_WATANABE, AWAY + OF_WATANABE, changed(OF_SUZUKI, AWAY + OF_SUZUKI, EXAMPLE))
    whole = read_config(in_memory(text), knowledge()).organisation
    like = next(account for account in whole.accounts if account.id == "444455556666")
    ids = tuple(f"90000000000{each}" for each in range(number))
    return replace(
        whole,
        accounts=(*whole.accounts, *(replace(like, id=one, root_email=f"aws-root-{one}@example.co.jp") for one in ids)),
        items=tuple(
            replace(item, account=(*item.accounts, *ids)) if like.id in item.accounts else item for item in whole.items
        ),
    )


def test_of_accounts_that_are_kept_alike_all_stop_though_two_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = with_accounts_alike(4)
    found = {case.slug: told for case, told in PacketDays(whole, knowledge().procedure, ISSUED_ON.year).by_case}
    assert {"lost-mfa-444455556666", "lost-mfa-900000000003"} <= found.keys()
    monkeypatch.setattr(days, "_one_or_two_of_each", lambda present: (present, {}))
    every = PacketDays(whole, knowledge().procedure, ISSUED_ON.year).by_case
    assert found == {case.slug: told for case, told in every}
