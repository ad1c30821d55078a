"""Draws the gallery of README: pages of the example, both languages, as small grey PNGs in docs/images.

`make gallery` runs it. It builds with the command itself, on a fixed day, and draws with pdftoppm (poppler-utils). The
PNGs have sixteen greys and no metadata, so that the same pages give the same bytes.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LANGUAGES = ("en", "ja")
DAY = "2026-12-01"
DPI = 62
SHOWN = {
    "cover": ("sheets", "00-register"),
    "packet": ("sheets", "21-own-root-111122223333"),
    "resilience": ("sheets", "11-resilience"),
    "door": ("cards", "door"),
}
"""By name of the picture: made by which command, and the file of which the first page is shown in each language."""
PACKET = (("21-own-root-111122223333", 1), ("21-own-root-111122223333", 2))
"""Pages that README shows first, in English: file and page."""
DESIGN = (("00-register", 1), ("01-first-minutes", 1), ("21-own-root-111122223333", 2))
"""Pages that docs/print-design.md shows as they are now, in English: file and page. design-before.png has what stood in
their place on 24 November 2026, drawn in the same way."""
GAP = 8  # pixels between pages
_PGM = re.compile(rb"P5\s+([0-9]+)\s+([0-9]+)\s+255\s")
_EDGE = 0x99  # grey of the line around a page
_TO_SIXTEEN = bytes(min(15, (grey + 8) // 17) for grey in range(256))


@dataclass(frozen=True, slots=True)
class Grey:
    """A picture: one byte of grey for each pixel, row by row."""

    width: int
    height: int
    pixels: bytes

    @classmethod
    def of_pgm(cls, content: bytes) -> Grey:
        """From a binary PGM file as pdftoppm writes it: magic, size, depth, pixels."""
        head = _PGM.match(content)
        width, height = (int(head[1]), int(head[2])) if head else (0, 0)
        pixels = content[head.end() :] if head else b""
        if not head or len(pixels) != width * height:
            msg = "not a grey picture of pdftoppm"
            raise ValueError(msg)
        return cls(width, height, pixels)

    def row(self, number: int) -> bytes:
        """A row of pixels; white below the last."""
        start = number * self.width
        return self.pixels[start : start + self.width].ljust(self.width, b"\xff")

    def framed(self) -> Grey:
        """The same with a thin line around it."""
        edge = bytes([_EDGE])
        line = edge * (self.width + 2)
        rows = (edge + self.row(number) + edge for number in range(self.height))
        return Grey(self.width + 2, self.height + 2, line + b"".join(rows) + line)


def side_by_side(pages: Sequence[Grey]) -> Grey:
    """Pages in a row, with white between them."""
    height = max(page.height for page in pages)
    rows = ((b"\xff" * GAP).join(page.row(number) for page in pages) for number in range(height))
    width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    return Grey(width, height, b"".join(rows))


def png(picture: Grey) -> bytes:
    """A PNG with sixteen greys, two pixels to a byte."""
    few = picture.pixels.translate(_TO_SIXTEEN)
    rows = bytearray()
    for start in range(0, len(few), picture.width):
        row = few[start : start + picture.width]
        row += b"\x0f" * (len(row) % 2)
        rows += b"\0" + bytes(high << 4 | low for high, low in zip(row[::2], row[1::2], strict=True))
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _drawn(pdf: Path, number: int = 1) -> Grey:
    """One of its pages, from 1."""
    command = ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(number), "-l", str(number), str(pdf)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own files
    return Grey.of_pgm(done.stdout)


def main() -> None:
    """Build the example, draw its pages, write the pictures."""
    if not shutil.which("pdftoppm"):
        sys.exit(
            "gallery: pdftoppm is missing (Debian/Ubuntu: apt-get install poppler-utils; macOS: brew install poppler)"
        )
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "config.yaml"  # away from any register, so that the pages are not issued
        shutil.copy(ROOT / "config.example.yaml", config)
        runs = {"sheets": ["build", "-f", "pdf"], "cards": ["cards", "--only", "door"]}
        for kind, arguments in runs.items():
            command = [sys.executable, "-m", "runbook", *arguments, "-c", str(config), "-o", str(Path(scratch) / kind)]
            subprocess.run([*command, "--date", DAY, "--quiet"], check=True, cwd=ROOT)  # noqa: S603  our own command
        for name, (kind, file) in SHOWN.items():
            pages = [_drawn(Path(scratch) / kind / language / f"{file}.pdf").framed() for language in LANGUAGES]
            (IMAGES / f"gallery-{name}.png").write_bytes(png(side_by_side(pages)))
        for picture, chosen in (("packet", PACKET), ("design-after", DESIGN)):
            shown = [
                _drawn(Path(scratch) / "sheets" / "en" / f"{file}.pdf", number).framed() for file, number in chosen
            ]
            (IMAGES / f"{picture}.png").write_bytes(png(side_by_side(shown)))


if __name__ == "__main__":
    main()
