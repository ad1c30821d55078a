"""Reading files of evidence: each is known by its content, and all that is wrong is told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.errors import EvidenceError, Problem
from runbook.evidence.file_reader import FileReader
from runbook.evidence.gathering import Gathered
from runbook.evidence.trail import Tally
from runbook.evidence.values import Evidence, Explains, nothing_explains
from runbook.stages import Stage, enter

if TYPE_CHECKING:
    from runbook.evidence.files import NamedFile


MEGABYTE = 1_000_000
_LARGE = 10  # megabytes that take about a second to read


@dataclass(slots=True)
class _Gauge:
    """How much of all files is read, for somebody who waits."""

    total: int
    done: int = 0

    def heard(self, count: int) -> None:
        before, self.done = self.done // MEGABYTE, self.done + count
        if self.total >= _LARGE * MEGABYTE and self.done // MEGABYTE != before:
            enter(Stage.EVIDENCE, self.done // MEGABYTE, self.total // MEGABYTE)


def _size(file: NamedFile) -> int:
    """In bytes as it lies on the disk; 0 of one that cannot be read, which is told when it is read."""
    try:
        return os.stat(file.path).st_size  # noqa: PTH116  a name may be no path at all
    except (OSError, ValueError):
        return 0


def read_evidence(
    files: Iterable[NamedFile], known: Iterable[str] = (), explains: Explains = nothing_explains
) -> Evidence:
    """What some files say together; EvidenceError with all that cannot be read or contradicts another file.

    ``known`` are accounts that may be meant by a file whose content names none; those in a list that is read are added.
    ``explains`` leaves out root events that a record of the company accounts for.
    """
    gathered = Gathered(Tally(explains), frozenset(known))
    about_one: list[NamedFile] = []
    in_order = sorted(files, key=lambda file: file.path)
    gauge = _Gauge(sum(map(_size, in_order)))
    for file in in_order:
        FileReader(file, gathered, about_one, gauge.heard).read()
    named = gathered.known | gathered.accounts.keys() | gathered.reported
    gathered.problems += [
        Problem.of("evidence-account-unknown", file.path, account=file.account)
        for file in about_one
        if not file.is_typed and file.account not in named
    ]
    if gathered.problems:
        raise EvidenceError(tuple(sorted(gathered.problems, key=lambda p: (p.file or p.where, p.line, p.column))))
    return gathered.evidence()
