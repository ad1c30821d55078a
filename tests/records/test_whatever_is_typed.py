"""Whatever stands in a record that has the right form: it is judged, with a sentence and a place for each finding."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.organisations import LANGUAGES, knowledge, sentences
from support.records import FULL, Raw, record, written

from runbook.assessment import read_file
from runbook.config import load_config
from runbook.editions import EMPTY
from runbook.errors import EvidenceError, SecretFoundError
from runbook.organisation.terms import in_office
from runbook.records.examination import Examination
from runbook.records.judging import day_of, findings, kind_of, tasks_of
from runbook.records.paper import Basis, paper_of
from runbook.records.reading import read_record
from runbook.records.store import NONE

DAY = date(2026, 11, 29)
TEXTS = (
    "x",
    " ",
    "{step}",
    "{0}",
    "%s",
    "B-01",
    "yes",
    "no",
    "TEB-004515",
    "\u3000",
    "due.drill.9999-99-99",
    "a.b.c.d",
)
MOMENTS = ("2000-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00", "2026-11-24T03:12:00+09:00")
IDS = (
    *("approvals.", "approvals.sato.yes", "approvals..yes", "approvals.another.decision", "approvals.sato.time"),
    *(
        "things..new_seal",
        "things.E-0031.new_seal",
        "team.operator.",
        "team.operator.mori.deputy",
        "due..",
        "due.drill.",
    ),
    *("record.deviation", "present.operator.name", "plan.task", ".", "..initials", "written_by"),
)


def mutated(raw: Raw, chance: random.Random) -> Raw:  # noqa: C901  one case for each place
    """The record with some values replaced by others of their kind."""
    for _ in range(chance.randrange(1, 12)):
        steps, fields = raw["steps"], raw["fields"]
        one = chance.choice(steps) if steps else {}
        match chance.randrange(10):
            case 0:
                one["at"] = chance.choice((None, *MOMENTS))
            case 1:
                one["initials"] = chance.choice((None, "", *TEXTS))
            case 2:
                one["skipped"] = chance.choice((None, "", *TEXTS))
            case 3:
                one["done"] = not one.get("done")
            case 4:
                chance.shuffle(steps) if chance.random() < 0.2 else steps[:] and steps.pop(chance.randrange(len(steps)))
            case 5:
                step = chance.choice((None, "B-01", "Z-99", "{x}"))
                fields.append(
                    {"step": step, "id": chance.choice(IDS), "value": chance.choice((True, *TEXTS, *MOMENTS))}
                )
            case 6:
                raw["people"].append(
                    {"initials": chance.choice(TEXTS), "name": chance.choice(("", "Ken Kato", *TEXTS))}
                )
            case 7:
                raw[chance.choice(("started", "ended"))] = chance.choice(MOMENTS)
            case 8:
                note = {"step": chance.choice(("B-03", *TEXTS)), "at": chance.choice((None, *MOMENTS))}
                raw["deviations"].append({**note, "by": chance.choice((None, *TEXTS)), "text": chance.choice(TEXTS)})
            case _:
                raw["plan"] = [{"id": "plan.task", "value": chance.choice((True, "close-account", *TEXTS))}]
    return raw


@pytest.mark.slow
def test_every_record_of_the_right_form_is_judged(tmp_path: Path) -> None:
    chance = random.Random(20261129)  # noqa: S311  choices, not secrets
    whole, source = read_file(FULL).organisation, load_config(FULL)
    first = read_record(written(tmp_path, record())).record
    present = in_office(whole, day_of(first, whole))
    basis = Basis(source, present, knowledge(), EMPTY, date(2026, 11, 24))
    paper, rules, read = paper_of(first, basis), set(), 0
    for turn in range(300):
        raw = mutated(json.loads(json.dumps(record())), chance)
        try:
            file = read_record(written(tmp_path, raw))
        except (EvidenceError, SecretFoundError):
            continue
        read += 1
        of_turn = replace(paper, steps=paper.steps if turn % 3 else None, packet=paper.packet if turn % 3 else None)
        examined = Examination(file.record, of_turn, whole, present, NONE, knowledge(), date(2026, 11, 24), DAY)
        found = list(findings(examined))
        for problem in file.located(each.fault for each in found):
            assert problem.line > 0
            assert all(all(sentences(problem, language)) for language in LANGUAGES)
        rules |= {each.fault.rule for each in found}
        assert tasks_of(examined).keys() <= {"drill"}
        assert kind_of(examined).value == "drill"
        day_of(file.record, whole)
    assert read > 200
    assert len(rules) > 20, sorted(rules)
