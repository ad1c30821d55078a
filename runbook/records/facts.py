"""What follows from records besides tasks and seals: values by a path of ids, one fact a line in the file.

``items/K-0101/tested_on``, ``people/sato/confirmed_on``, ``accounts/111122223333/verified_on``,
``items/T-0201/battery_due``, ``domains/example.co.jp/expires_on``, ``terms/approver/sato``: days.
``copies/safe-a/ja/02-approvers/1``: the code of the paper that lies there, "" if it was taken out.
``proof/console``: minutes until somebody was at the console; ``proof/failed``: steps that did not go as printed.
``broken/TEB-004512``: the item on which that seal was.
``closes``: the number of the entry of something found that is done with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from runbook.knowledge.sheets import SheetName
from runbook.organisation.recorded import Recorded
from runbook.records.store_file import read_records_of

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.records.store import Known, Records

CONSOLE, FAILED, CLOSES = "proof/console", "proof/failed", "closes"
_COPIES, BROKEN = "copies", "broken"
_DAYS = (("items", "tested_on"), ("people", "confirmed_on"), ("accounts", "verified_on"))


def fact(kind: str, about: str, name: str) -> str:
    """The path of a value of something."""
    return f"{kind}/{about}/{name}"


def copy_of(place: str, name: SheetName, number: int) -> str:
    """The path of a copy in a place."""
    return f"{_COPIES}/{place}/{name}/{number}"


def recorded_in(records: Records, today: date) -> Recorded:
    """What records say of the company up to a day, and before what its config says."""
    known = records.last_known(today)
    tested, confirmed, verified = (
        {
            path.split("/")[1]: date.fromisoformat(each.value)
            for path, each in known.items()
            if path.startswith(f"{kind}/") and path.endswith(f"/{name}")
        }
        for kind, name in _DAYS
    )
    broken = tuple(broken_seals(records, today))
    return Recorded(records.last_done(today), tested, confirmed, verified, records.last_seals(until=today), broken)


def broken_seals(records: Records, today: date) -> Mapping[str, Known]:
    """The seals that were broken up to a day, by number, each with the item on which it was."""
    known = records.last_known(today)
    return {path.split("/", 1)[1]: each for path, each in known.items() if path.startswith(f"{BROKEN}/")}


def recorded_of(config: Path, today: date) -> Recorded:
    """The same of the records beside a config as they are now; OutputError if they cannot be read."""
    _, records = read_records_of(config)
    return recorded_in(records, today)


def copies_known(
    records: Records, today: date, without: int | None = None
) -> Mapping[tuple[str, SheetName], Mapping[int, Known]]:
    """By place and sheet the copies that somebody told of up to a day, by number."""
    found: dict[tuple[str, SheetName], dict[int, Known]] = {}
    for path, each in records.last_known(today, without).items():
        kind, *parts = path.split("/")
        if kind == _COPIES:
            place, language, sheet, number = parts
            found.setdefault((place, SheetName.read(f"{language}/{sheet}")), {})[int(number)] = each
    return found
