"""Records as a page would export them: a sheet filled in from the first step to the last, and edits of that."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from runbook.assessment import THAT_REFUSE
from runbook.building import prepare
from runbook.clock import Clock
from runbook.packets import Packet
from runbook.sheets.sets import word_set
from support.config_texts import in_memory
from support.organisations import ISSUED_ON, ORGANISATIONS

FULL = ORGANISATIONS["full"]
SHEET = "21-own-root-111122223333"
START = datetime.fromisoformat("2026-11-24T03:02:00+09:00")
SEALS = {"E-0031": "TEB-004515", "E-0042": "TEB-004516", "E-0041": "TEB-004517", "K-0102": "TEB-004518"}
DRILL = f"""
record: {SHEET}
code: F65X-98GK-G   # whatever it is
language: en
kind: drill
day: 2026-11-24
begun: "23:50"
ended: 02:10
people: {{SM: mori, DS: suzuki}}
operator: [mori]
task: restore-iam-permissions
approvals:
  - {{person: sato, answer: yes, at: 23:55}}
  - {{person: tanaka, answer: yes, at: 23:56}}
  - {{person: kato, answer: no}}
times:
  B-03: 23:57
  B-28: 00:20
  B-35: 00:40
  B-46: 00:50
seals:
  E-0031: {{old: TEB-004512, new: TEB-004515}}
left_out: {{B-34: "No task in a drill"}}
notes:
  B-12: "The battery was low"
"""
"""The packet of the example as somebody types it from paper."""
Raw = dict[str, Any]


def moment(minutes: int) -> str:
    """So many minutes after the start, as a page keeps it."""
    return (START + timedelta(minutes=minutes)).isoformat()


@cache
def _paper(sheet: str, language: str, text: str) -> tuple[str, Packet | None]:
    case = prepare(in_memory(text), clock=Clock(day=ISSUED_ON), rules=THAT_REFUSE)
    view = next(view for view in case.views if view.language.code == language)
    found = next(each for each in view.sheets if each.name == sheet)
    [worded] = word_set(view, case.templates, found)
    return worded.code, view.onward.packets.get(found.slug)


def packet_of(sheet: str = SHEET, language: str = "en", text: str = FULL.read_text("utf-8")) -> Packet:
    """The packet that a sheet is of."""
    packet = _paper(sheet, language, text)[1]
    assert packet is not None
    return packet


@cache
def _text(sheet: str, language: str, text: str) -> str:
    code, packet = _paper(sheet, language, text)
    assert packet is not None
    steps: list[Raw] = []
    detour = {row.first.number for section in packet.detours for row in section.rows}
    for section in packet.sections:
        for row in section.rows:
            number, at = row.first.number, len(steps)
            done = number not in detour
            steps.append(
                {
                    "id": number,
                    "n": at + 1,
                    "done": done,
                    "at": moment(at + 10) if done else None,
                    "initials": ("DS" if at % 2 else "SM") if done else None,
                    "skipped": None,
                }
            )
    # Done in one order, listed in that of the paper: what brings home what a detour fetched stands behind the detours.
    by_number = {each["id"]: each for each in steps}
    on_paper = (row.first.number for section in packet.on_paper for row in section.rows)
    steps = [by_number[number] | {"n": place} for place, number in enumerate(on_paper, 1)]
    things = {line.thing.item.id: line.thing.item for line in packet.lines if line.thing}
    fields: list[Raw] = [
        {"step": None, "id": "approvals.sato.yes", "value": "yes"},
        {"step": None, "id": "approvals.sato.time", "value": moment(1)},
        {"step": None, "id": "approvals.sato.initials", "value": "SM"},
        {"step": None, "id": "approvals.tanaka.yes", "value": "yes"},
        {"step": None, "id": "approvals.tanaka.time", "value": moment(2)},
        {"step": None, "id": "approvals.kato.yes", "value": "no"},
        {"step": None, "id": "team.operator.mori", "value": True},
        *(
            {"step": None, "id": f"things.{name}.new_seal", "value": number}
            for name, number in SEALS.items()
            if name in things
        ),
    ]
    record = {
        "format": "runbook-record",
        "version": 1,
        "tool": "runbook 0.1.0",
        "company": {"en": "Sample Trading K.K.", "ja": "サンプル商事株式会社"}[language],
        "sheet": {"name": sheet, "title": "21", "code": code, "edition": None, "language": language},
        "packet": packet.case.kind.id,
        "account": packet.case.subject.id if packet.case.subject else None,
        "kind": "drill",
        "started": moment(0),
        "ended": moment(len(steps) + 30),
        "zone": "Asia/Tokyo",
        "people": [{"initials": "SM", "name": "Sakura Mori"}, {"initials": "DS", "name": "Daisuke Suzuki"}],
        "steps": steps,
        "fields": fields,
        "plan": [{"id": "plan.task", "value": "restore-iam-permissions"}],
        "deviations": [],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def record(sheet: str = SHEET, language: str = "en", text: str = FULL.read_text("utf-8")) -> Raw:
    """A packet of the example that was followed to its end, every step of main and closing part done."""
    made = json.loads(_text(sheet, language, text))
    assert isinstance(made, dict)
    return made


def step(record: Raw, number: str) -> Raw:
    """A step of a record."""
    return next(each for each in record["steps"] if each["id"] == number)


def field(record: Raw, name: str) -> Raw:
    """A field of a record."""
    return next(each for each in record["fields"] if each["id"] == name)


def note(record: Raw, number: str, text: str = "It was so.") -> Raw:
    """The record with a note at a step."""
    record["deviations"].append({"step": number, "at": None, "by": None, "text": text})
    return record


def explained(record: Raw) -> Raw:
    """The record with a note at every step that was done."""
    for each in record["steps"]:
        if each["done"]:
            note(record, each["id"], "It was so, because of the storm.")
    return record


def written(folder: Path, record: Raw, name: str = "record.json") -> Path:
    """The file of a record, as a page writes it."""
    path = folder / name
    path.write_text(json.dumps(copy.deepcopy(record), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path
