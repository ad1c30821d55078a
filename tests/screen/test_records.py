"""What a page gives out is what `runbook record` takes in: a packet filled in by hand, then its file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.browser import WIDE, Window, opened
from support.command import Runbook
from support.filling import begin, exported, fill_all, tick_all
from support.organisations import ORGANISATIONS
from support.records import SHEET, record

pytestmark = pytest.mark.browser
AROUND_MIDNIGHT = {"record-approval-late", "record-approvals-too-few", "record-approvals-must"}
"""What is found where the time that was typed is that of another day than was meant."""

TOKYO = {"timezone_id": "Asia/Tokyo", "accept_downloads": True}


@pytest.mark.parametrize("path", ["en/21-own-root-111122223333", "ja/20-alert", "ja/05-checklist", "en/08-routine"])
def test_the_file_of_a_page_is_read_and_its_paper_is_known(
    window: Window, pages: Path, tmp_path: Path, runbook: Runbook, path: str
) -> None:
    """Whatever was typed without sense is refused by name; form, sheet, code and steps are those of the page."""
    page = opened(window(WIDE, **TOKYO), pages / f"{path}.html")
    begin(page)
    tick_all(page)
    fill_all(page)
    exported(page, tmp_path)
    [file] = tmp_path.glob("record-*.json")
    config = shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml")
    day = json.loads(file.read_text("utf-8"))["started"][:10]
    ended = runbook("record", file, "-c", config, "--date", day, "--check", "--json")
    told = json.loads(ended.stdout)
    found = {each["rule"] for each in (*told["problems"], *told.get("notes", []))}
    assert ended.code in {0, 1}, ended.stderr
    of_the_paper = ("record-sheet", "record-paper", "record-packet", "record-account", "record-step-unknown")
    of_the_list = ("record-step-missing", "record-step-order", "record-step-place", "record-other-company")
    assert [rule for rule in found if rule.startswith((*of_the_paper, *of_the_list))] == []


def test_a_drill_at_a_screen_is_taken_in_as_it_was_given_out(
    window: Window, pages: Path, tmp_path: Path, runbook: Runbook
) -> None:
    page = opened(window(WIDE, **TOKYO), pages / "en" / "26-china.html")
    begin(page)
    for person in ("sato", "tanaka"):
        page.locator(f'[name="field//approvals.{person}.yes"]').select_option("yes")
        page.locator(f'[name="field//approvals.{person}.time"]').fill("0001")
        page.locator(f'[name="field//approvals.{person}.time"]').blur()
    tick_all(page)
    page.get_by_role("button", name="Close the record").click()
    raw = exported(page, tmp_path)
    [file] = tmp_path.glob("record-*.json")
    config = shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml")
    ended = runbook("record", file, "-c", config, "--date", raw["ended"][:10], "--json")
    told = json.loads(ended.stdout)
    if ended.code:  # ticked within a minute before or after midnight: the typed time is that of the nearest day
        assert {each["rule"] for each in told["problems"]} <= AROUND_MIDNIGHT
        return
    assert (told["kind"], told["subject"], told["written"]) == ("drill", "china", True)
    assert told["people"] == ["suzuki", "ito"]


def test_a_drill_with_seals_at_a_screen_proves_its_packet(
    window: Window, pages: Path, tmp_path: Path, runbook: Runbook
) -> None:
    """The packet of the story in README: each step of its way ticked on the page, new bags, approvals, exported."""
    typed = record()
    page = opened(window(WIDE, **TOKYO), pages / "en" / f"{SHEET}.html")
    begin(page)
    for person in ("sato", "tanaka"):
        page.locator(f'[name="field//approvals.{person}.yes"]').select_option("yes")
        page.locator(f'[name="field//approvals.{person}.time"]').fill("0001")
        page.locator(f'[name="field//approvals.{person}.time"]').blur()
    for step in typed["steps"]:
        if step["done"]:
            page.locator(f'[name="step/{step["id"]}/done"]').check()
    seals = {each["id"]: each["value"] for each in typed["fields"] if each["id"].endswith(".new_seal")}
    for name, number in seals.items():
        page.locator(f'[name="field//{name}"]').fill(number)
    page.get_by_role("button", name="Close the record").click()
    raw = exported(page, tmp_path)
    assert [(step["id"], step["done"]) for step in raw["steps"]] == [
        (step["id"], step["done"]) for step in typed["steps"]
    ]
    [file] = tmp_path.glob("record-*.json")
    config = shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml")
    told = json.loads(runbook("record", file, "-c", config, "--date", raw["ended"][:10], "--json").stdout)
    if {each["rule"] for each in told["problems"]} & AROUND_MIDNIGHT:
        return
    assert told["problems"] == []
    assert (told["kind"], told["subject"]) == ("drill", SHEET[3:])
    assert told["seals"] == {name.split(".")[1]: number for name, number in seals.items()}
    assert "proof/console" in told["follows"]
