"""What a command tells: one form for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runbook.errors import Problem


def _nothing() -> object:
    return None


@dataclass(frozen=True, slots=True)
class Report:
    """A result: ``record`` makes it for machines, ``lines`` are the same for people.

    ``remarks`` and ``problems`` have places in a file and stand before and after the lines; ``talk`` are sentences
    about the run. `--quiet` silences all but problems, and lines that programs read (``is_for_programs``). A report may
    have no form for people (``is_record_only``).
    ``is_finding`` makes the exit code 1.
    """

    record: Callable[[], object] = _nothing
    lines: Iterable[str] = ()
    remarks: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    talk: tuple[str, ...] = ()
    is_for_programs: bool = False
    is_record_only: bool = False
    is_finding: bool = False
