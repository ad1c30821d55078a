"""How old the proof is: when each packet was last followed, as records tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from runbook.records.facts import CONSOLE, FAILED
from runbook.records.store import Kind
from runbook.sheets.marks import Proof, Proofs

if TYPE_CHECKING:
    from runbook.records.store import Entry, Records

_PROVING: Mapping[Kind, Literal["drill", "use", "recovery"]] = {
    Kind.DRILL: "drill",
    Kind.USE: "use",
    Kind.RECOVERY: "recovery",
}


def proofs_of(records: Records, today: date) -> Proofs:
    """The last proof of each packet up to a day. An entry counts if anything of a packet was done."""
    found: dict[str, Proof] = {}
    for entry in records.in_time:
        if entry.kind in _PROVING and entry.day <= today and (proof := _proof(entry)):
            found.pop(proof.sheet, None)
            found[proof.sheet] = proof
    return Proofs(tuple(reversed(found.values())))


def _proof(entry: Entry) -> Proof | None:
    record = entry.record
    if record.get("packet") is None or not any(step["done"] for step in record["steps"]):
        return None
    minutes = entry.follows.get(CONSOLE)
    return Proof(
        kind=_PROVING[entry.kind],
        day=entry.day,
        sheet=str(record["sheet"]["name"]),
        minutes=int(minutes) if minutes is not None else None,
        failed=tuple(entry.follows.get(FAILED, "").split()),
    )
