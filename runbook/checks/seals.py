"""Seal numbers of an organisation, with the thing that bears each and its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.organisation import Organisation


def seal_numbers(organisation: Organisation) -> Iterator[tuple[str, str, Path]]:
    """Every number: on items, and one by one in the rows of ``seals``."""
    for index, item in enumerate(organisation.items):
        if item.seal:
            yield item.seal, item.id, ("items", index, "seal")
    for index, row in enumerate(organisation.seals):
        for number in row.numbers or ():
            yield number, f"seals[{index}]", ("seals", index, "first")
