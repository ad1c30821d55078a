"""The proof notices wrong procedures: one slip at a time in the shipped file, and what a second prover says to each."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import packet_brute_force as brute
from support.packet_companies import shipped
from support.procedure_mutants import Mutant, mutants
from support.thoroughness import ALL

from runbook.knowledge.procedure import Procedure
from runbook.knowledge.procedure_file import load_procedure
from runbook.organisation import Organisation
from runbook.packets import Packet, cases_of, packet_of, prove
from runbook.packets.proof import Kind
from runbook.resources import templates_dir

TEXT = (templates_dir() / "procedure.yaml").read_text("utf-8")
COMPANIES = ("minimal", "vault", "bags", "awkward", "full") if ALL else ("minimal", "vault", "bags")
SAMPLE = 16
# Of every kind of slip, at least so many of a hundred are noticed; see docs/proof.md for those that are not.
FLOORS = {
    "step removed": 55,
    "steps swapped": 12,
    "need dropped": 0,
    "effect dropped: gives": 50,
    "effect dropped: ends": 65,
    "only dropped": 10,
    "unless dropped": 0,
    "fork elsewhere": 30,
    "part forgotten": 40,
    "phase not closed": 45,
    "phase not done": 20,
}


@cache
def every_mutant() -> tuple[Mutant, ...]:
    return tuple(mutants(dict(brute.parsed(TEXT))))


def loaded(mutant: Mutant, folder: Path) -> Procedure | None:
    """The wrong procedure, None if reading refuses it."""
    (folder / "procedure.yaml").write_text(json.dumps(mutant.tree), "utf-8")
    try:
        return load_procedure(folder)
    except ValueError:
        return None


def packets(organisation: Organisation, procedure: Procedure) -> Iterator[Packet]:
    here = procedure.for_organisation(organisation)
    return (packet_of(case, organisation, here) for case in cases_of(organisation, here))


@cache
def shipped_packets() -> dict[str, dict[str, Packet]]:
    right = load_procedure(templates_dir())
    return {
        name: {found.case.slug: found for found in packets(organisation, right)}
        for name, organisation in shipped().items()
        if name in COMPANIES
    }


def is_noticed(mutant: Mutant, folder: Path) -> bool:
    procedure = loaded(mutant, folder)
    if procedure is None:
        return True
    for name in COMPANIES:
        for found in packets(shipped()[name], procedure):
            right = shipped_packets()[name].get(found.case.slug)
            if right and right.sections == found.sections and right.case.kind == found.case.kind:
                continue
            if prove(found, procedure.facts):
                return True
    return False


@pytest.mark.sweep
@pytest.mark.skipif(not ALL, reason="only counts when all are tried")
def test_so_many_wrong_procedures_are_noticed(tmp_path: Path) -> None:
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for mutant in every_mutant():
        tried[mutant.kind] += 1
        noticed[mutant.kind] += is_noticed(mutant, tmp_path)
    assert {*tried} == {*FLOORS}
    assert {kind: share for kind, share in FLOORS.items() if noticed[kind] * 100 < share * tried[kind]} == {}, noticed


# Slips that would leave something open, lose something, or not let people in; each is noticed by itself.
HURTS = (
    "fetch password",
    "fetch mfa",
    "fetch kit",
    "fetch-for-reset mfa",
    "sign-in password",
    "sign-in mfa",
    "sign-in pin",
    "bring-home password",
    "bring-home mfa",
    "close password",
    "own-root bring-home",
    "own-root close",
    "bring-home B-54",
    "bring-home B-55",
    "bring-home B-56",
    "close B-46",
    "close B-49",
    "fetch B-10",
    "sign-in B-24",
    "B-08 home(it)",
    "B-10 open(here)",
    "B-44 password-read",
    "B-04 announced",
    "B-82 saved",
)


@pytest.mark.sweep
def test_slips_that_would_hurt_somebody_are_noticed(tmp_path: Path) -> None:
    assert [
        (mutant.kind, mutant.name)
        for mutant in every_mutant()
        if mutant.name in HURTS and mutant.kind != "need dropped" and not is_noticed(mutant, tmp_path)
    ] == []


@pytest.mark.sweep
def test_a_second_prover_says_the_same_of_wrong_procedures(tmp_path: Path) -> None:
    dice = random.Random(29)  # noqa: S311  a test repeats
    some = every_mutant() if ALL else dice.sample(every_mutant(), SAMPLE)
    found_wrong = 0
    for mutant in some:
        procedure = loaded(mutant, tmp_path)
        if procedure is None:
            continue
        text = json.dumps(mutant.tree)
        for name in ("minimal", "vault"):
            for found in packets(shipped()[name], procedure):
                found_wrong += compare(found, procedure, text, mutant)
    assert found_wrong


def compare(found: Packet, procedure: Procedure, text: str, mutant: Mutant) -> bool:
    """The same at END; what no step finds, also. The straight way is asked for more, and by the first alone."""
    second = {(one.kind, one.line, one.fact) for one in brute.walk(found, text)}
    first = set()
    for gap in prove(found, procedure.facts):
        first.add((gap.kind.value, gap.line if gap.kind is Kind.NEEDS else "", str(gap.fact)))
    assert second <= first, (mutant.kind, mutant.name, second - first)
    more = {kind for kind, _, fact in first - second if kind != Kind.LEFT or not fact.endswith("-owed")}
    assert more <= {Kind.NEEDS, Kind.NEVER, Kind.BOTH}, (mutant.kind, mutant.name, first - second)
    return bool(second)
