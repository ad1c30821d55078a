"""Index and timeline of a bundle as a browser shows them: for everybody, by day and by night, on a telephone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.audits import TODAY, YEAR, company_with_a_past
from support.browser import PHONE, WIDE, Window, opened, violations

from runbook.audit.index_words import IndexWords
from runbook.audit.making import BundleRequest, _gather
from runbook.building import Inputs
from runbook.clock import Clock

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the example with a past, in both languages, without their paper."""
    folder = tmp_path_factory.mktemp("evidence")
    gathered = _gather(Inputs(company_with_a_past(folder), Clock(TODAY)), BundleRequest(lambda _: YEAR))
    for view in gathered.views:
        words, press = IndexWords(gathered.naming, view.language), gathered.press
        for page in (press.timeline(words, view), press.index(words, view, {"data/a.json": "0" * 64})):
            path = folder / f"{page.name}.html"
            path.parent.mkdir(exist_ok=True)
            path.write_text(press._screen(page), "utf-8")
    return folder


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_on_the_pages_of_a_bundle(window: Window, evidence: Path, width: int, colours: str) -> None:
    pages = sorted(evidence.glob("*/*.html"))
    assert len(pages) == 4
    assert violations(window(width, color_scheme=colours, bypass_csp=True), pages) == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_mark_and_band_of_the_timeline_is_inside_its_picture(window: Window, evidence: Path, width: int) -> None:
    page = opened(window(width), evidence / "en" / "timeline.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg.days")].flatMap((svg) => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll("path, rect, circle")]
               .map((shape) => shape.getBoundingClientRect())
               .filter((shape) => shape.right < box.left || shape.left > box.right || shape.width === 0);
           }).length"""
    )
    assert outside == 0
    assert page.evaluate('document.querySelectorAll("svg.days path, svg.days circle").length') > 50
