"""Somebody who fills in a packet on a screen: through what the page shows, as a hand would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from playwright.sync_api import Page

from support.organisations import ROOT

MOMENTS = ("time", "start", "planned_end", "local_time", "at")
TYPED, KEPT = "2026-11-24 03:12", "2026-11-24T03:12:00+09:00"
NUMBERED = {"last_drill": "42", "needed": "30"}
KEPT_OF_PAGE = "() => Object.fromEntries(Object.entries(localStorage))"
ON_SHELF = """() => new Promise((resolve) => {
  const asked = indexedDB.open("runbook");
  asked.onsuccess = () => {
    const records = asked.result.transaction("records").objectStore("records");
    const all = records.getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
})"""


@dataclass
class Filled:
    """What was written where: by the name of the control, as the record keeps it."""

    values: dict[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> dict[tuple[str | None, str], object]:
        """What stands in fields, by step and name."""
        found = {}
        for name, value in self.values.items():
            kind, _, rest = name.partition("/")
            if kind == "field":
                step, _, label = rest.partition("/")
                found[step or None, label] = value
        return found

    def of_steps(self, part: str) -> dict[str, object]:
        """One part of what is written about steps, by step."""
        split = [(name.split("/"), value) for name, value in self.values.items()]
        return {name[1]: value for name, value in split if name[0] == "step" and name[2] == part}


def open_panel(page: Page) -> None:
    """Opens the panel above the sheet, if it is not open."""
    if not page.locator(".fill-panel").evaluate("panel => panel.open"):
        page.locator(".fill-panel summary").click()


def begin(page: Page, kind: str = "drill") -> None:
    """Opens the panel, says what kind it is, and who initials: Daisuke Suzuki, who goes on, and Misaki Ito."""
    open_panel(page)
    page.locator(f'input[value="{kind}"]').check()
    page.locator('[name="person/1/name"]').fill("Daisuke Suzuki")
    page.locator('[name="person/2/name"]').fill("Misaki Ito")


def tick_all(page: Page, *, of: slice = slice(None)) -> None:
    """Ticks every check box, or those of a part of them, in order."""
    for box in page.locator(".sheet input[type=checkbox]").all()[of]:
        box.check()


def fill_all(page: Page) -> Filled:
    """Writes into every field: a moment, initials, yes, a number or a text."""
    open_panel(page)
    filled = Filled()
    for number, control in enumerate(page.locator(".sheet [name^='field/']:not([type=checkbox])").all()):
        name = str(control.get_attribute("name"))
        part = name.rpartition(".")[2]
        if name in filled.values:  # another field has brought it
            continue
        if part == "yes":
            control.select_option("yes")
            filled.values[name] = "yes"
        elif part in MOMENTS:
            control.fill(TYPED)
            control.blur()
            filled.values[name] = KEPT
            if part == "local_time":
                filled.values[name.replace("local_time", "utc")] = "2026-11-23 18:12"
        else:
            written = NUMBERED.get(part) or ("MI" if part in {"initials", "written_by"} else f"言葉 {number} & <words>")
            control.fill(written)
            filled.values[name] = written
    for box in page.locator(".sheet input[type=checkbox][name^='field/']").all():
        box.check()
        filled.values[str(box.get_attribute("name"))] = True
    return filled


def faults(record: object) -> list[str]:
    """Where a record is not what its schema says."""
    schema = json.loads((ROOT / "record.schema.json").read_text("utf-8"))
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(record)]


def exported(page: Page, folder: Path) -> dict[str, Any]:
    """The record that the page gives out."""
    open_panel(page)
    with page.expect_download() as waiting:
        page.locator(".fill-panel > .fill-buttons button").first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    record = json.loads(path.read_text("utf-8"))
    assert isinstance(record, dict)
    return record


def kept(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the page keeps: key, and what stands under it."""
    for key, text in page.evaluate(KEPT_OF_PAGE).items():
        yield key, json.loads(text)
