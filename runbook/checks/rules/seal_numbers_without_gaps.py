"""Between the lowest and the highest seal number of a row every number is accounted for.

On an item, or under `seals` as spare, used or destroyed. A missing number is a bag that somebody may be using to put a
broken seal right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from runbook.checks.rule import Broken, Case, Severity
from runbook.checks.seals import seal_numbers

if TYPE_CHECKING:
    from runbook.config.tree import Path

SEVERITY = Severity.WARNING
CONTROLS = ("custody",)
SOURCES = ("WA-01",)
GOOD = """
  - {first: TEB-004515, last: TEB-004520,
"""
BAD = """
  # <- the next line
  - {first: TEB-004516, last: TEB-004520,
"""
_NUMBER = re.compile(r"(.*?)([0-9]+)")


def check(case: Case) -> Iterator[Broken]:
    """At the number after each gap."""
    rows: dict[str, dict[int, tuple[str, Path]]] = {}
    for number, _, path in seal_numbers(case.whole):
        if match := _NUMBER.fullmatch(number):
            rows.setdefault(f"{match[1]}:{len(match[2])}", {}).setdefault(int(match[2]), (number, path))
    for row in rows.values():
        for before, after in pairwise(sorted(row)):
            if after - before > 1:
                (last, _), (number, path) = row[before], row[after]
                yield Broken.of(path, about=number, before=last, after=number, count=str(after - before - 1))
