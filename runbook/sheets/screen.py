"""A finished sheet as it stands on a screen: the same words, with links, places to link to, and names for its cells.

Nothing is added that could be read as a word of the sheet, and nothing is taken away: paper and code are made of the
sheet as it was before. Tables get the roles that they have anyway: a narrow screen shows each row as a card, and then a
browser no longer says by itself that it is a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import pairwise

from runbook.knowledge.sheets import Sheet
from runbook.sheets.destinations import Destinations, place_anchor
from runbook.sheets.forms import asks_for_a_secret, without_field

_NUMBERED = re.compile(r'<(?:tr|span)\b[^>]* data-step="([^"]+)"')
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_PIECE = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'"<>])*>|[^<]+|<""")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_WORDLESS = frozenset({"pre", "svg", "title", "style"})
_LINKLESS = _WORDLESS | {"a", "h1", "h2", "h3", "header"}
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_HEAD_ROLES = {"col": "columnheader", "row": "rowheader", "rowgroup": "rowheader"}
_ACCOUNT = re.compile(r"(?<![0-9-])([0-9]{4}-[0-9]{4}-[0-9]{4})(?![0-9-])")
# The number of a thing or a seal (E-0031, TEB-004512): read out and compared sign by sign. Steps have two digits.
_NUMBER_OF_A_THING = re.compile(r"(?<![\w-])[A-Z]{1,4}-[0-9]{3,8}(?![\w-])")
_WHOLE_OR_TAG = re.compile(rf"<[^>]*>|({_ACCOUNT.pattern}|{_NUMBER_OF_A_THING.pattern})")
_RUN = re.compile(r"<title>.*?</title>|<[^>]*>|[^<]+", re.DOTALL)
_INSIDE_A_LINE = re.compile(r"</?(?:strong|em|code|a|b)\b")
_SPACES = re.compile(r"\s+")


def pieces(html: str) -> tuple[str, ...]:
    """The words of a piece of finished HTML, one text for each run of them between tags; joined, they are the sentence.

    They stay apart because the gate looks at words as they stand in the page: across a tag, a label and an id that
    belong to different columns would read like a secret and its name.
    """
    runs = [_SPACES.sub(" ", _words(run)) for run in _RUN.findall(html)]
    texts = [run for run in runs if run]
    return tuple(text for text, after in pairwise([*texts, ""]) if text != " " or after.strip())


def _words(run: str) -> str:
    """What a run says: a tag is nothing, or the space between two columns or lines."""
    if run[0] != "<":
        return unescape(run)
    return "" if _INSIDE_A_LINE.match(run) else " "


def plain(html: str) -> str:
    """The words of a piece of finished HTML on one line."""
    return " ".join("".join(pieces(html)).split())


def headings(section: str) -> tuple[tuple[str, str], ...]:
    """The number and the words of each heading of a sheet, in order; `place_anchor` makes an id of the number."""
    return tuple((str(number), plain(words)) for number, words in enumerate(_HEADING.findall(section), 1))


def step_numbers(section: str) -> frozenset[str]:
    """The numbers of the steps that a sheet has a line of."""
    return frozenset(_NUMBERED.findall(section))


def steps(section: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The number and the words of each step of a sheet, in order, the words in `pieces`."""
    starts = [*_NUMBERED.finditer(section)]
    ends = [match.start() for match in starts[1:]] + [len(section)] * bool(starts)
    return tuple(
        (match[1], pieces(section[match.start() : end].partition("</table>")[0]))
        for match, end in zip(starts, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: whether no line may break in it, as in an account id, and whether a space stands before it."""

    text: str
    is_kept: bool
    after_space: bool


def parts(text: str) -> tuple[Part, ...]:
    """A text in parts."""
    found = [(part, bool(number % 2)) for number, part in enumerate(_ACCOUNT.split(text)) if part.strip()]
    spaced = [False, *(first[-1:].isspace() or second[:1].isspace() for (first, _), (second, _) in pairwise(found))]
    return tuple(Part(part.strip(), is_kept, space) for (part, is_kept), space in zip(found, spaced, strict=True))


def on_screen(section: str, sheet: Sheet, destinations: Destinations) -> str:
    """The section of a sheet for the screen; its links still have to be settled for their page."""
    return "".join(_Pass(sheet, destinations).over(section))


def named_cells(html: str) -> str:
    """Finished HTML that is no sheet, with roles and names for the cells of its tables only."""
    return "".join(_Pass().over(html))


@dataclass
class _Table:
    heads: list[str] = field(default_factory=list)
    in_head: bool = False
    column: int = 0
    row_head: str = ""


@dataclass
class _Pass:
    """One way through finished HTML, piece by piece."""

    sheet: Sheet | None = None
    destinations: Destinations | None = None
    headings: int = 0
    linkless: int = 0
    wordless: int = 0
    tables: list[_Table] = field(default_factory=list)

    def over(self, html: str) -> Iterator[str]:
        """The HTML again, piece by piece."""
        for match in _PIECE.finditer(html):
            piece = match[0]
            tag = _TAG.match(piece)
            if tag is None:
                yield self._text(piece)
            elif tag[1]:
                self._end(tag[2])
                yield piece
            else:
                words = html[match.end() : html.find("</th>", match.end())] if tag[2] == "th" else ""
                yield self._begin(tag[2], piece, words)

    def _text(self, text: str) -> str:
        if self.wordless or not text.strip():
            return text
        if self.sheet and self.destinations and not self.linkless:
            text = self.destinations.linked(text, self.sheet)
        return _WHOLE_OR_TAG.sub(_kept, text)

    def _end(self, name: str) -> None:
        self.linkless -= name in _LINKLESS
        self.wordless -= name in _WORDLESS
        if name == "table" and self.tables:
            self.tables.pop()
        elif name == "thead" and self.tables:
            self.tables[-1].in_head = False

    def _begin(self, name: str, piece: str, words: str) -> str:
        """The start of an element; ``words`` are those of the head of a column, as HTML."""
        if not piece.endswith("/>"):
            self.linkless += name in _LINKLESS
            self.wordless += name in _WORDLESS
        return self._in_table(name, self._askable(self._placed(piece)), words)

    def _askable(self, piece: str) -> str:
        """A field, unless what is printed beside or above it asks for a secret: that stays for nobody to fill in."""
        if " data-field=" not in piece or not self.tables:
            return piece
        table = self.tables[-1]
        is_cell = piece.startswith("<td")
        column = table.column - (not is_cell)
        label = table.row_head or (table.heads[column] if 0 <= column < len(table.heads) else "")
        return without_field(piece) if asks_for_a_secret(label) else piece

    def _placed(self, piece: str) -> str:
        """The start of a step or a heading with an id, so that a link can lead there."""
        if self.sheet and (step := _NUMBERED.match(piece)):
            return piece.replace(f'data-step="{step[1]}"', f'id="{escape(place_anchor(self.sheet, step[1]))}"')
        if self.sheet and piece == "<h2>":
            self.headings += 1
            return f'<h2 id="{place_anchor(self.sheet, str(self.headings))}">'
        return piece

    def _in_table(self, name: str, piece: str, words: str) -> str:
        if name == "table":
            self.tables.append(_Table())
        if not self.tables:
            return piece
        table = self.tables[-1]
        if name == "thead":
            table.in_head = True
        elif name == "tr":
            table.column, table.row_head = 0, ""
        elif name == "th" and table.in_head:
            table.heads.append(plain(words))
        elif name in {"td", "th"}:
            table.row_head = plain(words) if _attribute(piece, "scope") == "row" else table.row_head
            piece = _named(piece, table)
        role = _HEAD_ROLES.get(_attribute(piece, "scope") or "col") if name == "th" else _ROLES.get(name)
        return piece.replace(f"<{name}", f'<{name} role="{role}"', 1) if role and " role=" not in piece else piece


def _kept(match: re.Match[str]) -> str:
    return f'<span class="kept">{match[0]}</span>' if match[1] else match[0]


def _named(piece: str, table: _Table) -> str:
    """A cell with the head of its column, which stands above it where there are no columns."""
    column, table.column = table.column, table.column + int(_attribute(piece, "colspan") or 1)
    if column >= len(table.heads) or _attribute(piece, "scope"):
        return piece
    return f'{piece[:-1]} data-label="{escape(table.heads[column])}">'


def _attribute(piece: str, name: str) -> str:
    match = re.search(rf' {name}="([^"]*)"', piece)
    return match[1] if match else ""
