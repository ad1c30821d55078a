from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from runbook.paper.fonts import FAMILIES, write_configuration
from runbook.resources import fonts_dir


def test_the_allowed_families_are_those_of_the_shipped_fonts() -> None:
    shipped = set()
    for path in fonts_dir().glob("*.ttf"):
        with TTFont(path, lazy=True) as font:  # the first name is cut short where it is long
            names = {font["name"].getDebugName(number) for number in (1, 16)} & set(FAMILIES)
        assert names, path.name
        shipped |= names
    assert shipped == set(FAMILIES)


def test_the_configuration_knows_one_font_folder_and_a_cache_of_this_run(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts & <more>"
    fonts.mkdir()
    tree = ET.parse(write_configuration(tmp_path, fonts)).getroot()  # noqa: S314  written by us
    assert [(element.tag, element.text) for element in tree] == [
        ("dir", str(fonts)),
        ("cachedir", str(tmp_path / "font-cache")),
    ]
