"""What is found out about all worlds of a line at once is what every way, walked by itself, comes to."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from support import packet_brute_force as brute
from support.packet_companies import packets_of, shipped
from support.procedure_mutants import mutants

from runbook.knowledge.procedure import Procedure
from runbook.knowledge.procedure_file import load_procedure
from runbook.packets import Packet, cases_of, packet_of
from runbook.packets.numbered import numbered
from runbook.packets.proof import _Walk
from runbook.packets.reach import Reach, reach_if_closing
from runbook.resources import templates_dir

SAMPLE = 14


def walked(packet: Packet, procedure: Procedure) -> Reach | None:
    walk = _Walk(numbered(packet, procedure.facts))
    return None if list(walk.gaps()) else walk.reach


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped()))
def test_of_packets_that_close_both_come_to_the_same_lines(name: str) -> None:
    procedure = load_procedure(templates_dir())
    for packet in packets_of(shipped()[name]):
        reach = reach_if_closing(numbered(packet, procedure.facts))
        assert reach == walked(packet, procedure), packet.case.slug
        assert reach


@pytest.mark.slow
def test_of_wrong_procedures_both_say_of_the_same_packets_that_they_do_not_close(tmp_path: Path) -> None:
    text = (templates_dir() / "procedure.yaml").read_text("utf-8")
    everything = list(mutants(dict(brute.parsed(text))))
    verdicts = set()
    for mutant in random.Random(31).sample(everything, SAMPLE):  # noqa: S311  a test repeats
        (tmp_path / "procedure.yaml").write_text(json.dumps(mutant.tree), "utf-8")
        try:
            procedure = load_procedure(tmp_path)
        except ValueError:
            continue
        organisation = shipped()["minimal"]
        here = procedure.for_organisation(organisation)
        for case in cases_of(organisation, here):
            packet = packet_of(case, organisation, here)
            if not packet.close:  # has no line to stop at, so nothing that could be numbered
                continue
            reach = reach_if_closing(numbered(packet, procedure.facts))
            assert reach == walked(packet, procedure), (mutant.kind, mutant.name, case.slug)
            verdicts.add(reach is None)
    assert verdicts == {True, False}
