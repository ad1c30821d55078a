"""How much work something is, said so that it is as much on a slow machine as on a fast one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Effort:
    """Processor time as a multiple of what counting to a million takes here and now; known after the block."""

    millions: float = 0.0


@contextmanager
def measured() -> Iterator[Effort]:
    """The effort of the block. It is counted before and after: a machine may have become busy in between."""
    effort = Effort()
    before = _count_to_a_million()
    start = time.process_time()
    yield effort
    spent = time.process_time() - start
    effort.millions = spent / max(before, _count_to_a_million())


def _count_to_a_million() -> float:
    start = time.process_time()
    for _ in range(1_000_000):
        pass
    return time.process_time() - start
