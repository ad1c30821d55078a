"""What is left of paper that was copied twice: black and white, with the dirt of two machines, read by Tesseract."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
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


def read(image: Path, language: str, mode: int = 4) -> str:
    """What Tesseract makes of an image, in one of its modes to find the text: 4 looks for columns, 11 for any words."""
    assert TESSERACT
    with Image.open(image) as copy:
        small = _without_rules(copy.convert("L"))
    # The engine is made for larger letters.
    large = small.resize((small.width * 3 // 2, small.height * 3 // 2), Image.Resampling.LANCZOS)
    large.filter(ImageFilter.GaussianBlur(0.7)).save(enlarged := image.with_suffix(".large.png"))
    done = subprocess.run(
        [TESSERACT, str(enlarged), "-", "-l", _LANGUAGES[language], "--psm", str(mode)],
        capture_output=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": ""}, text=True,
    )  # fmt: skip
    return done.stdout


def _without_rules(image: Image.Image) -> Image.Image:
    """Without the lines of tables and boxes, which Tesseract takes for letters."""
    for _ in range(2):
        image = Image.frombytes("L", image.size, _LONG.sub(lambda run: b"\xff" * len(run[0]), image.tobytes()))
        image = image.transpose(Image.Transpose.TRANSPOSE)
    return image


def comparable(text: str) -> str:
    """Without what Tesseract cannot be sure of in any print: space, which dash, signs that look alike, v or V."""
    return re.sub(r"\s", "", _DASHES.sub("-", text)).translate(_LOOKALIKES).casefold()
