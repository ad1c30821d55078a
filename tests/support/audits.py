"""A company with a past: editions, entries of the records and a result of reconcile, all invented."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from runbook.assessment import read_file
from runbook.audit.facts import AuditFacts
from runbook.audit.period import Period
from runbook.audit.reconciled import Reconciled
from runbook.config import Reading
from runbook.editions import EMPTY, Approval, Register, register_text
from runbook.editions.facts import facts
from runbook.knowledge.audit import AuditKnowledge, load_audit
from runbook.records.facts import CLOSES
from runbook.records.snapshots import FORM, SUBJECT
from runbook.records.store import NONE, Entry, Kind, Records, records_text
from support.histories import issued
from support.organisations import ORGANISATIONS, knowledge
from support.records import SHEET, record

TODAY = date(2026, 11, 29)
YEAR = Period(date(2026, 1, 1), TODAY)
FORMER = "Goro Ishida"
"""Somebody who left: in no config, only in an edition and an entry of before."""
OLD_SEAL = "TEB-004401"
OLD_PHONE = "+81 90 0000 0099"
ROUTINE_TASK = "seal_check"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T")
TORN = {"format": "runbook-form", "record": "finding", "found": f"The bag is torn, {FORMER} has seen it"}


@cache
def reading(organisation: str = "full") -> Reading:
    """One of the three organisations, read."""
    return read_file(ORGANISATIONS[organisation])


@cache
def _audit() -> AuditKnowledge:
    known = knowledge()
    return load_audit(known.folder, known.aws)


def edition(
    register: Register,
    day: date,
    *,
    reason: str = "Yearly review",
    known: Mapping[str, str] | None = None,
    by: tuple[str, ...] = ("sato", "tanaka"),
) -> Register:
    """The register with one more edition, issued and in force on a day, with facts of a company."""
    longer = issued(register, {"ja/00-register": f"words {day}", "en/02-approvers": f"words {day}"}, day, reason=reason)
    last = longer.editions[-1]
    names = {"sato": "Hanako Sato", "tanaka": "Yoko Tanaka", "kato": "Ken Kato", "ishida": FORMER}
    approvals = tuple(Approval(person, {"en": names[person], "ja": names[person]}, last.code) for person in by)
    made = replace(last, issued_on=day, reason=reason, approvals=approvals, facts=known or last.facts)
    return Register((*longer.editions[:-1], made))


def entry(  # noqa: PLR0913  each is a field of an entry
    kind: Kind,
    day: date,
    *,
    raw: dict[str, Any] | None = None,
    seals: Mapping[str, str] | None = None,
    tasks: tuple[str, ...] = (),
    corrects: int | None = None,
    people: tuple[str, ...] = ("mori", "suzuki"),
    subject: str = SHEET[3:],
) -> Entry:
    """An entry as `runbook record` would keep it; its record is the packet of the example, followed on the day."""
    return Entry(
        number=1,
        kind=kind,
        day=day,
        subject=subject,
        taken_on=day + timedelta(days=1),
        corrects=corrects,
        tasks=dict.fromkeys(tasks, day),
        seals=dict(seals or {}),
        people=people,
        record=moved(record(), day) if raw is None else raw,
    )


def moved(raw: dict[str, Any], day: date) -> dict[str, Any]:
    """A record with every moment on another day, as far from the first as before."""
    start = datetime.fromisoformat(raw["started"])
    shift = datetime.combine(day, start.timetz()) - start

    def later(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: later(each) for key, each in value.items()}
        if isinstance(value, list):
            return [later(each) for each in value]
        if isinstance(value, str) and _MOMENT.match(value):
            return (datetime.fromisoformat(value) + shift).isoformat()
        return value

    moved_record = later(raw)
    assert isinstance(moved_record, dict)
    return moved_record


def kept(*entries: Entry) -> Records:
    """Entries as the store holds them."""
    records = NONE
    for each in entries:
        records = records.added(each)
    return records


def past() -> tuple[Register, Records]:
    """Two editions, the first approved by somebody who left; a use, a drill, a check, a recovery, a correction."""
    now = facts(reading().organisation)
    before = dict(now) | {
        "people/ishida/id": "ishida",
        "people/ishida/name/en": FORMER,
        "people/ishida/name/ja": "石田 五郎",
        "people/ishida/contacts/1/value": OLD_PHONE,
        "approvers/members/ishida/person": "ishida",
        "approvers/members/ishida/start": "2025-04-01",
        "items/E-0031/seal": OLD_SEAL,
    }
    before = {key: value for key, value in before.items() if not key.startswith("accepted_risks/drills")}
    register = edition(Register(), date(2026, 2, 1), reason="First edition", known=before, by=("sato", "ishida"))
    register = edition(register, date(2026, 6, 1), reason=f"{FORMER} leaves, Tanaka comes", known=now)
    use = moved(record(), date(2026, 5, 10))
    use["fields"] = [{**each, "id": each["id"].replace("tanaka", "ishida")} for each in use["fields"]]
    use["plan"] += [
        {"id": "plan.reason", "value": "Everybody was locked out"},
        {"id": "plan.ticket", "value": "OPS-77"},
    ]
    use["deviations"].append({"step": "B-04", "at": None, "by": None, "text": f"{FORMER} was called twice."})
    wrong = entry(Kind.USE, date(2026, 9, 3), seals={"E-0031": "TEB-004599"})
    return register, kept(
        entry(Kind.USE, date(2026, 5, 10), raw=use, seals={"E-0031": "TEB-004512"}, people=("mori", "ishida")),
        entry(Kind.DRILL, date(2026, 3, 3), tasks=("drill",)),
        entry(Kind.CHECK, date(2026, 8, 1), tasks=(ROUTINE_TASK,), subject="routine", raw={"format": "runbook-record"}),
        wrong,
        entry(Kind.USE, date(2026, 9, 3), seals={"E-0042": "TEB-004515"}, corrects=4),
        look(date(2026, 2, 1), ("two-mfa-devices", "111122223333"), ("former-rule", "ishida")),
        look(date(2026, 6, 1), ("two-mfa-devices", "111122223333")),
        replace(entry(Kind.FINDING, date(2026, 6, 3), raw=TORN, subject="E-0031"), people=("ito",)),
        replace(entry(Kind.FINDING, date(2026, 6, 5), raw=TORN, subject="E-0031"), follows={CLOSES: "8"}),
    )


def look(day: date, *found: tuple[str, str]) -> Entry:
    """What `check --keep` keeps of a day: rules, and what each finding is about."""
    told = [
        {"rule": rule, "severity": "warning", "says": "", "about": about, "accepted_until": ""} for rule, about in found
    ]
    raw = {"format": FORM, "version": 1, "day": str(day), "found": told}
    return entry(Kind.CHECK, day, raw=raw, subject=SUBJECT, people=())


def company_with_a_past(folder: Path) -> Path:
    """The example in a folder, with register and records beside it."""
    config = Path(shutil.copy(ORGANISATIONS["full"], folder / "config.yaml"))
    register, records = past()
    (folder / "config.yaml.editions.json").write_bytes(register_text(register))
    (folder / "config.yaml.records.json").write_bytes(records_text(records))
    return config


def reconciled(rules: tuple[str, ...] = (), kinds: tuple[str, ...] = ("accounts", "events")) -> str:
    """What `runbook reconcile --json` prints."""
    tree = {
        "problems": [],
        "notes": [],
        "files": [{"file": f"{kind}.json", "kind": kind, "count": 1, "account": None} for kind in kinds],
        "differences": [{"rule": rule, "what": f"{FORMER} did it", "account": None} for rule in rules],
        "untold_uses": 0,
        "not_compared": {"parts": ["features"], "roots": ["111122223333"]},
    }
    return json.dumps(tree)


def audit_facts(  # noqa: PLR0913  each is something that may be there or not
    register: Register = EMPTY,
    records: Records | None = None,
    period: Period = YEAR,
    *,
    today: date = TODAY,
    organisation: Reading | None = None,
    result: Reconciled | None = None,
) -> AuditFacts:
    """What is known of a company."""
    known = knowledge()
    return AuditFacts(
        period=period,
        today=today,
        reading=organisation or reading(),
        register=register,
        records=records or NONE,
        knowledge=known,
        audit=_audit(),
        reconciled=result,
        has_register=bool(register.editions),
        has_records=records is not None,
    )
