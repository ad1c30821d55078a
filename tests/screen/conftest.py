"""One browser and one built folder for all tests that look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from support.browser import MISSING, Window, chromium
from support.organisations import built

_PATIENCE = 280_000  # milliseconds: no machine is too slow for a test; what hangs is shown by pytest a moment later


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as the system has it. Without it these tests are skipped, and the report says why."""
    path = chromium()
    if path is None:
        pytest.skip(MISSING)
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
def window(browser: Browser) -> Iterator[Window]:
    """Opens a window of a width in CSS pixels, with further settings of Playwright's; all are closed afterwards."""
    opened: list[BrowserContext] = []

    def open_window(width: int = 1280, **settings: object) -> BrowserContext:
        height = 844 if width < 600 else 860
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(_PATIENCE)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
