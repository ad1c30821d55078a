"""The same pages in a second browser: what is filled in is kept, shared between windows, given out, and survives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.filling import faults
from support.firefox import MISSING, Firefox, firefox

pytestmark = pytest.mark.browser

TICKED = "return document.querySelectorAll('.sheet input[type=checkbox]:checked').length"
TICK_ALL = "document.querySelectorAll('.sheet [name^=\"step/\"][type=checkbox]').forEach((box) => box.click())"
ON_SHELF = """
  const [turn, resolve] = [JSON.parse(Object.values(localStorage)[0]).turn, arguments[arguments.length - 1]];
  const look = () => {
    const asked = indexedDB.open("runbook");
    asked.onsuccess = () => {
      const all = asked.result.transaction("records").objectStore("records").getAll();
      all.onsuccess = () => {
        asked.result.close();
        all.result.some((text) => JSON.parse(text).turn === turn) ? resolve(true) : setTimeout(look, 50);
      };
    };
  };
  look();
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[], Firefox]]:
    """Starts a Firefox, each time with the same profile."""
    path, running = firefox(), []
    if path is None:
        pytest.skip(MISSING)

    def start() -> Firefox:
        running.append(Firefox(path, tmp_path))
        return running[-1]

    yield start
    for browser in running:
        browser.kill()


def test_firefox_keeps_shares_and_gives_out_what_is_filled_in(started: Callable[[], Firefox], pages: Path) -> None:
    page, browser = pages / "ja" / "26-china.html", started()
    browser.open(page)
    steps = browser.run("return document.querySelectorAll('.sheet [name^=\"step/\"][type=checkbox]').length")
    browser.click(".fill-panel summary")
    browser.click("input[value=drill]")
    browser.type("[name='person/1/name']", "鈴木 大輔")
    browser.run(TICK_ALL)
    browser.reload()
    assert browser.run(TICKED) == steps
    assert browser.run("return document.querySelectorAll('.fill-alarm').length") == 0

    first = browser.window()
    second = browser.new_window()
    browser.go_to(second)
    browser.open(page)
    browser.click(".cast input")
    browser.go_to(first)
    browser.wait_until(f"{TICKED} === {steps} + 1")
    assert browser.run("return document.querySelector('.fill-panel').textContent.includes('別のウィンドウ')") is True

    browser.click(".fill-panel summary")
    browser.click(".fill-panel > .fill-buttons button")
    (path,) = browser.downloaded()
    record = json.loads(path.read_text("utf-8"))
    assert faults(record) == []
    assert [step["initials"] for step in record["steps"]] == ["鈴木"] * int(str(steps))
    assert record["zone"] == "Asia/Tokyo"

    browser.ask("WebDriver:ExecuteAsyncScript", {"script": ON_SHELF, "args": []})
    browser.kill()
    browser = started()
    browser.open(page)
    browser.wait_until(f"{TICKED} === {steps} + 1")
