from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from support.custody_brute_force import invented
from support.disguises import disguised
from support.organisations import LANGUAGES, knowledge
from support.packet_companies import ALONE, packets_of, read_text, shipped
from support.thoroughness import ALL

from runbook.audiences.common_words import said_anyway
from runbook.audiences.marked import Marked, Searched
from runbook.audiences.pseudonyms import Pseudonyms
from runbook.organisation import Organisation, Role
from runbook.organisation.disclosure import disclosures
from runbook.organisation.localized import Text
from runbook.packets import Packet
from runbook.packets.proving import onward_of

SEEDS = range(400 if ALL else 120)
COMPANIES = tuple(shipped())


def pseudonyms(of: Organisation, language: str = "en") -> Pseudonyms:
    return Pseudonyms(of, knowledge().language(language))


def names(of: Pseudonyms, role: Role) -> list[str]:
    organisation = of.organisation
    return [organisation.person(entry.person).name.in_language("en") for entry in organisation.holders(role)]


def words_in(value: Any, *, is_key: bool = False) -> Iterator[str]:
    """Every text in a value, but for ids that only join parts of it."""
    if isinstance(value, str):
        yield from () if is_key else (value,)
    elif isinstance(value, Text):
        yield value.in_language("en")
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each, is_key=is_key)
    elif is_dataclass(value):
        marks = disclosures(type(value))
        for field in fields(value):
            mark = marks.get(field.name)
            joins = mark is not None and mark.kind.value == "reference"
            yield from words_in(getattr(value, field.name), is_key=joins)


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_value_wherever_one_is_marked_changes_nothing(company: str, language: str) -> None:
    of = shipped()[company]
    other = disguised(of)
    assert other != of
    assert pseudonyms(of, language).organisation == pseudonyms(other, language).organisation


@pytest.mark.parametrize("company", COMPANIES)
def test_nor_does_it_change_a_packet(company: str) -> None:
    of = shipped()[company]
    other = disguised(of)
    packets = [pseudonyms(each).onward(onward_of(packets_of(each), each)).packets for each in (of, other)]
    assert packets[0] == packets[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_invented_company_hands_on_a_marked_value(seed: int) -> None:
    of = disguised(invented(seed))  # p1 is no name that could be told from a step; "p17" is
    marked = Marked(of, (knowledge().language("en"),), said_anyway(("en",)))
    in_full = Searched.of("\n".join(words_in(of)))
    assert [value for value in marked.values if in_full.holds(value.sign)]
    handed_on = pseudonyms(of).organisation
    told = Searched.of("\n".join(words_in(handed_on)))
    assert [value.path for value in marked.values if told.holds(value.sign)] == []
    assert handed_on == pseudonyms(disguised(of)).organisation


def handed_on(of: Organisation) -> Mapping[str, Packet]:
    """The packets as readers of roles only are told them."""
    return pseudonyms(of).onward(onward_of(packets_of(of), of)).packets


def test_a_packet_has_the_same_steps_on_both_papers_and_where_nothing_is_fetched_the_same_lines() -> None:
    of = shipped()["full"]
    in_full, told = packets_of(of), handed_on(of)
    assert set(told) == {packet.case.slug for packet in in_full}
    for packet in in_full:
        other = told[packet.case.slug]
        assert {line.step.id for line in other.lines} == {line.step.id for line in packet.lines}
        assert other.stop.step.id == packet.stop.step.id
        if not packet.case.things:
            assert [line.number for line in other.lines] == [line.number for line in packet.lines]


@pytest.mark.parametrize("company", COMPANIES)
def test_each_row_has_a_number_of_its_own(company: str) -> None:
    for packet in handed_on(shipped()[company]).values():
        rows = [row.first.number for section in packet.on_paper for row in section.rows]
        assert len(rows) == len({*rows}), packet.case.slug


def test_no_line_tells_where_a_thing_lies() -> None:
    for packet in handed_on(shipped()["full"]).values():
        places = {line.place for line in packet.lines} | {thing.place for thing in packet.case.things}
        assert {place.id for place in places if place} <= {"places", "vaults"}


def test_what_lies_together_makes_no_difference_to_a_packet() -> None:
    """The mailbox device, a PIN and a password lie in one safe, or in three beside each other."""
    of = shipped()["full"]
    safe = of.place("safe-a")
    further = {"D-0302": replace(safe, id="safe-a2"), "E-0042": replace(safe, id="safe-a3")}
    assert {of.item(name).place for name in further} == {"safe-a"}
    items = tuple(replace(item, place=further[item.id].id) if item.id in further else item for item in of.items)
    apart = replace(of, places=(*of.places, *further.values()), items=items)
    assert {packet.case.slug: packet for packet in packets_of(of)} != {
        packet.case.slug: packet for packet in packets_of(apart)
    }
    assert handed_on(apart) == handed_on(of)


def test_people_are_numbered_within_their_role_in_the_order_of_the_config_or_of_call() -> None:
    told = pseudonyms(shipped()["full"])
    assert names(told, Role.APPROVER) == ["Approver 1", "Approver 2", "Approver 3", "Approver 4"]
    assert names(told, Role.OPERATOR) == ["Operator 1", "Operator 2"]
    assert [member.must for member in told.organisation.approvers.members] == [True, False, False, False]
    calls = [(minutes, person.name.in_language("en")) for minutes, person in told.organisation.calls()]
    assert calls == [(0, "Approver 1"), (0, "Approver 2"), (10, "Approver 3"), (20, "Approver 4")]


def test_who_has_two_roles_stands_there_as_two() -> None:
    of = shipped()["full"]
    told = pseudonyms(of).organisation
    assert of.holders(Role.OPERATOR)[1].person == of.holders(Role.MAILBOX_CUSTODIAN)[0].person
    assert told.holders(Role.OPERATOR)[1].person != told.holders(Role.MAILBOX_CUSTODIAN)[0].person


def test_that_one_person_does_everything_is_not_hidden() -> None:

    of = read_text(ALONE)
    assert of.works_alone
    assert pseudonyms(of).organisation.works_alone
    assert not pseudonyms(shipped()["full"]).organisation.approves_alone


def test_nobody_sees_who_opens_a_place_with_whom() -> None:
    told = pseudonyms(shipped()["full"]).organisation
    assert {place.opened_by for place in told.places} == {(("openers",),)}
    assert {place.name for place in told.places} == {Text("[place]")}
    assert {item.id for item in told.items} >= {"ENV-1", "KEY-1", "TOTP-1", "KIT-1"}
