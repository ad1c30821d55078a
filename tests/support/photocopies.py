"""What is left of paper that was copied twice: black and white, with the dirt of two machines, read by Tesseract."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageFilter

TESSERACT = shutil.which("tesseract")
_DPI = 200
_THRESHOLDS = (150, 140)  # of 255: the second machine is a little darker
_DIRT = 0.0004  # of all points, black or white
_LANGUAGES = {"ja": "jpn+eng", "en": "eng"}
_LOOKALIKES = str.maketrans("OolI|iSsZzBG", "001111552286")
_LONG = re.compile(rb"\x00{31,}")  # points: a kanji of 10 pt is 28 wide
_DASHES = re.compile(r"[‐‑–—−ーｰ_~]")
_AROUND = 6  # points around what is cut out: whatever is printed into it or touches it, and no half of the next sign
_APART = 24  # points between two cuttings
Box = tuple[int, int, int, int]
"""Of an image, in points from its upper left corner: left, top, right, bottom."""


def photocopied(pdf: bytes, folder: Path, dirt: int = 0) -> list[Path]:
    """Images of the pages as a copy of a copy; ``dirt`` is where the machines are dirty."""
    document = pypdfium2.PdfDocument(pdf)
    paths = []
    for number, page in enumerate(document, 1):
        image = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        for generation, threshold in enumerate(_THRESHOLDS):
            image = _copy(image, threshold, seed=100 * number + generation + 10 * dirt)
        path = folder / f"page-{number}-{dirt}.png"
        image.convert("1").save(path, dpi=(_DPI, _DPI))
        paths.append(path)
    return paths


def _copy(image: Image.Image, threshold: int, seed: int) -> Image.Image:
    """One generation: the lens blurs, the drum knows black and white only, and leaves its dirt."""
    blurred = image.filter(ImageFilter.GaussianBlur(0.6))
    black_and_white = blurred.point(lambda light: 255 if light > threshold else 0)
    rolled = random.Random(seed)  # noqa: S311  the same dirt in every run
    dirt = Image.new("L", image.size, 0)
    width, height = image.size
    for _ in range(int(width * height * _DIRT)):
        dirt.putpixel((rolled.randrange(width), rolled.randrange(height)), 255)
    return ImageChops.difference(black_and_white, dirt)


def places(pdf: bytes, sought: Sequence[Collection[str]]) -> list[dict[str, Box]]:
    """Where the texts sought on each page stand first on its copies; AssertionError if one does not."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [
            {text: _place(page, text) for text in sorted(texts)} for page, texts in zip(document, sought, strict=True)
        ]


def _place(page: pypdfium2.PdfPage, text: str) -> Box:
    words, height = page.get_textpage(), page.get_height()
    # At a new page or line the engine may see no word of its own.
    searches = (words.search(text, match_case=True, match_whole_word=whole) for whole in (True, False))
    found = next(filter(None, (search.get_next() for search in searches)), None)
    assert found, text
    index, length = found
    boxes = [words.get_charbox(at) for at in range(index, index + length) if words.get_text_range(at, 1).strip()]
    left, bottom, right, top = (
        choose(edges) for choose, edges in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    scale = _DPI / 72
    return int(left * scale), int((height - top) * scale), int(right * scale), int((height - bottom) * scale)


def read(image: Path, language: str, mode: int = 4, boxes: Sequence[Box] = ()) -> str:
    """What Tesseract makes of an image, or of some places of it only: a whole page takes it ten times as long.

    It has modes to find the text: 4 looks for columns, 11 for any words, 6 for one block.
    """
    assert TESSERACT
    with Image.open(image) as copy:
        small = _without_rules(copy.convert("L"))
    if boxes:
        small = _cut(small, boxes)
    # The engine is made for larger letters.
    large = small.resize((small.width * 3 // 2, small.height * 3 // 2), Image.Resampling.LANCZOS)
    large.filter(ImageFilter.GaussianBlur(0.7)).save(enlarged := image.with_suffix(".large.png"))
    done = subprocess.run(
        [TESSERACT, str(enlarged), "-", "-l", _LANGUAGES[language], "--psm", str(mode)],
        capture_output=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": ""}, text=True,
    )  # fmt: skip
    return done.stdout


def _cut(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The places, one below the other."""
    parts = [
        image.crop((left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND))
        for left, top, right, bottom in boxes
    ]
    size = max(part.width for part in parts) + 80, sum(part.height + _APART for part in parts) + 80
    sheet, down = Image.new("L", size, 255), 40
    for part in parts:
        sheet.paste(part, (40, down))
        down += part.height + _APART
    return sheet


def _without_rules(image: Image.Image) -> Image.Image:
    """Without the lines of tables and boxes, which Tesseract takes for letters."""
    for _ in range(2):
        image = Image.frombytes("L", image.size, _LONG.sub(lambda run: b"\xff" * len(run[0]), image.tobytes()))
        image = image.transpose(Image.Transpose.TRANSPOSE)
    return image


def comparable(text: str) -> str:
    """Without what Tesseract cannot be sure of in any print: space, which dash, signs that look alike, v or V."""
    return re.sub(r"\s", "", _DASHES.sub("-", text)).translate(_LOOKALIKES).casefold()
