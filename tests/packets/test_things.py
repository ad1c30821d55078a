"""Which things a case has, in what order they are needed, and what opens what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.organisations import ORGANISATIONS
from support.packet_companies import ACCOUNT, Frame, Keys, case, company, read_text

from runbook.organisation import Item, Place
from runbook.organisation.fields import Text
from runbook.packets.things import Handling, Part, Thing, is_vault, things_of


def things(keys: Keys) -> dict[str, Thing]:
    return {f"{thing.item.id}/{thing.part}": thing for thing in case(company(keys), "own-root").things}


def parts(keys: Keys) -> list[tuple[str, str]]:
    return [(thing.item.id, thing.part) for thing in case(company(keys), "own-root").things]


def test_the_mfa_device_at_hand_comes_before_the_one_that_is_carried() -> None:
    # MFA0 lies here, MFA1 at the other site.
    near_second = Keys(devices=("security-key", "security-key"), places="mixed")
    assert parts(near_second) == [("PW", "password"), ("MFA0", "mfa"), ("MFA1", "spare-mfa")]


def test_codes_read_over_the_telephone_come_before_a_key_that_is_carried() -> None:
    keys = Keys(devices=("security-key", "totp-token"), places="other")
    assert parts(keys)[1:] == [("MFA1", "mfa"), ("MFA0", "spare-mfa")]
    found = things(keys)
    assert found["MFA1/mfa"].by_telephone
    assert not found["MFA1/mfa"].travels
    assert found["MFA0/spare-mfa"].travels
    assert not found["MFA0/spare-mfa"].by_telephone


def test_a_place_with_opening_hours_comes_last() -> None:
    organisation = company(Keys(devices=("security-key", "security-key"), places="mixed"))
    bank = read_text(ORGANISATIONS["full"].read_text("utf-8")).place("bank-vault")
    places = tuple(replace(place, hours=bank.hours if place.id == "safe-b" else None) for place in organisation.places)
    found = things_of(organisation.items, replace(organisation, places=places))
    assert [thing.item.id for thing in found if thing.part is Part.MFA] == ["MFA1"]


def test_of_two_keys_at_the_bank_the_one_whose_pin_lies_near_comes_first() -> None:
    # K-0101 lies in the safe at Osaka, its PIN in the bank; K-0102 in the bank, its PIN where one signs in.
    example = read_text(ORGANISATIONS["full"].read_text("utf-8"))
    kept = [item for item in example.items if ACCOUNT in item.accounts]
    order = [thing.item.id for thing in things_of(kept, example) if thing.part in (Part.SPARE_MFA, Part.SPARE_PIN)]
    assert order == ["K-0102", "E-0042", "K-0101", "E-0041"]


def test_a_key_takes_the_pin_that_it_names() -> None:
    found = things(Keys(devices=("key-with-pin", "key-with-pin")))
    assert found["PIN0/pin"].serves == "MFA0"
    assert found["PIN1/spare-pin"].serves == "MFA1"


def test_a_token_has_no_pin_even_if_a_pin_lies_about() -> None:
    organisation = company(Keys(devices=("totp-token",)))
    pin = Item("PIN", "envelope", "safe-a", holds="pin", account=ACCOUNT, seal="S")
    found = things_of((*organisation.items, pin), organisation)
    assert Part.PIN not in {thing.part for thing in found}


def test_a_key_that_names_no_pin_takes_the_one_that_no_other_key_names() -> None:
    organisation = company(Keys(devices=("security-key",)))
    pin = Item("PIN", "envelope", "safe-a", holds="pin", account=ACCOUNT, seal="S")
    found = things_of((*organisation.items, pin), organisation)
    assert [(thing.item.id, thing.serves) for thing in found if thing.part is Part.PIN] == [("PIN", "MFA0")]


def test_a_vault_brings_the_kit_that_it_needs() -> None:
    assert "KIT/kit" in things(Keys("vault-entry", kit="near"))
    assert "KIT/kit" not in things(Keys("envelope", kit="near"))
    assert things(Keys("vault-entry", kit="far"))["KIT/kit"].travels  # work is done where the MFA device lies


def test_work_is_done_where_the_password_lies() -> None:
    found = things(Keys(devices=("security-key",), places="other", mailbox="tablet"))
    assert [name for name, thing in found.items() if thing.travels] == ["MFA0/mfa"]


@pytest.mark.parametrize(
    ("kind", "handling"),
    [
        ("envelope", Handling.PAPER),
        ("document", Handling.PAPER),
        ("tablet", Handling.DEVICE),
        ("phone", Handling.DEVICE),
        ("vault-entry", Handling.ENTRY),
    ],
)
def test_paper_is_opened_a_device_is_used_an_entry_is_read(kind: str, handling: Handling) -> None:
    assert things(Keys(kind))["PW/password"].handling is handling


def test_what_lies_in_a_vault_is_an_entry_whatever_it_is_called() -> None:
    organisation = company(Keys())
    vault = organisation.place("vault")
    assert Thing(Part.PIN, Item("P", "envelope", "vault", holds="pin"), vault).handling is Handling.ENTRY


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("v", Text.of("v"), kind="vault"), True),
        (Place("v", Text.of("v"), service="okta"), True),
        (Place("v", Text.of("v"), hosted_in=ACCOUNT), True),
        (Place("v", Text.of("v"), depends_on=("internet",)), True),
        (Place("s", Text.of("s"), kind="safe", depends_on=("office",)), False),
        (Place("s", Text.of("s")), False),
    ],
)
def test_a_vault_is_a_place_that_people_sign_in_to(place: Place, *, expected: bool) -> None:
    assert is_vault(place) is expected


def test_an_account_without_items_has_no_things() -> None:
    assert parts(Keys(None, ())) == []
    assert case(company(Keys(), Frame("reseller")), "reseller").things == ()
