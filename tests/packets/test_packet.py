"""The lines of a packet: what is fetched where, where a fork leads, what closes after a stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from support.organisations import knowledge
from support.packet_companies import Frame, Keys, case, company, packet, packets_of, shipped

from runbook.organisation import Appointment, Organisation, Role
from runbook.packets import Line, Packet
from runbook.packets.facts import EVERY, Fact, bind, holds_in, without, world_before
from runbook.packets.meanwhile import are_partners, lying_meanwhile
from runbook.packets.things import Part

SAFES = Keys(devices=("security-key", "totp-token"), places="mixed", mailbox="document")


def line(found: Packet, number: str) -> Line:
    return next(entry for entry in found.lines if entry.number == number)


def about(found: Packet, step: str) -> list[str]:
    """What the lines of a step are about: things, else places."""
    lines = [entry for entry in found.lines if entry.step.id == step]
    return [entry.thing.item.id if entry.thing else entry.place.id if entry.place else "" for entry in lines]


def led(found: Packet, number: str, fork: str) -> str:
    start = line(found, number)
    target = found.target(start, next(entry for entry in start.step.forks if entry.id == fork))
    return "END" if target is None else target.number


def test_each_place_is_opened_and_closed_around_what_lies_in_it() -> None:
    found = packet(company(SAFES), "own-root")
    fetch = next(section for section in found.main if section.phase.id == "fetch")
    steps = [(entry.step.id, entry.place.id if entry.place else "") for entry in fetch.lines]
    assert steps[:4] == [("B-07", "safe-a"), ("B-08", "safe-a"), ("B-08", "safe-a"), ("B-10", "safe-a")]
    assert steps[4:8] == [("B-14", "safe-a"), ("B-07", "safe-b"), ("B-09", "safe-b"), ("B-10", "safe-b")]


def test_a_vault_is_opened_after_the_safe_with_its_kit() -> None:
    found = packet(company(Keys("vault-entry", kit="near")), "own-root")
    fetched = [entry.step.id for entry in found.lines]
    assert fetched.index("B-08") < fetched.index("B-15") < fetched.index("B-16") < fetched.index("B-25")


def test_a_step_that_comes_twice_is_numbered_and_a_single_one_is_not() -> None:
    found = packet(company(SAFES), "own-root")
    numbers = [row.first.number for section in found.sections for row in section.rows]
    assert len(numbers) == len({*numbers})
    assert {"B-07.1", "B-07.2", "B-24"} <= {*numbers}
    assert "B-24.1" not in numbers


def test_only_things_that_are_handled_together_share_a_number() -> None:
    found = packet(shipped()["full"], "own-root")
    rows = [row for section in found.sections for row in section.rows if len(row.lines) > 1]
    shared = {row.first.number: [entry.thing.item.id for entry in row.lines if entry.thing] for row in rows}
    assert shared
    for row in rows:
        assert row.first.step.together
        assert {entry.step for entry in row.lines} == {row.first.step}


def test_things_of_two_custodians_are_handled_in_two_rows_and_in_one_where_one_of_them_is_not_named() -> None:
    base = company(SAFES)
    roles: dict[Role, tuple[Appointment, ...]] = {**base.roles}
    del roles[Role.MAILBOX_CUSTODIAN]

    def taken(organisation: Organisation) -> list[list[str]]:
        rows = (row for section in packet(organisation, "own-root").sections for row in section.rows)
        taking = (row for row in rows if row.first.step.id == "B-08")
        return [[entry.thing.item.id for entry in row.lines if entry.thing] for row in taking]

    assert ["PW"] in taken(base)
    assert ["MAIL"] in taken(base)
    assert ["PW", "MAIL"] in taken(replace(base, roles=roles))


@pytest.mark.parametrize("name", list(shipped()))
def test_a_row_that_is_done_at_an_open_place_is_about_one_place(name: str) -> None:
    rows = [row for found in packets_of(shipped()[name]) for section in found.sections for row in section.rows]
    here = [row for row in rows if "open(here)" in row.first.step.needs]
    assert here
    assert all(len({entry.place for entry in row.lines}) == 1 for row in here)


def test_a_pin_in_a_vault_is_read_before_the_key_is_used() -> None:
    # The second PIN lies in the vault.
    found = packet(company(Keys(devices=("key-with-pin", "key-with-pin"))), "own-root")
    assert about(found, "B-17") == ["PIN0"]
    assert about(found, "B-86") == ["PIN1"]
    assert line(found, "B-26.2").straight_needs == {Fact("ready", "PIN1")}


@pytest.mark.parametrize(
    ("number", "fork", "target"),
    [
        ("B-02", "not-root", "B-40"),  # stop: the first line of what closes
        ("B-04", "no-answer", "B-06"),  # on: the next line
        ("B-07.1", "cannot-open", "B-40"),  # the password lies there: no other way
        ("B-07.2", "cannot-open", "B-20"),  # only the MFA device: on without it, nothing further to fetch
        ("B-26", "no-reaction", "B-97"),  # the next device
        ("B-28", "refused", "B-07.4"),  # after the last device, other factors
        ("R-06", "no-call", "B-40"),
        ("B-44", "refused", "B-42"),  # write the password anew
    ],
)
def test_a_fork_leads_where_one_can_go_on(number: str, fork: str, target: str) -> None:
    keys = Keys(devices=("security-key", "totp-token"), places="mixed", mailbox="document", phone="phone")
    base = company(keys)
    assert led(packet(base, "own-root"), number, fork) == target


def test_a_further_key_lights_up_before_its_pin_is_fetched() -> None:
    base = company(Keys(devices=("key-with-pin", "totp-token"), places="other"))
    found = packet(base, "own-root")
    fetched = [entry for section in found.detours for entry in section.lines if entry.thing]
    steps = [(entry.step.id, entry.thing.item.id) for entry in fetched if entry.thing]
    assert steps.index(("B-12", "MFA0")) < steps.index(("B-08", "PIN0"))


def test_where_things_are_fetched_other_sites_come_first_and_where_they_go_home_last() -> None:
    found = packet(company(Keys(devices=("totp-token",), places="other", mailbox="document")), "own-root")
    fetched = [entry.place.id for entry in found.lines if entry.step.id == "B-07" and entry.place]
    returned = [entry.place.id for entry in found.lines if entry.step.id == "B-53" and entry.place]
    assert fetched == ["far", "safe-a"]
    assert returned == fetched[::-1]


def test_a_pin_is_opened_when_its_further_key_is_there_and_a_place_that_closes_has_its_turn_first() -> None:
    found = packet(shipped()["full"], "own-root")
    for section in found.detours:
        if section.spare:
            steps = [entry.step.id for entry in section.lines]
            carried = steps.index("B-88" if section.spare.item.seal else "B-12")  # a sealed device as envelopes are
            assert steps.index("B-17") > max(carried, len(steps) - steps[::-1].index("B-10") - 1)
            opened = [entry.place for entry in section.lines if entry.step.id == "B-07" and entry.place]
            assert [bool(place.hours) for place in opened] == sorted(
                (bool(place.hours) for place in opened), reverse=True
            )


def test_a_pin_is_never_handled_in_one_row_with_a_password() -> None:
    found = packet(company(Keys(devices=("key-with-pin",), mailbox="document")), "own-root")
    rows = [row for section in found.sections for row in section.rows if row.first.step.together]
    together = [{entry.thing.part for entry in row.lines if entry.thing} for row in rows]
    assert {Part.PASSWORD} in together
    assert {Part.PIN} in together
    assert not [parts for parts in together if Part.PIN in parts and parts & {Part.PASSWORD, Part.MAILBOX}]


def test_what_has_to_wait_for_a_place_lies_meanwhile_without_its_pin_and_the_password() -> None:
    organisation = shipped()["full"]
    bank = next(place for place in organisation.places if place.hours)
    found = lying_meanwhile(case(organisation, "own-root"), bank, organisation)
    told = {thing.item.id: [place.id for place in places] for thing, places in found}
    assert told == {"K-0102": ["safe-b"], "E-0041": []}  # its key lies in safe-b, the password in safe-a


def test_a_key_and_its_pin_that_wait_for_one_place_lie_apart_or_with_different_people() -> None:
    organisation = shipped()["full"]
    bank = next(place for place in organisation.places if place.hours)
    moved = replace(
        organisation,
        items=tuple(
            replace(item, place="bank-vault") if item.id in {"E-0042", "K-0101"} else item
            for item in organisation.items
        ),
    )
    found = {thing.item.id: (thing, places) for thing, places in lying_meanwhile(case(moved, "own-root"), bank, moved)}
    assert found.keys() == {"K-0101", "E-0041", "K-0102", "E-0042"}
    taken = {name: {place.id for place in places} for name, (_, places) in found.items()}
    assert not taken["K-0101"] & taken["E-0041"]
    assert not taken["K-0102"] & taken["E-0042"]
    kept = tuple(thing for thing, places in found.values() if not places)
    assert not are_partners(kept, case(moved, "own-root"))
    assert are_partners(tuple(thing for thing, _ in found.values()), case(moved, "own-root"))


def test_a_telephone_in_an_envelope_is_taken_out_before_anybody_calls_it() -> None:
    found = packet(company(Keys(phone="envelope")), "lost-mfa")
    steps = [entry.step.id for entry in found.lines]
    assert steps.index("B-08") < steps.index("B-99") < steps.index("R-06")
    assert "TEL" in about(found, "B-49")


def test_a_dead_key_leads_to_the_next_thing_to_try_or_is_left_where_it_lies() -> None:
    further = packet(company(Keys(devices=("totp-token", "security-key"), places="other", phone="phone")), "own-root")
    number = next(entry.number for entry in further.lines if entry.step.id == "B-12")
    assert led(further, number, "dead") == next(
        section.lines[0].number for section in further.detours if section.phase.id == "fetch-other-factors"
    )
    first = packet(company(Keys(devices=("security-key",), places="other")), "own-root")
    following = first.after(line(first, "B-12"))
    assert following is not None
    assert led(first, "B-12", "dead") == following.number


def test_the_password_is_covered_before_anybody_goes_for_a_further_device() -> None:
    found = packet(company(Keys(devices=("security-key", "totp-token"), places="mixed")), "own-root")
    further = [section for section in found.detours if section.spare]
    assert further
    assert all(section.lines[0].step.id == "B-97" for section in further)


def test_after_a_detour_one_goes_on_after_the_sign_in() -> None:
    found = packet(company(SAFES), "own-root")
    last = line(found, "R-06")
    following = found.after(last)
    assert following is not None
    assert following.number == "B-30"


def test_the_last_line_leads_to_the_end() -> None:
    found = packet(company(SAFES), "own-root")
    assert found.after(found.close[-1].lines[-1]) is None


def test_whoever_stops_begins_to_close() -> None:
    found = packet(company(SAFES), "own-root")
    assert found.stop == found.close[0].lines[0]
    assert found.stop.number == "B-40"


def test_nobody_is_told_to_put_back_what_the_packet_never_takes_out() -> None:
    found = packet(company(SAFES), "lost-phone")
    assert not {"B-53", "B-54", "B-55", "B-56"} & {entry.step.id for entry in found.lines}
    assert about(packet(company(SAFES), "own-root"), "B-54") == ["PW", "MAIL"]


def test_one_password_in_a_bag_is_sealed_again_and_a_token_in_a_bag_too() -> None:
    found = packet(company(Keys(devices=("envelope",))), "own-root")
    assert about(found, "B-49") == ["PW", "MFA0"]


def test_where_root_is_brought_back_the_mailbox_is_fetched_and_brought_home() -> None:
    found = packet(company(Keys(mailbox="document"), Frame("removed")), "bring-back")
    assert about(found, "B-14") == about(found, "B-49") == about(found, "B-54") == ["MAIL"]
    assert "B-05" not in [entry.step.id for entry in found.lines]


def conditions(found: Packet) -> set[str]:
    return {entry.step.id for entry in found.lines}


def test_the_exception_from_a_policy_is_asked_for_only_where_one_binds() -> None:
    frames = {scp: Frame("gov-removed", scp=scp) for scp in (None, "denies", "spares")}
    told = {scp: "B-66" in conditions(packet(company(Keys(), frame), "govcloud")) for scp, frame in frames.items()}
    assert told == {None: False, "denies": True, "spares": False}


def test_without_a_listed_password_or_device_people_are_asked_for_theirs() -> None:
    assert {"B-38", "B-39"} <= conditions(packet(company(Keys(None, ())), "own-root"))
    assert not {"B-38", "B-39"} & conditions(packet(company(Keys()), "own-root"))


def test_codes_are_read_over_the_telephone_from_the_other_site() -> None:
    far = conditions(packet(company(Keys(devices=("totp-token",), places="other")), "own-root"))
    assert {"B-11", "B-28", "B-50"} <= far
    near = conditions(packet(company(Keys(devices=("totp-token",))), "own-root"))
    assert not {"B-11", "B-28", "B-50"} & near


def test_who_works_alone_waits_for_no_witness() -> None:
    assert "B-06" not in conditions(packet(company(Keys(), Frame(people="works-alone")), "own-root"))


def test_an_emergency_user_without_items_assumes_a_role() -> None:
    assumed = conditions(packet(company(Keys(), Frame(emergency="assumed")), "emergency"))
    assert "E-05" in assumed
    assert not {"E-02", "E-03", "B-07"} & assumed


def test_a_fact_is_about_the_thing_and_the_place_of_its_line() -> None:
    assert bind(["out(it)", "open(here)", "noted", "opened(*)"], "E-1", "safe") == {
        Fact("out", "E-1"),
        Fact("open", "safe"),
        Fact("noted"),
        Fact("opened", EVERY),
    }
    assert bind(["ready(pin)"], "K-1", "safe") == frozenset()
    assert bind(["ready(pin)"], "K-1", "safe", {"pin": ("E-2",)}) == {Fact("ready", "E-2")}
    with pytest.raises(KeyError, match="no such thing or place"):
        bind(["out(it)"], None, "safe")


def test_every_fact_of_a_name_can_be_asked_for_and_ended_at_once() -> None:
    world = frozenset({Fact("opened", "E-1"), Fact("opened", "E-2"), Fact("out", "E-1")})
    assert holds_in(world, Fact("opened", EVERY))
    assert without(world, [Fact("opened", EVERY)]) == {Fact("out", "E-1")}
    assert not holds_in(frozenset(), Fact("opened", EVERY))


def test_before_a_packet_everything_is_home_and_what_has_a_seal_is_sealed() -> None:
    things = packet(company(Keys()), "own-root").case.things
    assert world_before(things) == {Fact("home", "PW"), Fact("sealed", "PW"), Fact("home", "MFA0")}


def test_devices_are_compared_with_the_list_only_where_there_is_one() -> None:
    """With an empty list the real device would be one that nobody knows."""
    for keys, wanted in ((Keys(), "B-41"), (Keys("envelope", ()), "B-96"), (Keys(None, ()), "B-96")):
        assert conditions(packet(company(keys), "own-root")) & {"B-41", "B-96"} == {wanted}, keys


@pytest.mark.parametrize("name", sorted(shipped()))
def test_an_alert_takes_the_suspects_and_the_intruder_s_keys_before_it_guards_a_member(name: str) -> None:
    (alert,) = (found for found in packets_of(shipped()[name]) if found.case.kind.id == "alert")
    order = [entry.step.id for entry in alert.lines]
    assert order.index("R-63") < order.index("R-92") < order.index("R-70") < order.index("R-72")
    assert all(order.index("R-72") < order.index(step) for step in ("R-69", "R-71", "R-84") if step in order)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_who_is_appointed_makes_no_difference_but_by_the_steps_that_apply(name: str) -> None:
    """What `runbook.contingency.days` leans on: it makes no packet again while the same steps apply."""
    before = shipped()[name]
    newcomers = tuple(replace(person, id=f"new-{person.id}") for person in before.people)
    after = replace(
        before,
        people=(*before.people, *newcomers),
        approvers=replace(before.approvers, members=_succeeded(before.approvers.members)),
        roles={role: _succeeded(held) for role, held in before.roles.items()},
        organization_admins=_succeeded(before.organization_admins),
        own_roles=tuple(replace(role, holders=_succeeded(role.holders)) for role in before.own_roles),
    )
    procedure = knowledge().procedure
    assert after.approvers != before.approvers
    assert procedure.for_organisation(after) == procedure.for_organisation(before)
    assert packets_of(after) == packets_of(before)


A = TypeVar("A", bound=Appointment)


def _succeeded(appointments: tuple[A, ...]) -> tuple[A, ...]:
    """The same offices held by newcomers; nobody stands in."""
    return tuple(replace(entry, person=f"new-{entry.person}", deputy=None) for entry in appointments)
