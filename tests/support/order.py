"""The order in which tests are dealt out to the processes of a run: what takes long begins first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

Test = TypeVar("Test")


def dealt(tests: Sequence[Test], of_papers: Iterable[Test], long: Iterable[Test]) -> list[Test]:
    """All tests, for two processes of which each begins with one half of them.

    The first half begins with those that look at the printed companies, because one process prints them, with children
    on all processors; the second with all others that take long. So nobody waits for what another is printing.
    """
    printed = list(of_papers)
    placed = {*printed}
    others = [test for test in long if test not in placed]
    placed |= {*others}
    short = [test for test in tests if test not in placed]
    middle = max(0, len(tests) // 2 - len(printed))
    return [*printed, *short[:middle], *others, *short[middle:]]
