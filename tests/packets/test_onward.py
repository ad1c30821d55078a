"""From packet to packet: nobody is sent round in a circle, and nobody to a packet that needs what is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import pytest
from support.config_texts import in_memory
from support.organisations import ISSUED_ON, ORGANISATIONS, ROOT, knowledge
from support.packet_companies import EMERGENCY, Frame, all_keys, company

from runbook.assessment import read_config
from runbook.errors import RenderingRefusedError
from runbook.knowledge.procedure import ASK_AWS, ASK_AWS_MFA, Procedure
from runbook.knowledge.procedure_file import load_procedure
from runbook.organisation import Organisation
from runbook.organisation.terms import in_office
from runbook.packets.onward import Circle, Onward
from runbook.packets.packet import Packet
from runbook.packets.proving import onward_of, packets_of, proved

PROCEDURE = (ROOT / "templates" / "procedure.yaml").read_text("utf-8")
FILES = {**ORGANISATIONS, "alone": ROOT / "tests" / "support" / "alone.yaml"}
PAYER = "111122223333"


@cache
def organisation(name: str) -> Organisation:
    return in_office(read_config(in_memory(FILES[name].read_text("utf-8")), knowledge()).organisation, ISSUED_ON)


def ways(name: str, procedure: Procedure | None = None) -> Onward:
    found = organisation(name)
    return onward_of(packets_of(found, procedure or knowledge().procedure), found)


def led(onward: Onward, packet: Packet, fails: str) -> set[str]:
    """Where the forks of a packet about something that fails lead to afterwards: kinds of packets, or forms of AWS."""
    forks = (fork for line in packet.lines for fork in line.step.forks if fork.fails == fails)
    after = (onward.after(packet, fork) for fork in forks)
    return {to if isinstance(to, str) else to.case.kind.id for to in after if to is not None}


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_sent_round_in_a_circle(name: str) -> None:
    assert ways(name).circle() is None


@pytest.mark.slow
@pytest.mark.parametrize("route", ["safe", "gov-kept", "sealed"])
def test_nor_whatever_the_keys_are(route: str) -> None:
    """Every 211th of all combinations of keys with one device at most, with each kind of emergency user in turn."""
    chosen = tuple(zip(islice(all_keys(1), None, None, 211), cycle(EMERGENCY), strict=False))
    assert len(chosen) > 20
    for keys, emergency in chosen:
        found = company(keys, Frame(route, emergency=emergency))
        assert onward_of(packets_of(found, knowledge().procedure), found).circle() is None, (keys, emergency)


@pytest.fixture
def with_procedure(tmp_path: Path) -> Callable[[str, str], Procedure]:
    """The shipped procedure with one text replaced wherever it stands."""

    def load(old: str, new: str) -> Procedure:
        assert old in PROCEDURE
        (tmp_path / "procedure.yaml").write_text(PROCEDURE.replace(old, new), "utf-8")
        return load_procedure(tmp_path)

    return load


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        (
            "minimal",  # whoever comes from the alert with a broken seal finds it broken again
            "once: true, ",
            "",
            Circle((f"own-root-{PAYER}", "alert", f"own-root-{PAYER}"), ()),
        ),
        (
            "full",  # without mail no password is reset, and without the password no address is changed
            ", lost: mailbox",
            "",
            Circle(
                (f"lost-password-{PAYER}", f"lost-mailbox-{PAYER}", f"lost-password-{PAYER}"), ("mailbox", "password")
            ),
        ),
        (
            "alone",
            ", lost: mailbox",
            "",
            Circle((f"lost-mailbox-{PAYER}", f"lost-mfa-{PAYER}", f"lost-mailbox-{PAYER}"), ("mailbox", "mfa")),
        ),
    ],
)
def test_a_circle_is_found_and_told_with_what_fails_on_the_way(
    with_procedure: Callable[[str, str], Procedure], name: str, old: str, new: str, found: Circle
) -> None:
    circle = ways(name, with_procedure(old, new)).circle()
    assert circle is not None
    assert circle.packets[0] == circle.packets[-1]
    assert (set(circle.packets), circle.fails) == (set(found.packets), found.fails)


def test_paper_is_refused_that_leads_in_a_circle(with_procedure: Callable[[str, str], Procedure]) -> None:
    with pytest.raises(RenderingRefusedError) as refused:
        proved(organisation("minimal"), with_procedure("once: true, ", ""))
    [problem] = refused.value.problems
    assert problem.rule == "packets-in-a-circle"
    assert dict(problem.values) == {
        "way": f"own-root-{PAYER} → alert → own-root-{PAYER}",
        "fails": "-",
    }


@pytest.mark.parametrize("name", FILES)
def test_a_fork_leads_to_no_packet_that_needs_what_its_own_is_there_to_replace(name: str) -> None:
    onward = ways(name)
    packets = {packet.case.kind.id: packet for packet in onward.packets.values() if packet.case.subject}
    assert led(onward, packets["lost-mailbox"], "password") == {ASK_AWS}
    assert led(onward, packets["lost-mailbox"], "mfa") == {ASK_AWS_MFA}
    assert led(onward, packets["own-root"], "password") == {"lost-password"}
    assert led(onward, packets["own-root"], "mfa") == {"lost-mfa"}
    # The mailbox may come back by itself, whatever else is lost.
    for kind in ("own-root", "lost-mfa", "lost-password"):
        assert led(onward, packets[kind], "mailbox") == {"lost-mailbox"}, kind


def test_what_an_emergency_user_cannot_do_root_of_its_account_does() -> None:
    onward = ways("full")
    found = {
        packet.case.role.account: led(onward, packet, "emergency") | led(onward, packet, "mfa")
        for packet in onward.packets.values()
        if packet.case.role is not None
    }
    assert found == {PAYER: {"own-root"}, "222233334444": {"bring-back"}, "333344445555": {"bring-back"}}


def test_every_means_that_can_be_lost_has_its_packet() -> None:
    """What fails at a fork is what the packet is there for that it leads to first."""
    lost = {kind.id: kind.lost for kind in knowledge().procedure.cases if kind.lost}
    seen = set()
    for step in knowledge().procedure.steps():
        for fork in step.forks:
            if fork.fails and fork.then[0] in lost:
                seen.add(fork.fails)
                assert lost[fork.then[0]] == fork.fails, (step.id, fork.id)
    assert seen == {"password", "mfa", "mailbox", "phone"}


@pytest.mark.parametrize("name", FILES)
def test_what_brings_something_back_does_not_need_it(name: str) -> None:
    onward = ways(name)
    assert {packet.case.kind.lost for packet in onward.packets.values()} > {None, "mfa", "mailbox"}
    assert onward.in_vain == ()


def test_a_packet_that_needs_what_it_brings_back_is_refused(with_procedure: Callable[[str, str], Procedure]) -> None:
    wrong = with_procedure('number: "31", lost: mfa', 'number: "31", lost: password')
    assert ways("minimal", wrong).in_vain == (f"lost-mfa-{PAYER}",)
    with pytest.raises(RenderingRefusedError) as refused:
        proved(organisation("minimal"), wrong)
    assert ("packet-in-vain", (("lost", "password"),)) in [(one.rule, one.values) for one in refused.value.problems]
