"""Reads a finished HTML page for the gate: texts, links, ids, blanks, and whatever reaches outside the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

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


def loads_something(css: str) -> str:
    """The part of a stylesheet or a style that would load something, as far as it is shown; "" if there is none."""
    match = _LOADING_CSS.search(css)
    return css[match.start() : match.start() + 40] if match else ""


def read_html(text: str) -> Page:
    """A page as the gate sees it; broken HTML is read as a browser would, as far as it goes."""
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    parser.end()
    return Page(
        parser.language,
        tuple(parser.texts),
        tuple(parser.links),
        frozenset(parser.ids),
        tuple(parser.repeated_ids),
        tuple(parser.empty_cells),
        tuple(parser.foreign),
        tuple(parser.hiding),
        tuple(parser.stylesheets),
        tuple(parser.styles),
        tuple(parser.scripts),
        tuple(parser.policies),
    )


@dataclass
class _Cell:
    is_blank_by_intent: bool
    holds_something: bool = False


@dataclass
class _Row:
    texts: list[str] = field(default_factory=list)
    has_empty_cell: bool = False


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._note_attributes(tag, attributes)
        if "style" in attributes:
            self.styles.append(attributes["style"])
        if attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(attributes.get("content", ""))
        self._note_place(tag, set(attributes.get("class", "").split()))
        if tag == "html":
            self.language = attributes.get("lang", "").strip()
        elif tag in {"style", "script"}:
            self._raw, self._raw_tag, self._script = [], tag, tuple(attributes.items())
        elif tag == "tr":
            self._end_row()
        elif tag in _CELLS:
            self._cells.append(_Cell("data-blank" in attributes))
        elif tag in _DRAWN and self._cells:
            self._cells[-1].holds_something = True
        if "blank" in attributes.get("class", "").split() and self._cells:
            self._cells[-1].holds_something = True

    def handle_endtag(self, tag: str) -> None:
        self._leave(tag)
        if self._raw is not None:
            self.end()
        elif tag in _CELLS and self._cells:
            cell = self._cells.pop()
            is_empty = not (cell.holds_something or cell.is_blank_by_intent)
            self._row.has_empty_cell |= is_empty
            if self._cells and not is_empty:
                self._cells[-1].holds_something = True
        elif tag in {"tr", "table"}:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._raw is not None:
            self._raw.append(data)
            return
        if data.strip():
            self.texts.append(" ".join(data.split()))
            self._row.texts.append(self.texts[-1])
            if self._cells:
                self._cells[-1].holds_something = True

    def _note_place(self, tag: str, classes: set[str]) -> None:
        """Whether the element stands in the furniture of the page, and whether it may."""
        is_furniture = tag in {"a", "header", "nav"} and bool(classes & _FURNITURE)
        among_words = is_furniture and any(name == "main" for name, _ in self._open)
        holds_words = tag in {"main", "section", "table"} and any(is_in for _, is_in in self._open)
        is_disguised = any(map(_MADE_BY_SCRIPT.fullmatch, classes))
        if among_words or holds_words or is_disguised:
            self.hiding.append(f"<{tag}>")
        if tag not in _VOID:
            self._open.append((tag, is_furniture))

    def _leave(self, tag: str) -> None:
        """An element ends, and with it those in it that were left open."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                return

    def end(self) -> None:
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

    def _note_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _NOT_ALLOWED:
            self.foreign.append(f"<{tag}>")
        if tag in _HIDING:
            self.hiding.append(f"<{tag}>")
        self.hiding += [f"<{tag} {name}>" for name in attributes if name in _HIDING_ATTRIBUTES]
        if name := attributes.get("id"):
            if name in self.ids:
                self.repeated_ids.append(name)
            self.ids.add(name)
        for attribute, value in attributes.items():
            if attribute in {"title", "alt", "aria-label", "content"} and tag != "meta":
                self.texts.append(value)
            reaches_out = attribute in _LOADING and not _INLINE_IMAGE.match(value)
            runs = attribute.startswith("on") or (attribute == "http-equiv" and value.lower() == "refresh")
            loads_css = attribute == "style" and loads_something(value)
            loads_picture = attribute == "href" and tag in {"use", "image", "feimage"} and not value.startswith("#")
            if reaches_out or runs or loads_css or loads_picture:
                self.foreign.append(f"<{tag} {attribute}={value}>")
        if tag in {"a", "area"} and "href" in attributes:
            self.links.append(attributes["href"])

    def _end_row(self) -> None:
        if self._row.has_empty_cell:
            self.empty_cells.append(" | ".join(self._row.texts) or "…")
        self._row = _Row()
