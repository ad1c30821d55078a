"""Reads a finished HTML page for the gate: texts, links, ids, blanks, and whatever reaches outside the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from runbook.sheets.markup import Tag, read_markup

_CELLS = frozenset({"td", "th"})
_DRAWN = frozenset({"svg", "img"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_NOT_ALLOWED = frozenset(
    {
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "base",
        "link",
        "video",
        "audio",
        "source",
        "portal",
        "form",
    }
)
# Elements whose words are not shown, not at first, or not in their order; and attributes that do the same.
_HIDING = frozenset(
    {
        "bdo",
        "canvas",
        "datalist",
        "details",
        "dialog",
        "font",
        "marquee",
        "noframes",
        "noscript",
        "option",
        "plaintext",
        "template",
        "textarea",
        "xmp",
    }
)
_HIDING_ATTRIBUTES = frozenset({"bgcolor", "color", "dir", "hidden", "inert", "popover", "text"})
_LOADING = frozenset(
    {
        "src",
        "srcset",
        "poster",
        "data",
        "background",
        "xlink:href",
        "action",
        "formaction",
        "ping",
        "manifest",
        "longdesc",
    }
)
_SPOKEN = frozenset({"title", "alt", "aria-label", "content"})
# The furniture of a page: around the sheets, never around or among their words, because it is not printed.
_FURNITURE = frozenset({"skip", "bar", "turn", "contents"})
# What only the script of a form makes: its stylesheet hides such elements, on the screen or in print.
_MADE_BY_SCRIPT = re.compile(r"fill(?:-.*)?")
_INLINE_IMAGE = re.compile(r"^data:image/(?:png|svg\+xml)[;,]", re.IGNORECASE)
_LOADING_CSS = re.compile(r"url\s*\(|@import|image-set\s*\(|\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What the gate looks at. ``foreign`` is everything that runs or loads something, ``hiding`` what shows no words.

    ``stylesheets`` are the contents of style elements, ``styles`` those of style attributes, ``scripts`` the attributes
    and contents of script elements. ``policies`` are the content security policies that the page gives itself.
    """

    language: str
    texts: tuple[str, ...]
    links: tuple[str, ...]
    ids: frozenset[str]
    repeated_ids: tuple[str, ...]
    empty_cells: tuple[str, ...]
    foreign: tuple[str, ...]
    hiding: tuple[str, ...]
    stylesheets: tuple[str, ...]
    styles: tuple[str, ...]
    scripts: tuple[tuple[tuple[tuple[str, str], ...], str], ...]
    policies: tuple[str, ...]


@lru_cache(maxsize=256)  # every page wears the same
def loads_something(css: str) -> str:
    """The part of a stylesheet or a style that would load something, as far as it is shown; "" if there is none."""
    match = _LOADING_CSS.search(css)
    return css[match.start() : match.start() + 40] if match else ""


def read_html(text: str) -> Page:
    """A page as the gate sees it; broken HTML is read as a browser would, as far as it goes."""
    reader = _PageReader()
    read_markup(text, reader)
    reader.end_raw()
    return Page(
        reader.language,
        tuple(reader.texts),
        tuple(reader.links),
        frozenset(reader.ids),
        tuple(reader.repeated_ids),
        tuple(reader.empty_cells),
        tuple(reader.foreign),
        tuple(reader.hiding),
        tuple(reader.stylesheets),
        tuple(reader.styles),
        tuple(reader.scripts),
        tuple(reader.policies),
    )


@dataclass
class _Cell:
    is_blank_by_intent: bool
    holds_something: bool = False


@dataclass
class _Row:
    texts: list[str] = field(default_factory=list)
    has_empty_cell: bool = False


class _PageReader:
    def __init__(self) -> None:
        self.language = ""
        self.texts: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.repeated_ids: list[str] = []
        self.empty_cells: list[str] = []
        self.foreign: list[str] = []
        self.hiding: list[str] = []
        self.stylesheets: list[str] = []
        self.styles: list[str] = []
        self.scripts: list[tuple[tuple[tuple[str, str], ...], str]] = []
        self.policies: list[str] = []
        self._cells: list[_Cell] = []
        self._row = _Row()
        self._raw: list[str] | None = None
        self._raw_tag = ""
        self._script: tuple[tuple[str, str], ...] = ()
        self._open: list[tuple[str, bool]] = []

    def start(self, tag: Tag) -> None:
        """An element starts."""
        name, noted = tag.name, _noted(tag)
        if noted is not _NOTHING:
            self._note(noted)
        self._note_place(tag)
        if name == "html":
            self.language = tag.attributes.get("lang", "").strip()
        elif name in {"style", "script"}:
            self._raw, self._raw_tag, self._script = [], name, tuple(tag.attributes.items())
        elif name == "tr":
            self._end_row()
        elif name in _CELLS:
            self._cells.append(_Cell("data-blank" in tag.attributes))
        elif name in _DRAWN and self._cells:
            self._cells[-1].holds_something = True
        if "blank" in tag.classes and self._cells:
            self._cells[-1].holds_something = True

    def end(self, name: str) -> None:
        """An element ends."""
        self._leave(name)
        if self._raw is not None:
            self.end_raw()
        elif name in _CELLS and self._cells:
            cell = self._cells.pop()
            is_empty = not (cell.holds_something or cell.is_blank_by_intent)
            self._row.has_empty_cell |= is_empty
            if self._cells and not is_empty:
                self._cells[-1].holds_something = True
        elif name in {"tr", "table"}:
            self._end_row()

    def words(self, text: str) -> None:
        """Words between two tags."""
        if self._raw is not None:
            self._raw.append(text)
            return
        if words := " ".join(text.split()):
            self.texts.append(words)
            self._row.texts.append(words)
            if self._cells:
                self._cells[-1].holds_something = True

    def _note(self, noted: _Noted) -> None:
        if noted.id:
            if noted.id in self.ids:
                self.repeated_ids.append(noted.id)
            self.ids.add(noted.id)
        self.texts += noted.texts
        self.links += noted.links
        self.foreign += noted.foreign
        self.hiding += noted.hiding
        self.styles += noted.styles
        self.policies += noted.policies

    def _note_place(self, tag: Tag) -> None:
        """Whether the element stands in the furniture of the page, and whether it may."""
        name = tag.name
        is_furniture = name in {"a", "header", "nav"} and bool(tag.classes & _FURNITURE)
        among_words = is_furniture and any(around == "main" for around, _ in self._open)
        holds_words = name in {"main", "section", "table"} and any(is_in for _, is_in in self._open)
        is_disguised = any(map(_MADE_BY_SCRIPT.fullmatch, tag.classes))
        if among_words or holds_words or is_disguised:
            self.hiding.append(f"<{name}>")
        if name not in _VOID:
            self._open.append((name, is_furniture))

    def _leave(self, tag: str) -> None:
        """An element ends, and with it those in it that were left open."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                return

    def end_raw(self) -> None:
        """The end of a style or a script element, or of the page in one that was left open."""
        if self._raw is None:
            return
        text, self._raw = "".join(self._raw), None
        if self._raw_tag == "script":
            self.scripts.append((self._script, text))
            return
        self.stylesheets.append(text)
        if part := loads_something(text):
            self.foreign.append(part)

    def _end_row(self) -> None:
        if self._row.has_empty_cell:
            self.empty_cells.append(" | ".join(self._row.texts) or "…")
        self._row = _Row()


@dataclass(frozen=True, slots=True)
class _Noted:
    """What a tag says by itself, wherever it stands."""

    id: str = ""
    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    hiding: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


_NOTHING = _Noted()


@lru_cache(maxsize=1 << 15)
def _noted(tag: Tag) -> _Noted:
    name, attributes = tag.name, tag.attributes
    hiding = [f"<{name}>"] if name in _HIDING else []
    hiding += [f"<{name} {attribute}>" for attribute in attributes if attribute in _HIDING_ATTRIBUTES]
    foreign = [f"<{name}>"] if name in _NOT_ALLOWED else []
    foreign += [
        f"<{name} {attribute}={value}>" for attribute, value in attributes.items() if _is_foreign(tag, attribute)
    ]
    is_policy = attributes.get("http-equiv", "").lower() == "content-security-policy"
    noted = _Noted(
        attributes.get("id", ""),
        tuple(value for attribute, value in attributes.items() if attribute in _SPOKEN and name != "meta"),
        (attributes["href"],) if name in {"a", "area"} and "href" in attributes else (),
        tuple(foreign),
        tuple(hiding),
        (attributes["style"],) if "style" in attributes else (),
        (attributes.get("content", ""),) if is_policy else (),
    )
    return _NOTHING if noted == _NOTHING else noted


def _is_foreign(tag: Tag, attribute: str) -> bool:
    """Whether an attribute runs or loads something."""
    value = tag.attributes[attribute]
    reaches_out = attribute in _LOADING and not _INLINE_IMAGE.match(value)
    runs = attribute.startswith("on") or (attribute == "http-equiv" and value.lower() == "refresh")
    loads_css = attribute == "style" and bool(loads_something(value))
    loads_picture = attribute == "href" and tag.name in {"use", "image", "feimage"} and not value.startswith("#")
    return reaches_out or runs or loads_css or loads_picture
