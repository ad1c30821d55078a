from __future__ import annotations

from runbook.knowledge.sheets import Sheet
from runbook.sheets.volumes import pages_from, volumes_of

SHEETS = (
    *(Sheet("00", "register"), Sheet("01", "first-minutes"), Sheet("02", "approvers"), Sheet("05", "checklist")),
    *(Sheet("06", "custody"), Sheet("09", "handbook"), Sheet("20", "alert"), Sheet("21", "own-root-111122223333")),
)


def numbers(volume: str) -> list[str]:
    found = {one.id: one for one in volumes_of(SHEETS)}
    return [sheet.number for sheet in found[volume].sheets]


def test_the_emergency_comes_first_and_the_register_last() -> None:
    assert numbers("emergency") == ["20", "01", "21", "05", "02"]
    assert numbers("reference") == ["06", "00"]
    assert numbers("handbook") == ["09"]
    assert numbers("runbook") == [*numbers("emergency"), *numbers("reference"), *numbers("handbook")]


def test_a_volume_without_sheets_is_none() -> None:
    assert [volume.id for volume in volumes_of([Sheet("09", "handbook")])] == ["runbook", "handbook"]


def test_every_part_begins_on_a_front() -> None:
    assert pages_from(3, {"a": 1, "b": 2, "c": 3, "d": 1}) == {"a": 3, "b": 5, "c": 7, "d": 11}
