"""The pictures of README: small, and on both pages."""

from __future__ import annotations

import importlib.util
import struct
import sys
import zlib
from typing import Any

import pytest
from support.organisations import ROOT

SCRIPT = ROOT / "scripts" / "gallery.py"


def script() -> Any:
    spec = importlib.util.spec_from_file_location("gallery_of_the_project", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


GALLERY = script()
LARGEST = 120_000  # bytes


def pixels(content: bytes) -> tuple[int, int, list[int]]:
    """Size and greys (0 to 15) of a PNG as `png` writes it, read by its format."""
    width, height = struct.unpack(">II", content[16:24])
    rows = zlib.decompress(content[content.index(b"IDAT") + 4 : content.index(b"IEND") - 8])
    stride = 1 + (width + 1) // 2
    packed = [rows[start + 1 : start + stride] for start in range(0, len(rows), stride)]
    return width, height, [grey for row in packed for byte in row for grey in (byte >> 4, byte & 15)][: width * height]


def test_pages_of_other_heights_stand_side_by_side_on_white() -> None:
    low, high = GALLERY.Grey(2, 1, b"\x00\xff"), GALLERY.Grey(1, 2, b"\x88\x00")
    both = GALLERY.side_by_side((low, high))
    assert (both.width, both.height) == (2 + 8 + 1, 2)
    assert both.row(0) == b"\x00\xff" + b"\xff" * 8 + b"\x88"
    assert both.row(1) == b"\xff\xff" + b"\xff" * 8 + b"\x00"


def test_a_png_holds_the_greys_of_the_page() -> None:
    assert pixels(GALLERY.png(GALLERY.Grey(4, 2, bytes([0, 17, 34, 255, 255, 128, 8, 9])))) == (
        4,
        2,
        [0, 1, 2, 15, 15, 8, 0, 1],
    )


@pytest.mark.parametrize("content", [b"P6 1 1 255\n\0", b"P5 2 2 255\n\0", b"P5 1 1 65535\n\0"])
def test_another_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a grey picture"):
        GALLERY.Grey.of_pgm(content)


@pytest.mark.parametrize("name", GALLERY.SHOWN)
def test_each_readme_shows_each_picture_and_it_is_small(name: str) -> None:
    picture = GALLERY.IMAGES / f"gallery-{name}.png"
    assert 1000 < picture.stat().st_size < LARGEST
    for readme in ("README.md", "README.ja.md"):
        assert f"docs/images/{picture.name}" in (ROOT / readme).read_text("utf-8")


@pytest.mark.parametrize("name", ["design-before", "design-after"])
def test_the_print_design_shows_three_pages_before_and_now(name: str) -> None:
    picture = GALLERY.IMAGES / f"{name}.png"
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    assert 1000 < picture.stat().st_size < LARGEST
    assert width > 2 * height
    assert f"images/{name}.png" in (ROOT / "docs" / "print-design.md").read_text("utf-8")


def test_each_picture_is_shown_by_a_page_and_small() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = "".join(page.read_text("utf-8") for page in pages)
    for picture in GALLERY.IMAGES.iterdir():
        assert f"images/{picture.name})" in shown
        assert picture.stat().st_size < 2 * LARGEST
