"""Every packet of every company closes: all combinations of what decides a packet, and companies made up at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import packet_brute_force as brute
from support import packet_companies as companies
from support.organisations import knowledge
from support.packet_companies import Frame, Keys, all_frames, all_keys, company, packet, packets_of, shipped
from support.thoroughness import ALL

from runbook.organisation import Organisation
from runbook.packets import Gap, packet_of, prove
from runbook.packets.facts import Fact
from runbook.packets.proof import Kind
from runbook.resources import templates_dir

FACTS = knowledge().procedure.facts
TEXT = (templates_dir() / "procedure.yaml").read_text("utf-8")
PIECES = 8
# With everything: all of one device, and so many of two and three; a company of three devices takes a second.
ONE, SEVERAL = (None, 1600) if ALL else (16, 2)
FRAMES = None if ALL else 24


def gaps(organisation: Organisation) -> list[Gap]:
    return [gap for found in packets_of(organisation) for gap in prove(found, FACTS)]


def unmoved(organisation: Organisation) -> set[str]:
    """Items with a key that no line of any packet takes up or reads."""
    keys = {item.id for item in organisation.items if item.keys}
    return keys - {line.thing.item.id for found in packets_of(organisation) for line in found.lines if line.thing}


def check(organisation: Organisation, said: object) -> None:
    assert gaps(organisation) == [], said
    assert unmoved(organisation) == set(), said


def sample(everything: list[Keys], count: int | None) -> list[Keys]:
    dice = random.Random(29)  # noqa: S311  a test repeats
    return everything if count is None else dice.sample(everything, count)


def combinations() -> list[Keys]:
    one = list(all_keys(1))
    several = [keys for keys in all_keys(3) if len(keys.devices) > 1]
    return [*sample(one, ONE), *sample(several, SEVERAL)]


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_every_combination_of_keys_closes(piece: int) -> None:
    for keys in combinations()[piece::PIECES]:
        check(company(keys), keys)


def framed() -> Iterator[tuple[Keys, Frame]]:
    """Every frame, with keys that change from one to the next."""
    kinds = list(
        product(
            ("envelope", "vault-entry", None), (("security-key",), ("key-with-pin", "totp-token"), ("vault-entry",))
        )
    )
    frames = list(all_frames())
    random.Random(29).shuffle(frames)  # noqa: S311  a test repeats
    for number, frame in enumerate(frames[:FRAMES]):
        password, devices = kinds[number % len(kinds)]
        mailbox, phone = companies.MAILBOXES[number % 4], companies.PHONES[number % 3]
        places, kit = companies.DEVICE_PLACES[number % 3], companies.KITS[number % 3]
        yield Keys(password, devices, places, kit, mailbox, phone), frame


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_every_frame_closes(piece: int) -> None:
    for keys, frame in list(framed())[piece::PIECES]:
        check(company(keys, frame), (keys, frame))


KEYS = st.builds(
    Keys,
    st.sampled_from(companies.PASSWORDS),
    st.lists(st.sampled_from(companies.DEVICES), max_size=1).map(tuple),
    st.sampled_from(companies.DEVICE_PLACES),
    st.sampled_from(companies.KITS),
    st.sampled_from(companies.MAILBOXES),
    st.sampled_from(companies.PHONES),
)
FRAMES_AT_RANDOM = st.sampled_from(list(all_frames()))
PLACES = ("safe-a", "safe-b", "far", "vault")


@st.composite
def moved_about(draw: st.DrawFn) -> Organisation:
    """A company whose things lie anywhere, and hold any of the keys that its accounts need, several at once too."""
    organisation = company(draw(KEYS), draw(FRAMES_AT_RANDOM))
    items = []
    for item in organisation.items:
        place = draw(st.sampled_from(PLACES[:3] if item.kind == "kit" else PLACES))
        more = draw(st.sampled_from(((), ("mailbox",), ("phone",)))) if item.kind in ("phone", "tablet") else ()
        holds = tuple(dict.fromkeys((*item.keys, *(() if item.emergency_role else more))))
        items.append(replace(item, place=place, holds=holds or None))  # type: ignore[arg-type]
    return replace(organisation, items=tuple(items))


@settings(
    max_examples=400 if ALL else 10,
    deadline=None,
    phases=(Phase.generate,),
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(moved_about())
def test_a_company_with_its_things_anywhere_closes(organisation: Organisation) -> None:
    assert gaps(organisation) == []


@pytest.mark.parametrize("name", list(shipped()))
def test_the_companies_close(name: str) -> None:
    assert gaps(shipped()[name]) == []


@pytest.mark.parametrize("name", ["minimal", "awkward", "vault", "bags"])
def test_both_provers_find_nothing_in_the_companies(name: str) -> None:
    for found in packets_of(shipped()[name]):
        assert brute.walk(found, TEXT) == frozenset()


def test_a_gap_says_the_shortest_way_that_shows_it() -> None:
    organisation = company(Keys())
    found = packet(organisation, "own-root")
    procedure = knowledge().procedure.for_organisation(organisation)
    open_ended = replace(found.case.kind, close=tuple(p for p in found.case.kind.close if p != "bring-home"))
    broken = packet_of(replace(found.case, kind=open_ended), organisation, procedure)
    left = {str(gap.fact): gap for gap in prove(broken, FACTS)}
    assert {"out(PW)", "out(MFA0)", "home(PW)", "home(MFA0)"} <= {*left}
    assert left["out(PW)"].kind is Kind.LEFT
    assert left["out(PW)"].line == "B-08"
    assert left["out(PW)"].way == ("B-08 wrong",)
    assert left["home(PW)"].kind is Kind.GONE


def test_a_packet_that_never_fetches_the_device_is_no_way_in() -> None:
    organisation = company(Keys())
    procedure = knowledge().procedure.for_organisation(organisation)
    phases = tuple(replace(phase, parts=("password",)) if phase.id == "fetch" else phase for phase in procedure.phases)
    found = packet_of(packet(organisation, "own-root").case, organisation, replace(procedure, phases=phases))
    assert Gap(found.case.slug, Kind.NEEDS, "B-26", Fact("out", "MFA0")) in prove(found, FACTS)
