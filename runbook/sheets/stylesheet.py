"""What a stylesheet of HTML may say, so that a reader sees the words that the sheet has, all of them and no others.

A list of what is allowed, because what can hide, move, cover or add words has no end: anything else is refused.
Paper is judged by its finished boxes instead. For users: docs/how-to/use-own-templates.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import tinycss2  # type: ignore[import-untyped]  # the parser of the PDF engine has no types
from tinycss2.ast import Node  # type: ignore[import-untyped]
from tinycss2.color3 import RGBA, parse_color  # type: ignore[import-untyped]

from runbook.text.contrast import luminance

Limits = Mapping[str, tuple[float, float]]
Tokens = Sequence[Node]
Rule = Callable[[Tokens], bool]

_FOR_ALL = {"inherit", "initial", "unset", "revert"}
# Least and most of a length by its unit. Text that is smaller is not read, and room that is wider pushes words away.
_TEXT = {"em": (0.75, 4), "rem": (0.75, 4), "%": (75, 400), "px": (10, 64), "pt": (7.5, 48)}
_LINE = {"": (1, 4), "em": (1, 4), "rem": (1, 4), "%": (100, 400)}
_ROOM = {"": (0, 0), "em": (0, 12), "rem": (0, 12), "%": (0, 50), "px": (0, 200), "pt": (0, 150), "mm": (0, 60)}
_SIZE = {"em": (0.8, 200), "rem": (0.8, 200), "%": (2, 100), "px": (10, 3000), "pt": (8, 2000), "mm": (3, 500)}
_SHIFT = {"": (0, 0), "em": (-0.5, 0.5)}
_RING = {"": (0, 0), "em": (0, 0.4), "px": (0, 6)}  # an outline takes no room: a wide one would cover words
_PARTS = {"": (0, 9), "em": (0, 12), "rem": (0, 12), "%": (0, 100), "px": (0, 1000), "mm": (0, 200), "pt": (0, 500)}
_DARK, _LIGHT = 0.18, 0.75  # relative luminance of words and of what is behind them: a contrast of 3.5 at least
_PICTURE_FONT = re.compile(r"dings|symbol|emoji|icons?\b|barcode", re.IGNORECASE)
# What holds no words of its own may be as low as its picture.
_WITHOUT_WORDS = re.compile(
    r"(?:^|\s)(?:[a-z]*\.(?:blank|box|copy-number|copy-place|days|foot-picture|qr|reach-mark))$"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a stylesheet that may not stand there, and its line."""

    text: str
    line: int


@cache
def refused_in_stylesheet(text: str) -> tuple[Refused, ...]:
    """What in a stylesheet could let a reader see other words than the sheet has."""
    return tuple(_in_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


@cache
def refused_in_style(text: str) -> tuple[Refused, ...]:
    """The same for the declarations of a style attribute."""
    return tuple(_in_declarations(tinycss2.parse_blocks_contents(text), ""))


def _in_rules(rules: Tokens) -> Iterator[Refused]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = tinycss2.serialize(rule.prelude)
            yield from _in_declarations(tinycss2.parse_blocks_contents(rule.content), selectors)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            yield from _in_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page" and rule.content is not None:
            yield from _in_declarations(tinycss2.parse_blocks_contents(rule.content), "@page")
        else:
            yield _refused(rule)


def _in_declarations(parts: Tokens, selectors: str) -> Iterator[Refused]:
    for part in parts:
        if part.type in {"whitespace", "comment"}:
            continue
        if part.type != "declaration" or not _is_allowed(part.lower_name, part.value, selectors):
            yield _refused(part)


def _refused(part: Node) -> Refused:
    text = part.message if part.type == "error" else tinycss2.serialize([part])
    return Refused(" ".join(text.split())[:80], part.source_line)


def _is_allowed(name: str, value: Tokens, selectors: str) -> bool:
    tokens = [token for token in value if token.type not in {"whitespace", "comment"}]
    if not tokens:
        return False
    if len(tokens) == 1 and _word(tokens[0]) in _FOR_ALL:
        return name in _PROPERTIES
    if name in {"height", "max-height"} and all(map(_WITHOUT_WORDS.search, _each(selectors))):
        return _lengths(_SIZE, "auto", "none")(tokens)
    if only := _ONLY_THERE.get((name, selectors.strip())):
        return only(tokens)
    return name in _PROPERTIES and _PROPERTIES[name](tokens)


def _each(selectors: str) -> list[str]:
    return [selector.strip() for selector in selectors.split(",")]


def _word(token: Node) -> str:
    return str(token.lower_value) if token.type == "ident" else ""


def _words(*known: str) -> Rule:
    """Only these words."""
    return lambda tokens: all(_word(token) in known for token in tokens)


def _lengths(limits: Limits, *known: str) -> Rule:
    """Lengths within the limits of their units, or these words."""
    return lambda tokens: all(_word(token) in known or _is_within(token, limits) for token in tokens)


def _is_within(token: Node, limits: Limits) -> bool:
    unit = {"number": "", "percentage": "%"}.get(token.type, getattr(token, "lower_unit", None))
    if unit is None or (unit not in limits and token.value != 0):
        return False
    least, most = limits.get(unit, limits.get("", (1, 0)))
    return bool(least <= token.value <= most)


def _either(*rules: Rule) -> Rule:
    """Each part by one of the rules."""
    return lambda tokens: all(any(rule([token]) for rule in rules) for token in tokens)


def _any_colour(tokens: Tokens) -> bool:
    return all(parse_color(token) is not None for token in tokens)


def _dark(tokens: Tokens) -> bool:
    """A colour of words: opaque, and dark enough for the ground."""
    return len(tokens) == 1 and 0 <= _luminance(tokens[0]) <= _DARK


def _light(tokens: Tokens) -> bool:
    """A ground: none, or opaque and light."""
    return len(tokens) == 1 and (_word(tokens[0]) in {"none", "transparent"} or _luminance(tokens[0]) >= _LIGHT)


def _luminance(token: Node) -> float:
    """Of an opaque colour, from 0 (black) to 1; -1 for anything else."""
    colour = parse_color(token)
    if not isinstance(colour, RGBA) or colour.alpha < 1:
        return -1
    red, green, blue = colour[:3]
    return luminance((red, green, blue))


def _fonts(tokens: Tokens) -> bool:
    """Families of letters; one of pictures would show others."""
    names = [token.value for token in tokens if token.type in {"ident", "string"}]
    commas = [token for token in tokens if token.type == "literal" and token.value == ","]
    return len(names) + len(commas) == len(tokens) and not any(map(_PICTURE_FONT.search, names))


def _nothing(tokens: Tokens) -> bool:
    """No text: what a stylesheet adds is on no paper and in no code."""
    return all(_word(token) in {"none", "normal"} or (token.type == "string" and not token.value) for token in tokens)


_SIDES = ("top", "right", "bottom", "left")
_LINE_STYLES = _words("none", "solid", "dashed", "dotted", "double")
_BORDER = _either(_LINE_STYLES, _lengths(_ROOM), _any_colour)
_BREAK = _words("auto", "avoid", "page", "always", "avoid-page")
_ALIGNED = _words("start", "end", "flex-start", "flex-end", "center", "space-between", "stretch", "baseline")
_PROPERTIES: dict[str, Rule] = {
    "color": _dark,
    "background": _light,
    "background-color": _light,
    "font-family": _fonts,
    "font-size": _lengths(_TEXT),
    "font-style": _words("normal", "italic", "oblique"),
    "font-variant-ligatures": _words("none", "normal"),
    "font-variant-numeric": _words("normal", "tabular-nums", "lining-nums"),
    "font-weight": _either(_words("normal", "bold", "bolder", "lighter"), _lengths({"": (100, 900)})),
    "line-height": _lengths(_LINE, "normal"),
    "text-align": _words("left", "right", "center", "start", "end", "justify"),
    "text-decoration": _words("none", "underline", "solid"),
    "vertical-align": _lengths(_SHIFT, "baseline", "top", "middle", "bottom", "text-top", "text-bottom"),
    "white-space": _words("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
    "overflow-wrap": _words("normal", "anywhere", "break-word"),
    "word-break": _words("normal", "keep-all", "break-all"),
    "content": _nothing,
    "list-style": _words("none", "disc", "decimal", "inside", "outside"),
    "list-style-type": _words("none", "disc", "decimal"),
    "box-sizing": _words("border-box", "content-box"),
    "margin": _lengths(_ROOM, "auto"),
    "padding": _lengths(_ROOM),
    "gap": _lengths(_ROOM),
    "width": _lengths(_SIZE, "auto", "max-content", "min-content", "fit-content"),
    "max-width": _lengths(_SIZE, "none"),
    "min-width": _lengths(_ROOM, "auto"),
    "height": _words("auto"),
    "max-height": _words("none"),
    "min-height": _lengths(_ROOM, "auto"),
    "border": _BORDER,
    "border-width": _lengths(_ROOM),
    "border-style": _LINE_STYLES,
    "border-color": _any_colour,
    "border-radius": _lengths(_ROOM),
    "border-collapse": _words("collapse", "separate"),
    "border-spacing": _lengths(_ROOM),
    "outline": _either(_LINE_STYLES, _lengths(_RING), _any_colour),
    "outline-offset": _lengths(_RING),
    "table-layout": _words("auto", "fixed"),
    "display": _words(
        "block", "inline", "inline-block", "list-item", "flex", "inline-flex", "table", "table-row", "table-cell"
    ),
    "flex": _lengths(_PARTS, "auto", "none"),
    "flex-direction": _words("row", "column"),
    "flex-wrap": _words("wrap", "nowrap"),
    "align-items": _ALIGNED,
    "justify-content": _ALIGNED,
    "overflow-x": _words("auto", "visible", "scroll"),
    "break-before": _BREAK,
    "break-after": _BREAK,
    "break-inside": _BREAK,
    "orphans": _lengths({"": (1, 9)}),
    "widows": _lengths({"": (1, 9)}),
    "size": _either(_words("a4", "a3", "letter", "legal", "portrait", "landscape"), _lengths({"mm": (100, 500)})),
}
_PROPERTIES |= {f"margin-{side}": _lengths(_ROOM, "auto") for side in _SIDES}
_PROPERTIES |= {f"padding-{side}": _lengths(_ROOM) for side in _SIDES}
_PROPERTIES |= {f"border-{side}": _BORDER for side in _SIDES}
_PROPERTIES |= {f"border-{side}-width": _lengths(_ROOM) for side in _SIDES}
_PROPERTIES |= {f"border-{side}-style": _LINE_STYLES for side in _SIDES}
_PROPERTIES |= {f"border-{side}-color": _any_colour for side in _SIDES}
# Elsewhere it would strike words out, or move a row to the top of its table.
_ONLY_THERE: dict[tuple[str, str], Rule] = {
    ("text-decoration", "del"): _words("line-through"),
    ("display", "thead"): _words("table-header-group"),
}
