"""A company's logo: an SVG of which only shapes are taken over, written anew, so that nothing else can come with it.

No picture of points: the engine that prints opens no picture at all, and a page would look finished without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from runbook.config.fault import Fault
from runbook.config.source import load_text
from runbook.errors import ConfigError

if TYPE_CHECKING:
    from runbook.config import Reading

LARGEST = 64 << 10  # bytes
_SPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_SILENT = frozenset({"title", "desc", "metadata"})
_ATTRIBUTES = frozenset(
    {
        *("viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "points"),
        *("transform", "fill", "fill-rule", "clip-rule", "fill-opacity", "opacity", "stroke", "stroke-width"),
        *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity"),
    }
)
_LEFT_OUT = frozenset({"id", "version", "baseProfile", "role", "aria-label"})
_PLAIN = re.compile(r"[-+.,#%()\sA-Za-z0-9]*")
_SIZE = re.compile(r"[0-9.]{1,12}(?:px)?")
_DECLARED = re.compile(r"<!(?!--)|<\?(?!xml\s)")


class LogoError(ValueError):
    """The file is no logo that can be printed: ``reason`` is form, root, element, attribute or value."""

    def __init__(self, reason: str, name: str = "") -> None:
        """``name``: of the element or attribute."""
        super().__init__(f"{reason} {name}")
        self.reason = reason
        self.name = name


def logo(svg: str, title: str) -> str:
    """The drawing as an element of a page, with the title that screen readers say; LogoError if it is anything else."""
    if _DECLARED.search(svg):
        raise LogoError("form")
    try:
        root = ET.fromstring(svg)  # noqa: S314  no document type is let in, so nothing is expanded
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise LogoError("form") from error
    if root.tag != f"{_SPACE}svg":
        raise LogoError("root")
    box = root.get("viewBox") or _box(root.get("width", ""), root.get("height", ""))
    drawn = "".join(_written(child) for child in root)
    if not drawn:
        raise LogoError("root")
    attributes = "".join(_attributes(root, without=("width", "height", "viewBox", "x", "y")))
    return (
        f'<svg class="logo" role="img" viewBox="{_checked("viewBox", box)}"{attributes}>'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )


def _box(width: str, height: str) -> str:
    if not (_SIZE.fullmatch(width) and _SIZE.fullmatch(height)):
        raise LogoError("root")
    return f"0 0 {width.removesuffix('px')} {height.removesuffix('px')}"


def _written(element: ET.Element) -> str:
    name = element.tag.removeprefix(_SPACE)
    if name in _SILENT:
        return ""
    if name not in _SHAPES or name == "svg":
        raise LogoError("element", name[:40] or "?")
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise LogoError("element", name)
    inside = "".join(_written(child) for child in element)
    return f"<{name}{''.join(_attributes(element))}>{inside}</{name}>"


def _attributes(element: ET.Element, without: tuple[str, ...] = ()) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in without or name in _LEFT_OUT:
            continue
        if name not in _ATTRIBUTES:
            raise LogoError("attribute", name.rpartition("}")[2][:40])
        yield f' {name}="{_checked(name, value)}"'


def _checked(name: str, value: str) -> str:
    if not _PLAIN.fullmatch(value) or "url" in value.lower():
        raise LogoError("value", name)
    return " ".join(value.split())


def logo_of(reading: Reading) -> str:
    """The logo that a config names, ready for a page, "" without one; ConfigError if the file is none to be printed."""
    name = reading.organisation.look.logo
    if name is None:
        return ""
    folder = Path(reading.source.path).parent
    company = reading.organisation.company.name.in_language(reading.organisation.languages[0])

    def refused(reason: str, **values: str) -> ConfigError:
        return ConfigError(
            reading.located([Fault(f"logo-{reason}", ("look", "logo"), (("file", name), *values.items()))])
        )

    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise refused("outside")
    try:
        return logo(load_text(folder / name, LARGEST).text, company)
    except ConfigError as error:
        raise refused("unreadable") from error
    except LogoError as error:
        raise refused(error.reason, name=error.name) from error
