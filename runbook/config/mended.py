"""The line to write where YAML cannot be parsed: slips are mended one at a time, and what then parses is shown.

Nothing is taken: a line is offered only if the parser gets past it, so whoever pastes it has that problem no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import yaml

# The parser reads the whole text for each trial.
_LARGEST = 200_000
_TRIALS = 24

_WIDE_SPACE = re.compile("[\u00a0\u2007\u202f\u3000]")
_KEY = re.compile(r"^(?P<indent>[ \t]*)(?P<dash>- +)?(?P<key>[A-Za-z_][\w.-]*)[ \u3000]?(?P<colon>[:：])(?P<rest>.*)$")
_ENDS = " }],"
_CLOSING = {"{": "}", "[": "]"}


def mended_line(lines: Sequence[str], numbers: Iterable[int], end: int) -> tuple[int, str] | None:
    """The number of a line, and the line as it parses; None if no single slip explains the error.

    ``numbers``: the lines that may be wrong, likeliest first. ``end``: the line at which the parser gave up.
    """
    if sum(map(len, lines)) > _LARGEST:
        return None
    near = tuple(numbers)
    # A colon without its space first: what it leaves behind parses in other ways, too, and means nothing.
    trials = ((number, line) for forms in (_spaced, _shaped) for number in near for line in forms(lines, number))
    for _, (number, line) in zip(range(_TRIALS), trials, strict=False):
        if _gets_past(lines, number, line, end):
            return number, line
    return None


def _gets_past(lines: Sequence[str], number: int, line: str, end: int) -> bool:
    text = "\n".join((*lines[: number - 1], line, *lines[number:]))
    try:
        for _ in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        return mark is not None and mark.line + 1 > max(end, number + 1)
    except yaml.reader.ReaderError:
        return False
    return True


def _spaced(lines: Sequence[str], number: int) -> Iterator[str]:
    """A line with plain spaces, and with one behind the colon of its key."""
    line = lines[number - 1]
    plain = _WIDE_SPACE.sub(" ", line)
    match = _KEY.match(plain)
    if match and (line != plain or match["colon"] != ":" or match["rest"][:1].strip()):
        yield f"{match['indent']}{match['dash'] or ''}{match['key']}: {match['rest'].strip()}"
    elif line != plain:
        yield plain


def _shaped(lines: Sequence[str], number: int) -> Iterator[str]:
    """A line further in or out, as its neighbours are; with its value in quotes; with what it leaves open closed."""
    line = lines[number - 1]
    forms: list[str] = []
    if match := _KEY.match(line):
        value = match["rest"].strip()
        forms += [" " * column + line.strip() for column in _columns(lines, number)]
        if value and value[0] not in "\"'{[&*|>!":
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            forms.append(f'{match["indent"]}{match["dash"] or ""}{match["key"]}: "{quoted}"')
    forms += _closed(line)
    yield from (form for form in dict.fromkeys(forms) if form != line)


def _columns(lines: Sequence[str], number: int) -> Iterator[int]:
    """Where the keys around a line begin: those of the line above, then those of the line below."""
    for other in (*lines[number - 2 : number - 1], *lines[number : number + 1]):
        if (match := _KEY.match(other)) and "\t" not in match["indent"]:
            yield len(match["indent"]) + len(match["dash"] or "")
            yield len(match["indent"])


def _closed(line: str) -> Iterator[str]:
    """A line with the quote or the bracket that it opens and does not close."""
    opened = line.rstrip(_ENDS)  # no pattern, which would take the square of a long run of blanks
    for quote in "\"'":
        if line.count(quote) == 1:
            yield f"{opened}{quote}{line[len(opened) :]}"
    for opening, closing in _CLOSING.items():
        if line.count(opening) == line.count(closing) + 1:
            yield line.rstrip() + closing
