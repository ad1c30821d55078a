"""The only fonts that paper may use: our own, through a private fontconfig file that knows no other folder."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FAMILIES = (
    "IBM Plex Sans Cond",
    "IBM Plex Sans Condensed",
    "BIZ UDGothic Marks",
    "BIZ UDPGothic",
    "Noto Sans JP",
    "JetBrains Mono",
)

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def write_configuration(folder: Path, fonts: Path) -> Path:
    """Write ``fonts.conf`` into a folder of this run: one font folder, one cache, nothing of the system."""
    cache = folder / "font-cache"
    cache.mkdir()
    path = folder / "fonts.conf"
    path.write_text(_CONFIGURATION.format(fonts=escape(str(fonts.resolve())), cache=escape(str(cache))), "utf-8")
    return path
