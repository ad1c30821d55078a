"""Draws the pictures of what is seen on a screen, and of the small formats, in docs/images: screen, fill-in and cards.

`make gallery` runs it. It builds the example with the command itself, on a fixed day, and looks at the pages with
Chromium at a fixed moment; PDF is drawn with pdftoppm (poppler-utils).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
DAY, MOMENT = "2026-12-01", "2026-12-01T03:05:00+09:00"
PACKET = "21-own-root-111122223333"
Colours = Literal["light", "dark"]
GREY = (156, 163, 175)
COLOURS = 256  # of a picture
DPI = 66
PHONE, WIDE = (390, 844), (1280, 800)
STEPS = ".sheet input[type=checkbox][name^='step/'][name$='/done']"
APPROVAL = "B-03"  # the step that asks the approvers


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and where its upper left corner stands; with the size that it is shown in."""

    picture: Image.Image
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def scaled(cls, picture: Image.Image, left: int, top: int, width: int) -> Placed:
        """As wide as is asked, as high as follows from it."""
        return cls(picture, left, top, width, round(picture.height * width / picture.width))


def composed(parts: Sequence[Placed]) -> Image.Image:
    """Pictures on grey, with as much of it around as is left of the first."""
    edge = min(part.left for part in parts)
    size = (
        max(part.left + part.width for part in parts) + edge,
        max(part.top + part.height for part in parts) + edge,
    )
    whole = Image.new("RGB", size, GREY)
    for part in parts:
        shown = part.picture.convert("RGB").resize((part.width, part.height), Image.Resampling.LANCZOS)
        whole.paste(shown, (part.left, part.top))
    return whole.quantize(COLOURS)


def _opened(browser: Browser, page: Path, size: tuple[int, int], colours: Colours) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Tokyo", color_scheme=colours
    )
    context.set_default_timeout(0)  # on a busy machine a page takes its time
    shown = context.new_page()
    shown.clock.install(time=MOMENT)
    shown.goto(page.as_uri())
    return shown


def _seen(page: Page) -> Image.Image:
    picture = Image.open(BytesIO(page.screenshot()))
    page.context.close()
    return picture


def _filled(shown: Page, names: Sequence[str], note: str = "") -> Page:
    """A packet of which five steps are done, scrolled to the approval; a note stands at it if one is given."""
    shown.locator(".fill-panel summary").click()
    shown.locator("input[value=drill]").check()
    for number, name in enumerate(names, 1):
        shown.locator(f'[name="person/{number}/name"]').fill(name)
    shown.locator(".fill-panel summary").click()
    for box in shown.locator(STEPS).all()[:5]:
        box.check()
        shown.clock.fast_forward(61_000)
    approval = shown.locator(f'[name="step/{APPROVAL}/done"]')
    if note:
        approval.locator("xpath=ancestor::tr[1]").get_by_role("button", name="Note").click()
        shown.locator(f'[name="step/{APPROVAL}/note"]').fill(note)
        shown.locator("h1").click()
    approval.evaluate(f"box => scrollTo(0, box.getBoundingClientRect().top + scrollY - {280 if note else 120})")
    return shown


def draw_screens(sheets: Path) -> None:
    """Start page, packet and a step at night; and a packet that is being filled in, at a desk and on a telephone."""
    path = os.environ.get("RUNBOOK_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        start = _opened(browser, sheets / "index.html", WIDE, "light")
        start.evaluate("scrollTo(0, document.querySelectorAll('.start')[1].getBoundingClientRect().top - 75)")
        day = _seen(start), _seen(_opened(browser, sheets / "en" / "20-alert.html", WIDE, "light"))
        night = _opened(browser, sheets / "en" / f"{PACKET}.html", PHONE, "dark")
        night.locator(f'[name="step/{APPROVAL}/done"]').evaluate(
            "box => scrollTo(0, box.getBoundingClientRect().top + scrollY - 70)"
        )
        phone = _seen(night)
        on_screen = composed(
            [
                Placed.scaled(day[0], 24, 24, 766),
                Placed.scaled(day[1], 24, 527, 766),
                Placed.scaled(phone, 814, 245, 250),
            ]
        )
        on_screen.save(IMAGES / "screen.png", optimize=True)
        desk = _opened(browser, sheets / "en" / f"{PACKET}.html", (1280, 860), "light")
        _filled(desk, ("Daisuke Suzuki", "Misaki Ito"), "Kato did not answer twice; Tanaka called next.")
        hand = _filled(_opened(browser, sheets / "ja" / f"{PACKET}.html", PHONE, "dark"), ("鈴木 大輔", "伊藤 美咲"))
        filling = composed([Placed.scaled(_seen(desk), 20, 20, 1160), Placed.scaled(_seen(hand), 1200, 20, 360)])
        filling.save(IMAGES / "fill-in.png", optimize=True)
        browser.close()


def _page(pdf: Path, number: int = 1) -> Image.Image:
    command = ["pdftoppm", "-png", "-r", str(DPI), "-f", str(number), "-l", str(number), str(pdf)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own files
    return Image.open(BytesIO(done.stdout))


def _cut(picture: Image.Image, height: int) -> Image.Image:
    return picture.crop((0, 0, picture.width, min(height, picture.height)))


def draw_cards(cards: Path) -> None:
    """Door sheet, telephone card, wallet cards, labels, the front of an envelope, a tent card."""
    ja, en = cards / "ja", cards / "en"
    door, wallet, labels = (
        _page(ja / "door.pdf"),
        _cut(_page(en / "wallet.pdf"), 380),
        _cut(_page(ja / "labels.pdf"), 260),
    )
    small = [_page(en / "phone.pdf"), _page(ja / "phone.pdf", 2), _page(ja / "envelope.pdf"), _page(en / "tent.pdf")]
    parts = [Placed(door, 20, 20, door.width, door.height)]
    left, top = 20 + door.width + 20, 20
    for picture in small[:2]:
        parts.append(Placed(picture, left, top, picture.width, picture.height))
        top += picture.height + 20
    left, top = left + max(picture.width for picture in small[:2]) + 20, 20
    for picture in (wallet, labels):
        parts.append(Placed(picture, left, top, picture.width, picture.height))
        top += picture.height + 20
    for picture in small[2:]:
        parts.append(Placed.scaled(picture, left, top, 260))
        left += 280
    composed(parts).quantize(16).save(IMAGES / "cards.png", optimize=True)


def main() -> None:
    """Build the example and its cards, look at them, write the pictures."""
    if len(sys.argv) == 3:  # noqa: PLR2004  both are built already
        draw_screens(Path(sys.argv[1]).resolve())
        draw_cards(Path(sys.argv[2]).resolve())
        return
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "config.yaml"  # away from any register, so that nothing is issued
        shutil.copy(ROOT / "config.example.yaml", config)
        for kind, arguments in {"sheets": ["build", "-f", "html"], "cards": ["cards"]}.items():
            command = [sys.executable, "-m", "runbook", *arguments, "-c", str(config), "-o", str(Path(scratch) / kind)]
            subprocess.run([*command, "--date", DAY, "--quiet"], check=True, cwd=ROOT)  # noqa: S603  our own command
        draw_screens(Path(scratch) / "sheets")
        draw_cards(Path(scratch) / "cards")


if __name__ == "__main__":
    main()
