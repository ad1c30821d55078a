"""Markdown files around finished sheets: links between them, and the index of all.

A step is a heading that says nothing but its number, so its place is called alike wherever the file is shown (`#b-07`),
and in every language. Other headings are called differently from renderer to renderer; no link leads to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.sheets.contents import by_question
from runbook.sheets.destinations import SHEET_SCHEME, Destinations, Name
from runbook.sheets.notation import escape_markdown

if TYPE_CHECKING:
    from runbook.knowledge.sheets import Sheet
    from runbook.sheets.sets import MarkedSheet, SheetSet
    from runbook.sheets.templates import Templates

INDEX = "README.md"
"""The name under which GitHub, MkDocs and Zensical show a file as the first of its folder."""

_STEP_HEADING = re.compile(r"^#{2,4} ([A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*)$", re.MULTILINE)
_FENCE = re.compile(r"^```")
# What is no text of a line, or one that leads somewhere already.
_NO_TEXT = re.compile(r"(`[^`]*`|(?<!\\)<[^>]*>|(?<!\\)\[[^\]]*\]\([^)]*\))")


def linked_sheets(of: SheetSet[MarkedSheet]) -> Iterator[tuple[Sheet, str]]:
    """Every sheet of a set as Markdown in which names of sheets and steps are links."""
    steps = {sheet.sheet.name: frozenset(_STEP_HEADING.findall(sheet.markdown)) for sheet in of}
    destinations = Destinations(
        of.view, tuple(sheet.sheet for sheet in of), steps, escaped=escape_markdown, with_addresses=False
    )
    for sheet in of:
        yield sheet.sheet, "".join(_linked_lines(sheet.markdown, sheet.sheet, destinations))


def markdown_index(sets: Sequence[SheetSet[MarkedSheet]], templates: Templates) -> str:
    """The index of all sheets in every language, with links to their Markdown."""
    parts = [
        templates.renderer.render(
            "page/index.md.j2",
            "markdown",
            one.view,
            sheets=one.sheets,
            questions=by_question([sheet.sheet for sheet in one]),
            name=templates.language_names[one.language],
        ).text
        for one in sets
    ]
    return "\n".join((f"# {sets[0].view.language.words('sheets.set')}\n", *parts))


def step_anchor(number: str) -> str:
    """What GitHub, MkDocs and Zensical call the place of a heading that is the number of a step."""
    return number.lower().replace(".", "")


def _linked_lines(markdown: str, sheet: Sheet, destinations: Destinations) -> Iterator[str]:
    in_code = False
    for line in markdown.splitlines(keepends=True):
        in_code ^= bool(_FENCE.match(line))
        if in_code or line.startswith(("#", "```")):
            yield line
        else:
            pieces = _NO_TEXT.split(line)  # every second one is no text
            yield "".join(
                piece if number % 2 else _linked(piece, sheet, destinations) for number, piece in enumerate(pieces)
            )


def _linked(text: str, sheet: Sheet, destinations: Destinations) -> str:
    linked, end = "", 0
    for name in destinations.names(text, sheet):
        linked += text[end : name.start] + f"[{text[name.start : name.end]}]({_target(name, sheet)})"
        end = name.end
    return linked + text[end:]


def _target(name: Name, on: Sheet) -> str:
    """Where a name leads, from one Markdown file to another."""
    if not name.href.startswith(SHEET_SCHEME):
        return f"../{INDEX}"  # several packets have this number: the index says which is which
    sheet = name.href.removeprefix(SHEET_SCHEME).partition("#")[0]
    anchor = f"#{step_anchor(name.step)}" if name.step else ""
    return anchor if sheet == on.name and anchor else f"{sheet}.md{anchor}"
