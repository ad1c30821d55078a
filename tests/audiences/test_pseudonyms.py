from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
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


def test_lines_have_the_same_numbers_on_both_papers() -> None:
    of = shipped()["full"]
    onward = onward_of(packets_of(of), of)
    told = pseudonyms(of).onward(onward)
    assert list(told.packets) == list(onward.packets)
    for slug, packet in onward.packets.items():
        assert [line.number for line in told.packets[slug].lines] == [line.number for line in packet.lines], slug
        assert told.packets[slug].stop.number == packet.stop.number


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
