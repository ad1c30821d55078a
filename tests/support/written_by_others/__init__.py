r"""What people write into a config about root users, by somebody who had not seen the rules.

``secrets.txt`` and ``harmless.txt`` hold templates, one a line, under the style they belong to (``== style count``).
``[[a|b]]`` chooses, ``<name>`` is a value made anew (`values`), ``\n`` begins a line; ``V:``, ``K:``, ``C:`` or ``L:``
at the start says where it stands. A style that ends in "?" is one where it is arguable whether it is a secret.
No file holds what a scanner would report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from support.written_by_others.values import BEFORE, BEHIND, filled

Where = Literal["value", "key", "comment", "lines"]

_PLACES: dict[str, Where] = {"V": "value", "K": "key", "C": "comment", "L": "lines"}
_CHOICE = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]")
_PLACE = re.compile(r"([VKCL]):")
_TRIES = 40  # a style of few different texts gives up


class Text(NamedTuple):
    """A text of a style, and where in a config it stands."""

    style: str
    where: Where
    text: str


def secrets(seed: int) -> list[Text]:
    """Texts that hold a secret."""
    return [text for style, count, lines in _styles("secrets") for text in _texts("secret", seed, style, count, lines)]


def harmless(seed: int) -> list[Text]:
    """Texts that hold none."""
    found = _styles("harmless")
    return [text for style, count, lines in found for text in _texts("harmless", seed, style, count, lines)]


def _styles(name: str) -> Iterator[tuple[str, int, list[str]]]:
    """Each style with how many texts it gives, and its templates."""
    _, *blocks = re.split(r"^== ", (Path(__file__).parent / f"{name}.txt").read_text("utf-8"), flags=re.MULTILINE)
    for block in blocks:
        head, *templates = block.rstrip("\n").split("\n")
        style, count = head.split()
        yield style, int(count), templates


def _texts(kind: Literal["secret", "harmless"], seed: int, style: str, count: int, templates: list[str]) -> list[Text]:
    """Different texts of a style; some get a sign, a name or a day before or behind them."""
    dice = Random(f"{kind}/{seed}/{style}")  # noqa: S311  a corpus repeats
    decorated = {"secret": 0.2, "harmless": 0.3}[kind]
    found: dict[Text, None] = {}
    left: list[str] = []
    for _ in range(count * _TRIES):
        if len(found) == count:
            break
        if not left:
            left = templates[:]
            dice.shuffle(left)
        template = left.pop()
        place = ""
        if match := _PLACE.match(template):
            place, template = match[1], template[2:]
        if (
            place not in {"K", "L"}
            and "\\n" not in template
            and template[0] not in "-{[\"'`"
            and dice.random() < decorated
        ):
            template = _decorated(dice, template)
        text = _filled(dice, template)
        if "\n" in text.strip("\n"):
            place = "L"
        elif not place:
            place = dice.choice("VVC")
        found[Text(style, _PLACES[place], text if place == "L" else text.strip("\n"))] = None
    return list(found)


def _decorated(dice: Random, template: str) -> str:
    side = dice.randrange(5)
    before = dice.choice(BEFORE) if side in {0, 1, 4} else ""
    return before + template + (dice.choice(BEHIND) if side >= 2 else "")


def _filled(dice: Random, template: str) -> str:
    while (chosen := _CHOICE.sub(lambda match: dice.choice(match[1].split("|")), template, count=1)) != template:
        template = chosen
    return filled(dice, template.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\"))
