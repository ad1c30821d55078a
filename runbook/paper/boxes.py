"""Reads the laid-out boxes of a document. The one place that knows the private side of WeasyPrint (70.x)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

from runbook.paper.marks import Area, Cover, Head, Layout, Mark, Room, Split
from runbook.paper.measures import SMALLEST_BLOCK, SMALLEST_FIRST, SMALLEST_STEP
from runbook.paper.readback import squeezed
from runbook.text.contrast import WHITE, Rgb, contrast, laid_over

if TYPE_CHECKING:
    from weasyprint import Document  # type: ignore[import-untyped]

# The engine has no types; these names say what is meant.
_Box = Any
_Element = Any
_Color = Any

_POINTS = 0.75  # per CSS pixel
_MILLIMETRES = 25.4 / 96
_UNPRINTABLE = 4 / 25.4 * 96  # printers leave about 4 mm blank on each side
_SVG = "{http://www.w3.org/2000/svg}"
_ASCENT, _DESCENT = 0.75, 0.08  # of the font size: what letters and kanji of our fonts surely ink
_WORD = re.compile(r"[A-Za-z]{2,}")
_THICK = 4.0  # CSS pixels: a border below cannot hide a letter
_FRAME = "data-frame"  # on an element of fixed size: all that is in it stays within its borders
_FIRST_MINUTES = "first-minutes"  # the name of the sheet, as its section has it
_END = "end"  # the class of the mark behind which there is only what somebody is sent to
_HEADINGS = frozenset({"h1", "h2", "h3"})
_SILENT = frozenset({"style", "script", "title", "head", "template"})


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What the ancestors of a box say about it."""

    page: int
    allowed: Area
    paper: Rgb
    room: tuple[float, float] | None = None
    block_size: float = 0.0
    hidden_by: str = ""
    in_margin: bool = False
    repeats: bool = False  # the head or foot of a table
    frame: Area | None = None  # the card that is cut out of the page
    least: float = SMALLEST_BLOCK
    least_step: float = SMALLEST_STEP
    row: int = 0
    announces: bool = False


class _BoxReader:
    """Collects the records of one document, page by page."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.covers: list[Cover] = []
        self.heads: list[Head] = []
        self.pages_of: dict[_Element, list[int]] = {}
        self.texts_of: dict[_Element, list[str]] = {}
        self.drawn_texts: list[str] = []
        self.rooms: list[Room] = []
        self.order = 0
        self.rows = 0
        self.end = 0.0

    def read_page(self, number: int, page: _Box) -> None:
        """Collect everything on one page."""
        canvas = getattr(page, "canvas_background", None)
        printable = Area(
            _UNPRINTABLE,
            _UNPRINTABLE,
            page.margin_width() - _UNPRINTABLE,
            page.margin_height() - _UNPRINTABLE,
        )
        left, top = page.content_box_x(), page.content_box_y()
        content = printable.shared(Area(left, top, left + page.width, top + page.height))
        inherited = _Inherited(number, content, _over(WHITE, canvas), hidden_by=_hidden_by(page))
        for child in page.children:
            if isinstance(child, boxes.MarginBox):
                self._read(child, replace(inherited, allowed=printable, in_margin=True))
            else:
                self._read(child, inherited)

    def _read(self, box: _Box, inherited: _Inherited) -> None:
        box = getattr(box, "_box", box)  # a placeholder stands for each absolutely positioned box
        if isinstance(box, boxes.TextBox):
            self._read_text(box, inherited)
            return
        first = self.order
        inner = self._in_row(box, _inside(box, inherited))
        self._note_fragment(box, inherited)
        self._note_room(box, inherited)
        if isinstance(box, boxes.ReplacedBox):
            self._read_picture(box, inner)
        for child in box.children:
            self._read(child, inner)
        if _paints(box) and not isinstance(box, boxes.TableRowGroupBox):
            self.covers.append(Cover(inherited.page, _border_area(box), first, self.order))
        if isinstance(box, boxes.TableBox):
            self._read_heads(box, inherited.page)
        if isinstance(box, boxes.BlockBox) and _END in _classes(box):
            foot, place = _border_area(box).bottom, inherited.allowed
            self.end = inherited.page - 1 + min(1.0, (foot - place.top) / (place.bottom - place.top))

    def _read_text(self, box: _Box, inherited: _Inherited) -> None:
        if box.element is not None and not box.element_tag.endswith(("::before", "::after", "::marker")):
            self.texts_of.setdefault(box.element, []).append(box.text)
        if not box.text.strip():
            return
        self.order += 1
        size = box.style["font_size"]
        baseline = box.position_y + box.baseline
        ink = laid_over(inherited.paper, *_rgb_and_alpha(get_color(box.style, "color")))
        self.marks.append(
            Mark(
                page=inherited.page,
                order=self.order,
                text=box.text.strip(),
                area=Area(
                    box.position_x, baseline - _ASCENT * size, box.position_x + box.width, baseline + _DESCENT * size
                ),
                allowed=inherited.allowed,
                room=inherited.room,
                size=size * _POINTS,
                block_size=(inherited.block_size or size) * _POINTS,
                contrast=contrast(ink, inherited.paper),
                families=tuple(box.style["font_family"]),
                hidden_by=_hidden_by(box) or inherited.hidden_by,
                in_margin=inherited.in_margin,
                frame=inherited.frame,
                least=inherited.least,
                row=inherited.row,
                announces=inherited.announces or inherited.repeats,
            )
        )

    def _read_picture(self, box: _Box, inherited: _Inherited) -> None:
        self.order += 1
        title = box.element.findtext(f"{_SVG}title") or box.element_tag.removeprefix(_SVG)
        self.drawn_texts += ["".join(text.itertext()) for text in box.element.iter(f"{_SVG}text")]
        self.marks.append(
            Mark(
                page=inherited.page,
                order=self.order,
                text=title,
                area=_border_area(box),
                allowed=inherited.allowed,
                room=inherited.room,
                size=0,
                block_size=0,
                contrast=0,
                families=(),
                hidden_by=inherited.hidden_by,
                is_picture=True,
                in_margin=inherited.in_margin,
                frame=inherited.frame,
                row=inherited.row,
                announces=inherited.announces or inherited.repeats,
            )
        )

    def _in_row(self, box: _Box, inherited: _Inherited) -> _Inherited:
        if not isinstance(box, boxes.TableRowBox):
            return inherited
        self.rows += 1
        announces = inherited.announces or "section" in _classes(box)
        return replace(inherited, row=self.rows, announces=announces)

    def _note_room(self, box: _Box, inherited: _Inherited) -> None:
        is_box = isinstance(box, boxes.ReplacedBox)
        is_cell = isinstance(box, boxes.TableCellBox)
        if (is_box and "box" in _classes(box)) or (is_cell and "blank" in _classes(box)):
            height = box.height if is_box else box.border_height()
            bottom = box.border_box_y() + height
            self.rooms.append(Room(inherited.page, is_box, height * _MILLIMETRES, bottom, inherited.row))

    def _note_fragment(self, box: _Box, inherited: _Inherited) -> None:
        if isinstance(box, boxes.LineBox) or box.element is None:
            return
        is_row = isinstance(box, boxes.TableRowBox) and not inherited.repeats
        if is_row or "step" in _classes(box):
            pages = self.pages_of.setdefault(box.element, [])
            if inherited.page not in pages:
                pages.append(inherited.page)

    def _read_heads(self, table: _Box, page: int) -> None:
        expected = tuple(
            text
            for group in table.element
            if group.tag == "thead"
            for cell in group.iter("th")
            if (text := squeezed(_own_and_inner_text(cell)))
        )
        if not expected:
            return
        cells = [
            cell
            for group in table.children
            if getattr(group, "is_header", False)
            for row in group.children
            for cell in row.children
        ]
        printed = tuple(squeezed("".join(_texts_in(cell))) for cell in cells)
        broken = tuple(word for cell in cells for word in _broken_words(cell))
        self.heads.append(Head(page, expected, printed, broken))


def read_layout(document: Document) -> Layout:
    """The records of a laid-out document."""
    reader = _BoxReader()
    for number, page in enumerate(document.pages, 1):
        reader.read_page(number, page._page_box)  # noqa: SLF001  the engine has no public way to its boxes
    root = document._html.etree_element  # noqa: SLF001  same
    splits = tuple(
        Split(pages[1], " ".join(_own_and_inner_text(element).split()))
        for element, pages in reader.pages_of.items()
        if len(pages) > 1
    )
    lost = tuple(_lost(root, reader.texts_of))
    return Layout(
        tuple(reader.marks),
        tuple(reader.covers),
        tuple(reader.heads),
        splits,
        lost,
        tuple(reader.drawn_texts),
        tuple(reader.rooms),
        reader.end,
    )


def _lost(element: _Element, texts_of: dict[_Element, list[str]]) -> Iterator[str]:
    """Texts of the HTML that no box shows. An element with the attribute ``hidden`` says that it is not for paper."""
    if not isinstance(element.tag, str) or element.tag in _SILENT or element.tag.startswith(_SVG):
        return
    if "hidden" in element.attrib:
        return
    own = " ".join([element.text or "", *(child.tail or "" for child in element)])
    if _comparable(own) not in _comparable("".join(texts_of.get(element, []))):
        yield " ".join(own.split())
    for child in element:
        yield from _lost(child, texts_of)


def _comparable(text: str) -> str:
    """A text without what CSS may do to it: change its case, break it with hyphens."""
    return squeezed(text).casefold().replace("\u2010", "")


def _inside(box: _Box, inherited: _Inherited) -> _Inherited:
    background = getattr(box, "background", None)
    hidden_by = _hidden_by(box) or inherited.hidden_by
    if background is not None and any(layer.image is not None for layer in background.layers):
        hidden_by = "background-image"
    inner = replace(inherited, paper=_over(inherited.paper, background), hidden_by=hidden_by)
    if box.element is not None and _FRAME in box.element.attrib:
        inner = replace(inner, frame=_border_area(box))
    classes = _classes(box)
    if box.element is not None and box.element.get("data-sheet") == _FIRST_MINUTES:
        inner = replace(inner, least_step=SMALLEST_FIRST)
    if "step" in classes:
        inner = replace(inner, least=inner.least_step)
    if box.element_tag in _HEADINGS:
        inner = replace(inner, announces=True)
    if isinstance(box, boxes.TableRowGroupBox):
        return replace(inner, repeats=box.is_header or box.is_footer)
    if box.is_outside_marker:
        return replace(inner, room=None)
    if isinstance(box, boxes.BlockContainerBox):
        left = box.padding_box_x()
        is_in_a_line = isinstance(box, boxes.InlineBlockBox) and inner.block_size
        size = inner.block_size if is_in_a_line else box.style["font_size"]
        return replace(inner, room=(left, left + box.padding_width()), block_size=size)
    return inner


def _classes(box: _Box) -> Sequence[str]:
    return () if box.element is None else box.element.get("class", "").split()


def _hidden_by(box: _Box) -> str:
    style = box.style
    reasons = {
        "visibility": style["visibility"] != "visible",
        "opacity": style["opacity"] < 1,
        "overflow": style["overflow"] != "visible" and not isinstance(box, boxes.ReplacedBox),
        "clip": bool(style["clip"]) and box.is_absolutely_positioned(),
        "transform": bool(style["transform"]),
        "outline": style["outline_style"] != "none" and style["outline_width"] > 0,  # drawn over the neighbours
        "direction": style["direction"] != "ltr",  # turns phone numbers round
        # In a redline the old words are struck through on purpose; HTML has an element that says so.
        "text-decoration": "line-through" in style["text_decoration_line"] and box.element_tag != "del",
        **{name: _is_negative(style[name.replace("-", "_")]) for name in ("letter-spacing", "word-spacing", "z-index")},
    }
    return next((name for name, is_reason in reasons.items() if is_reason), "")


def _is_negative(value: object) -> bool:
    return isinstance(value, (int, float)) and value < 0


def _texts_in(box: _Box) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts_in(getattr(child, "_box", child))


def _broken_words(cell: _Box) -> Iterator[str]:
    """Words of Latin letters that do not stand in one piece on one line of a cell."""
    whole = {word for text in _texts_in(cell) for word in _WORD.findall(text)}
    yield from (word for word in _WORD.findall(_own_and_inner_text(cell.element)) if word not in whole)


def _own_and_inner_text(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child.tag.startswith(_SVG) else _own_and_inner_text(child), child.tail or ""]
    return "".join(parts)


def _paints(box: _Box) -> bool:
    """Whether a box can cover what lies under it: by a background, or by a border as thick as a letter."""
    background = getattr(box, "background", None)
    thickest = max(box.style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
    return bool(thickest >= _THICK or (background is not None and background.color.alpha > 0))


def _border_area(box: _Box) -> Area:
    left, top = box.border_box_x(), box.border_box_y()
    return Area(left, top, left + box.border_width(), top + box.border_height())


def _rgb_and_alpha(color: _Color) -> tuple[Rgb, float]:
    red, green, blue = color.to("srgb").coordinates
    return (red, green, blue), color.alpha


def _over(paper: Rgb, background: _Box) -> Rgb:
    return paper if background is None else laid_over(paper, *_rgb_and_alpha(background.color))
