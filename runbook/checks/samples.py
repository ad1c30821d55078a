"""The right and wrong lines of a rule, whole: as they stand in the example config, under their keys."""

from __future__ import annotations

from collections.abc import Iterator

_BETWEEN = "\n...\n"  # between lines of a rule that stand apart in the config
ARROW = "# <-"


def whole_lines(example: str, good: str, bad: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the example that hold ``good``, and the same where ``bad`` stands instead.

    Each comes with the lines that it stands under, up to a key of the file; "..." stands where lines are left out.
    ``good`` and ``bad`` may begin and end within a line. ValueError if ``good`` is not in the example.
    """
    right, wrong = (lines.strip("\n").split(_BETWEEN) for lines in (good, bad))
    broken = example
    for old, new in zip(right, wrong, strict=True):
        broken = broken.replace(old, new, 1)
    return tuple(_shown(example, right)), tuple(_shown(broken, wrong))


def _shown(text: str, parts: list[str]) -> Iterator[str]:
    lines = text.split("\n")
    wanted: set[int] = set()
    for part in parts:
        start = text.index(part)
        first = text.count("\n", 0, start)
        own = range(first, first + part.count("\n") + 1)
        above = _above(lines, first)
        wanted |= {*above, *own, *_rest(lines, [*above, *own])}
    before = None
    for number in sorted(number for number in wanted if lines[number].strip()):
        if before is not None and number > before + 1 and any(map(_says, lines[before + 1 : number])):
            yield f"{' ' * _indent(lines[number])}..."
        yield lines[number]
        before = number


def _above(lines: list[str], number: int) -> list[int]:
    """The lines that a line stands under, the outermost first."""
    found: list[int] = []
    depth = _indent(lines[number])
    for above in range(number - 1, -1, -1):
        if depth and _says(lines[above]) and _indent(lines[above]) < depth:
            depth = _indent(lines[above])
            found.insert(0, above)
    return found


def _rest(lines: list[str], shown: list[int]) -> list[int]:
    """The lines after the last shown one that close its brackets."""
    found: list[int] = []
    entry = next((number for number in shown if _open(lines[number])), shown[-1])
    text, number = "".join(lines[entry : shown[-1] + 1]), shown[-1]
    while _open(text) and number + 1 < len(lines):
        number += 1
        text += lines[number]
        found.append(number)
    return found


def _open(text: str) -> bool:
    return text.count("{") + text.count("[") > text.count("}") + text.count("]")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _says(line: str) -> bool:
    """Whether a line holds more than a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")
