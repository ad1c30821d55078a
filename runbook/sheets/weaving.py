"""Two finished sheets of the same structure as one, in two languages: heading by heading, step by step.

Both come of the same template, so that what stands where in one stands there in the other. Where it does not, nothing
is woven: a step beside another step would be worse than no paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runbook.errors import Problem, RenderingRefusedError
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import sheet_code
from runbook.sheets.lines import wording, words_of
from runbook.sheets.qr_code import quick_response
from runbook.sheets.rendering import Rendered
from runbook.sheets.sets import MarkedSheet, SheetSet

_VOID = frozenset({"br", "col", "img", "meta"})
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>[^<>]*)>")
_BOX = re.compile(r'<svg class="box".*?</svg> ?', re.DOTALL)
_FIELD = re.compile(r' data-field="[^"]*"')
_SPAN = re.compile(r' colspan="([0-9]+)"')
_STEPS = ' class="acts"'
_COLUMNS = '<colgroup><col style="width:46%"><col style="width:45%"><col style="width:9%"></colgroup>'


class UnlikeError(ValueError):
    """The two are not of the same structure: a template or the words of one language have something of their own."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element as it is written; text between elements has no name."""

    name: str
    start: str
    inside: str
    end: str

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.start}{self.inside}{self.end}"


def elements(html: str) -> Iterator[Element]:
    """The outermost elements of a piece of finished HTML, and the words between them."""
    at, depth, first = 0, 0, None
    for tag in _TAG.finditer(html):
        if tag["end"]:
            depth -= 1
        elif depth == 0:
            if words := html[at : tag.start()].strip():
                yield Element("", "", words, "")
            first = tag
        if not tag["end"] and tag["name"] not in _VOID and not tag["rest"].endswith("/"):
            depth += 1
        if depth == 0 and first:
            inside = html[first.end() : tag.start()] if tag["end"] else ""
            yield Element(first["name"], first[0], inside, tag[0] if tag["end"] else "")
            at = tag.end()
    if words := html[at:].strip():
        yield Element("", "", words, "")


def woven(first: str, second: str, language: str) -> str:
    """A section of two: ``second`` is in ``language``. UnlikeError if their structures differ.

    A box is ticked once, so only the first has it; and nobody fills the twin in on a screen, so it has no fields.
    """
    first, second = _FIELD.sub("", first), _FIELD.sub("", _BOX.sub("", second))
    (one,), (other,) = list(elements(first)), list(elements(second))
    parts = _pairs(list(elements(one.inside)), list(elements(other.inside)))
    body = "\n".join(_woven(a, b, language) for a, b in parts)
    start = one.start.replace('class="sheet', 'class="twin sheet', 1)
    return f"{start}\n{body}\n{one.end}\n"


def _pairs(first: Sequence[Element], second: Sequence[Element]) -> list[tuple[Element, Element]]:
    if [each.name for each in first] != [each.name for each in second]:
        raise UnlikeError
    return list(zip(first, second, strict=True))


def _woven(first: Element, second: Element, language: str) -> str:
    if first.name == "header" or 'class="sheet-foot"' in first.start or first.whole == second.whole:
        return first.whole  # the marks of the page are those of the first language
    if first.name == "table":
        return _table(first, second, language)
    if first.name in ("h1", "h2", "h3"):
        return f"{first.start}{first.inside} / {_in(second.inside, language)}{first.end}"
    if first.name == "div" and first.inside != second.inside and "<pre" not in first.inside:
        inside = _pairs(list(elements(first.inside)), list(elements(second.inside)))
        return f"{first.start}{''.join(_woven(a, b, language) for a, b in inside)}{first.end}"
    return f"{first.whole}\n{_marked(second, language)}"


def _table(first: Element, second: Element, language: str) -> str:
    is_steps = _STEPS in first.start
    parts = []
    for a, b in _pairs(list(elements(first.inside)), list(elements(second.inside))):
        if a.name == "colgroup":
            parts.append(_COLUMNS if is_steps else a.whole)
        else:
            rows = _pairs(list(elements(a.inside)), list(elements(b.inside)))
            lines = [_row(x, y, language, is_steps=is_steps) for x, y in rows]
            parts.append(f"{a.start}{''.join(lines)}{a.end}")
    return f"{first.start}\n{''.join(parts)}\n{first.end}"


def _row(first: Element, second: Element, language: str, *, is_steps: bool) -> str:
    cells = _pairs(list(elements(first.inside)), list(elements(second.inside)))
    laid = (_step_cells if is_steps else _cells)(cells, language)
    return f"{first.start}{''.join(laid)}{first.end}\n"


def _cells(cells: Sequence[tuple[Element, Element]], language: str) -> Iterator[str]:
    """Both languages in each cell."""
    for first, second in cells:
        is_same = _BOX.sub("", first.inside).strip() == second.inside.strip()
        both = first.inside if is_same else f"{first.inside}<br>{_in(second.inside, language)}"
        yield f"{first.start}{both}{first.end}"


def _step_cells(cells: Sequence[tuple[Element, Element]], language: str) -> Iterator[str]:
    """The first language, the second, room to write in; what spans all columns has both in one cell."""
    for number, (first, second) in enumerate(cells):
        if _SPAN.search(first.start):
            start = _SPAN.sub(' colspan="3"', first.start)
            yield f"{start}{first.inside} / {_in(second.inside, language)}{first.end}"
        elif number == 0:
            yield first.whole
            yield f'{second.start[:-1]} lang="{language}">{second.inside}{second.end}'
        else:
            yield from _cells([(first, second)], language)


def _in(words: str, language: str) -> str:
    return f'<span lang="{language}">{words}</span>'


def _marked(element: Element, language: str) -> str:
    """An element that says in which language it is."""
    if not element.name:
        return _in(element.inside, language)
    return f'{element.start[:-1]} lang="{language}">{element.inside}{element.end}'


def bilingual_sheet(first: SheetSet[MarkedSheet], second: SheetSet[MarkedSheet]) -> MarkedSheet:
    """The sheets of two sets of one as one, with one code for both; RenderingRefusedError if they are unlike."""
    (one,), (other,) = first.sheets, second.sheets
    try:
        text = woven(one.section.text, other.section.text, second.language)
    except (UnlikeError, ValueError) as error:
        raise RenderingRefusedError((Problem.of("twin-unlike", str(one.name)),)) from error
    languages = f"{first.language}-{second.language}"
    code = sheet_code(languages, words_of(wording(text)))
    text = text.replace(one.code, code).replace(quick_response(one.code, None), quick_response(code, None))
    titles = tuple(text for text in other.texts if text not in _page_marks(other))
    return MarkedSheet(
        SheetName(languages, one.sheet),
        one.title,
        code,
        None,
        "",
        Rendered(text, tuple(dict.fromkeys((*_recoded(one, code), *titles)))),
    )


def _recoded(sheet: MarkedSheet, code: str) -> tuple[str, ...]:
    return tuple(code if text == sheet.code else text for text in sheet.texts)


def _page_marks(sheet: MarkedSheet) -> frozenset[str]:
    """What stands at the head and foot of a page alone: the twin has that of the first language."""
    head, _, body = sheet.section.text.partition("<h1>")
    return frozenset(text for text in sheet.texts if text in head and text not in body)
