"""A real browser, and the whole example runbook on a disk for it to open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from support.organisations import built

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium was found, so nothing was looked at in a browser: install it (Debian: apt-get install chromium) "
    "or name it: RUNBOOK_CHROMIUM=/path/to/chromium"
)


def chromium() -> str | None:
    """The path of the browser: what the environment names, else what lies on the PATH."""
    return os.environ.get("RUNBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. Where changes are judged (CI) it must be there; elsewhere these tests say so."""
    path = chromium()
    if path is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example runbook in HTML, as it is written."""
    folder = tmp_path_factory.mktemp("pages")
    for path, content in built("full").files.items():
        if path.endswith(".html"):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a window of a width in CSS pixels, with further settings of Playwright's; all are closed afterwards."""
    opened: list[BrowserContext] = []

    def open_window(width: int = 1280, **settings: object) -> BrowserContext:
        height = 844 if width < 600 else 860
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)  # type: ignore[arg-type]
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
