"""A finished sheet as it stands on a screen: the same words, with links, places to link to, and names for its cells.

Nothing is added that could be read as a word of the sheet, and nothing is taken away: paper and code are made of the
sheet as it was before. Tables get the roles that they have anyway, because a narrow screen shows each row as a card, and
a browser that is told so no longer tells readers of the screen that it is a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import pairwise

from runbook.knowledge.sheets import Sheet
from runbook.sheets.destinations import Destinations, place_anchor

STEP = re.compile(r'<(?:tr|span)\b[^>]* data-step="([^"]+)"')
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_TOKEN = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'"<>])*>|[^<]+|<""")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_RUNS = re.compile(r"<title>.*?</title>|<[^>]*>|[^<]+", re.DOTALL)
_INSIDE_A_LINE = re.compile(r"</?(?:strong|em|code|a|b)\b")
_ACCOUNT = re.compile(r"(?<![0-9-])([0-9]{4}-[0-9]{4}-[0-9]{4})(?![0-9-])")
_ACCOUNT_OR_TAG = re.compile(rf"<[^>]*>|{_ACCOUNT.pattern}")
_SPACES = re.compile(r"\s+")
_WORDLESS = frozenset({"pre", "svg", "title", "style"})
_LINKLESS = _WORDLESS | {"a", "h1", "h2", "h3", "header"}
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_HEAD_ROLES = {"col": "columnheader", "row": "rowheader", "rowgroup": "rowheader"}


def pieces(html: str) -> tuple[str, ...]:
    """The words of a piece of finished HTML, one text for each run of them between tags; joined, they are the sentence.

    They stay apart because the gate looks at words as they stand in the page: across a tag, a label and an id that
    belong to different columns would read like a secret and its name.
    """
    parts = ("" if _INSIDE_A_LINE.match(part) else " " if part[0] == "<" else unescape(part) for part in _RUNS.findall(html))
    texts = [_SPACES.sub(" ", part) for part in parts if part]
    kept = [text for text, after in zip(texts, [*texts[1:], ""], strict=True) if text != " " or after.strip()]
    return tuple(kept[1:] if kept and kept[0] == " " else kept)


def plain(html: str) -> str:
    """The words of a piece of finished HTML on one line."""
    return " ".join("".join(pieces(html)).split())


def headings(section: str) -> tuple[tuple[str, str], ...]:
    """The number and the words of each heading of a sheet, in order; `place_anchor` makes an id of the number."""
    return tuple((str(number), plain(words)) for number, words in enumerate(_HEADING.findall(section), 1))


def steps(section: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The number and the words of each step of a sheet, in order, the words in `pieces`."""
    starts = [*STEP.finditer(section)]
    ends = [match.start() for match in starts[1:]] + [len(section)] * bool(starts)
    return tuple(
        (match[1], pieces(section[match.start() : end].partition("</table>")[0]))
        for match, end in zip(starts, ends, strict=True)
    )


def on_screen(section: str, sheet: Sheet, destinations: Destinations) -> str:
    """The section of a sheet for the screen; its links still have to be settled for their page."""
    return "".join(_Pass(sheet, destinations).pieces(section))


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


def named_cells(html: str) -> str:
    """Finished HTML that is no sheet, with roles and names for the cells of its tables only."""
    return "".join(_Pass().pieces(html))


@dataclass
class _Table:
    heads: list[str] = field(default_factory=list)
    in_head: bool = False
    column: int = 0


@dataclass
class _Pass:
    """One way through a section, piece by piece."""

    sheet: Sheet | None = None
    destinations: Destinations | None = None
    headings: int = 0
    linkless: int = 0
    wordless: int = 0
    tables: list[_Table] = field(default_factory=list)

    def pieces(self, section: str) -> Iterator[str]:
        """The section again, piece by piece."""
        for match in _TOKEN.finditer(section):
            token = match[0]
            tag = _TAG.match(token)
            if tag is None:
                yield self._text(token)
            elif tag[1]:
                self._ends(tag[2])
                yield token
            else:
                yield self._begins(tag[2], token, section, match.end())

    def _text(self, text: str) -> str:
        if self.wordless or not text.strip():
            return text
        if self.sheet and self.destinations and not self.linkless:
            text = self.destinations.linked(text, self.sheet)
        return _ACCOUNT_OR_TAG.sub(lambda match: f'<span class="kept">{match[0]}</span>' if match[1] else match[0], text)

    def _ends(self, tag: str) -> None:
        self.linkless -= tag in _LINKLESS
        self.wordless -= tag in _WORDLESS
        if tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "thead" and self.tables:
            self.tables[-1].in_head = False

    def _begins(self, tag: str, token: str, section: str, at: int) -> str:
        if not token.endswith("/>"):
            self.linkless += tag in _LINKLESS
            self.wordless += tag in _WORDLESS
        if self.sheet and (number := STEP.match(token)):
            token = token.replace(f'data-step="{number[1]}"', f'id="{escape(place_anchor(self.sheet, number[1]))}"')
        if self.sheet and token == "<h2>":
            self.headings += 1
            return f'<h2 id="{place_anchor(self.sheet, str(self.headings))}">'
        words = section[at : section.find("</th>", at)] if tag == "th" else ""
        return self._in_table(tag, token, words)

    def _in_table(self, tag: str, token: str, words: str) -> str:
        if tag == "table":
            self.tables.append(_Table())
        elif not self.tables:
            return token
        table = self.tables[-1]
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.column = 0
        elif tag == "th" and table.in_head:
            table.heads.append(plain(words))
        elif tag in {"td", "th"}:
            token = self._named(token, table)
        role = _HEAD_ROLES.get(_attribute(token, "scope") or "col") if tag == "th" else _ROLES.get(tag)
        return token.replace(f"<{tag}", f'<{tag} role="{role}"', 1) if role and " role=" not in token else token

    def _named(self, token: str, table: _Table) -> str:
        """A cell with the head of its column, which stands above it where there are no columns."""
        column, table.column = table.column, table.column + int(_attribute(token, "colspan") or 1)
        if column >= len(table.heads) or _attribute(token, "scope"):
            return token
        return f'{token[:-1]} data-label="{escape(table.heads[column])}">'


def _attribute(token: str, name: str) -> str:
    match = re.search(rf' {name}="([^"]*)"', token)
    return match[1] if match else ""
