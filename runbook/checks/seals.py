"""Seal numbers of an organisation, with the thing that bears each and its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.organisation import Organisation

_ROW = re.compile(r"(.*?)([0-9]+)")
# A row longer than this is a slip of the pen, and would be counted for ever.
LONGEST_ROW = 10_000


def seal_numbers(organisation: Organisation) -> Iterator[tuple[str, str, Path]]:
    """Every number: on items, and one by one in the rows of ``seals``."""
    for index, item in enumerate(organisation.items):
        if item.seal:
            yield item.seal, item.id, ("items", index, "seal")
    for index, row in enumerate(organisation.seals):
        first, last = _ROW.fullmatch(row.first), _ROW.fullmatch(row.last or row.first)
        if not first or not last or first[1] != last[1] or int(last[2]) - int(first[2]) not in range(LONGEST_ROW):
            yield row.first, f"seals[{index}]", ("seals", index, "first")
            continue
        for number in range(int(first[2]), int(last[2]) + 1):
            yield f"{first[1]}{number:0{len(first[2])}d}", f"seals[{index}]", ("seals", index, "first")
