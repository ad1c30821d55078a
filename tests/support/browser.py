"""A real browser for tests: where it is, and what is asked of a page that it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

Window = Callable[..., BrowserContext]
WIDE, PHONE, SMALL = 1280, 390, 320
"""Widths of windows, in CSS pixels."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium was found, so nothing was looked at in a browser: install it (Debian: apt-get install chromium) "
    "or name it: RUNBOOK_CHROMIUM=/path/to/chromium"
)

# Texts of sheets that nobody can see: not drawn, drawn on no place, cut off, or outside what can be scrolled to. The
# heads of columns are left out where rows are cards: there each cell says its head itself. What a script adds is no
# word of a sheet.
UNSEEN = """() => {
  const first = document.querySelector("main td, main p:not(.fill *)");
  const cards = getComputedStyle(first).display === "block" && innerWidth < 600;
  const seen = (node) => {
    const element = node.parentElement;
    const isHead = cards && element.closest("thead") && !element.closest(".brief");
    // Where two stand side by side on paper and below each other here, the second has the heads of the first.
    const head = element.closest("th");
    const isRepeated = head && [...head.parentElement.children].some((one) =>
      one !== head && one.textContent === head.textContent && one.checkVisibility());
    if (isHead || isRepeated || element.closest("title, style, script, .copy, .fill")) return true;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some((box) => {
      const left = box.left + scrollX, right = box.right + scrollX;
      if (box.width < 1 || box.height < 6 || right < 1 || left > document.documentElement.scrollWidth) return false;
      for (let around = element; around; around = around.parentElement) {
        const style = getComputedStyle(around), frame = around.getBoundingClientRect();
        if (style.clipPath !== "none" && around.tagName !== "A") return false;
        if (style.overflow === "hidden" && (box.left > frame.right || box.top > frame.bottom)) return false;
      }
      return true;
    });
  };
  const lost = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text && !seen(walker.currentNode)) lost.push(text);
  }
  return lost;
}"""
UNNAMED = """() => [...document.querySelectorAll("main table")].flatMap((table) => {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim().replace(/\\s+/g, " "));
  return [...table.querySelectorAll("tbody tr")].flatMap((row) => [...row.children]
    .filter((cell, place) => heads.length && cell.tagName === "TD" && row.children.length === heads.length
      && cell.dataset.label !== heads[place])
    .map((cell) => cell.textContent));
})"""


UNLABELLED = """() => [...document.querySelectorAll("main table:not(.brief, .steps)")].flatMap((table) => {
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.children.length > 2);
  return rows.flatMap((row) => [...row.children].slice(1)
    .filter((cell) => cell.dataset.label && !cell.matches(".id, .tick, .blank:empty")
      && getComputedStyle(cell, "::before").content !== JSON.stringify(cell.dataset.label))
    .map((cell) => `${cell.dataset.label}: ${cell.textContent}`));
})"""
"""Cells of tables with three columns and more that do not show the head of their column: not those of steps, and not
of a brief, which shows its head as it is."""


def chromium() -> str | None:
    """The path of the browser: what the environment names, else what lies on the PATH."""
    return os.environ.get("RUNBOOK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def opened(context: BrowserContext, path: Path) -> Page:
    """A page of the disk in a window."""
    page = context.new_page()
    page.goto(path.as_uri())
    return page


OF_SIGHT = ("color-contrast", "target-size")  # rules that measure what is drawn; they take most of the time of axe


def violations(context: BrowserContext, paths: Iterable[Path], without: Iterable[str] = ()) -> list[str]:
    """What axe finds, by page, rule and place; ``without`` some of its rules."""
    rules = {rule: {"enabled": False} for rule in without}
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    page, found = context.new_page(), []
    for path in paths:
        page.goto(path.as_uri())
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run(document, { resultTypes: ['violations'], rules })", rules)
        for violation in result["violations"]:
            places = [node["target"] for node in violation["nodes"][:3]]
            found.append(f"{path.parent.name}/{path.name}: {violation['id']} {places}")
    return found
