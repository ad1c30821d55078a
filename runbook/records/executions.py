"""When each packet was last followed, as records tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from runbook.records.facts import CONSOLE, FAILED
from runbook.records.store import Kind
from runbook.sheets.marks import Execution, Executions

if TYPE_CHECKING:
    from runbook.records.store import Entry, Records

_EXECUTING: Mapping[Kind, Literal["drill", "use", "recovery"]] = {
    Kind.DRILL: "drill",
    Kind.USE: "use",
    Kind.RECOVERY: "recovery",
}


def executions_of(records: Records, today: date) -> Executions:
    """The last execution of each packet up to a day. An entry counts if anything of a packet was done."""
    found: dict[str, Execution] = {}
    for entry in records.in_time:
        if entry.kind in _EXECUTING and entry.day <= today and (execution := _execution(entry)):
            found.pop(execution.sheet, None)
            found[execution.sheet] = execution
    return Executions(tuple(reversed(found.values())))


def _execution(entry: Entry) -> Execution | None:
    record = entry.record
    if record.get("packet") is None or not any(step["done"] for step in record["steps"]):
        return None
    minutes = entry.follows.get(CONSOLE)
    return Execution(
        kind=_EXECUTING[entry.kind],
        day=entry.day,
        sheet=str(record["sheet"]["name"]),
        minutes=int(minutes) if minutes is not None else None,
        failed=tuple(entry.follows.get(FAILED, "").split()),
    )
