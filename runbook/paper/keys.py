"""What decides about a paper besides the sheet itself, and the key under which a paper is kept: a hash over all of it.

Two runs have the same key only if they would print the same bytes and judge them by the same gate.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from runbook import TOOL
from runbook.paper.fonts import FAMILIES
from runbook.paper.libraries import native_versions
from runbook.paper.protocol import Binding, PaperSheet
from runbook.text import contrast

# Those that lay out, draw, write, bind or read back.
_PACKAGES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "fonttools",
    "pillow",
    "pikepdf",
    "pypdfium2",
)


def paper_keys(sheets: Sequence[PaperSheet], bindings: Sequence[Binding], fonts: Path) -> Mapping[str, str]:
    """The key of every sheet and bound document by name. The name is no part of it: it is not on the paper."""
    press = press_key(fonts)
    keys = {sheet.name: _hash([press, sheet.html, str(sheet.most_pages), *sheet.texts]) for sheet in sheets}
    bound = {
        binding.name: _hash(
            [press, binding.title, binding.language, *_of_volume(binding), *(keys[part] for part in binding.parts)]
        )
        for binding in bindings
    }
    return keys | bound


@cache
def press_key(fonts: Path) -> str:
    """The hash of press and gate: our version, the very text of what judges, fonts, engine, libraries, system.

    OSError if the fonts cannot be read.
    """
    return _hash([TOOL, *FAMILIES, *_room(), *_fonts(fonts), *_engine()])


def _room() -> Iterator[str]:
    """The files that print and judge: whoever changes the gate need not remember to say so."""
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(contrast.__file__)):
        yield hashlib.sha256(path.read_bytes()).hexdigest()


def _fonts(fonts: Path) -> Iterator[str]:
    for path in sorted(fonts.glob("*.ttf")):
        with path.open("rb") as file:
            yield f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}"


def _of_volume(binding: Binding) -> Iterator[str]:
    if binding.volume:
        yield from (binding.volume.through, binding.volume.blank)
        for chapter in binding.volume.chapters:
            yield from (chapter.title, *(label for _, label in chapter.parts))


def _engine() -> Iterator[str]:
    yield from (sys.version, sys.platform, platform.machine(), zlib.ZLIB_RUNTIME_VERSION)
    for package in _PACKAGES:
        yield f"{package} {_version(package)}"
    yield from native_versions()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
