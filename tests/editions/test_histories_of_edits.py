"""A random history of real edits of the config: `verify` is right for every code that was ever issued."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.config_texts import ENGLISH, changed, in_memory

from runbook.building import draft
from runbook.clock import Clock
from runbook.editions import EMPTY, Approval, Register, read_register, register_text
from runbook.editions.answers import Current, SheetPaper, Superseded, Upcoming
from runbook.editions.typed_codes import Typed
from runbook.editions.verification import verify
from runbook.issuing import propose
from runbook.knowledge.sheets import SheetName

# A code is of one language, whichever it is, and of one sheet, however many there are.
COMPANY = f"""{ENGLISH}
contacts: [{{name: Guard, kind: inside, phone: "+81 3 0000 0024", note: Extension 9.}}]
rotation: {{recovery_drill: {{every: P1Y}}}}
"""
EDITS = [
    ("{person: kato, from: 2026-04-01}", "{person: mori, from: 2026-04-01}"),
    ("seal: TEB-000001", "seal: TEB-000099"),
    ("Extension 9.", "Extension 7."),
    ('value: "+81 90 0000 0004"', 'value: "+81 90 0000 0044"'),
    ("opened_by: [[suzuki, sato]]", "opened_by: [[suzuki, kato]]"),
    ("name: 金庫B", "name: 金庫C"),
    ('{sheet: "*", place: safe-b}', "{sheet: contacts, place: safe-b}"),
    ("recovery_drill: {every: P1Y}", "recovery_drill: {every: P6M}"),
]
STEPS = 7


@pytest.mark.sweep
@pytest.mark.parametrize("seed", [1, 2])
def test_verify_is_right_for_every_code_of_a_random_history(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  edits, not secrets
    register, day, done = EMPTY, date(2026, 12, 1), set[int]()
    in_force: list[tuple[date, dict[SheetName, str]]] = []
    for _ in range(STEPS):
        done ^= {chance.randrange(len(EDITS))}  # an edit that is done again is undone: codes come back
        text = COMPANY
        for number in done:
            text = changed(*EDITS[number], text)
        drafted = draft(in_memory(text), clock=Clock(day))
        edition = propose(drafted, register, register.latest)
        approvals = tuple(Approval(person, {"en": person}, edition.code) for person in ("sato", "mori"))
        sheets = {name: replace(sheet, pages=sheet.pages or 1) for name, sheet in edition.sheets.items()}
        register = Register((*register.editions, replace(edition, approvals=approvals, sheets=sheets)))
        in_force.append((day, dict(drafted.codes)))
        day += timedelta(days=chance.randint(1, 20))
    assert read_register(register_text(register)) == register
    for edition in register.editions[1:]:
        assert edition.changes["en"] or edition.code in {
            other.code for other in register.editions[: edition.number - 1]
        }
    every = {(name, code) for _, codes in in_force for name, code in codes.items()}
    assert len(every) > len(in_force[0][1])
    for today, codes in in_force:
        for name, code in every:
            answer = verify(Typed(code), register, today)
            later = any(known[name] == code for other, known in in_force if other > today)
            expected = Current if codes[name] == code else Upcoming if later else Superseded
            assert isinstance(answer, expected)
            assert isinstance(answer.paper, SheetPaper)
            assert answer.paper.name == name
            if isinstance(answer, Superseded):
                last = max(other for other, known in in_force if known[name] == code)
                following = next((other, known[name]) for other, known in in_force if other > last)
                assert (answer.by.effective, answer.successor.code) == following
