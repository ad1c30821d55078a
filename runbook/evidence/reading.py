"""Reading files of evidence: each is known by its content, and all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from runbook.errors import EvidenceError, Problem
from runbook.evidence.file_reader import FileReader
from runbook.evidence.gathering import Gathered
from runbook.evidence.trail import Tally
from runbook.evidence.values import Evidence, Explains, nothing_explains

if TYPE_CHECKING:
    from runbook.evidence.files import NamedFile


def read_evidence(
    files: Iterable[NamedFile], known: Iterable[str] = (), explains: Explains = nothing_explains
) -> Evidence:
    """What some files say together; EvidenceError with all that cannot be read or contradicts another file.

    ``known`` are accounts that may be meant by a file whose content names none; those in a list that is read are added.
    ``explains`` leaves out root events that a record of the company accounts for.
    """
    gathered = Gathered(Tally(explains), frozenset(known))
    about_one: list[NamedFile] = []
    for file in sorted(files, key=lambda file: file.path):
        FileReader(file, gathered, about_one).read()
    named = gathered.known | gathered.accounts.keys() | gathered.reported
    gathered.problems += [
        Problem.of("evidence-account-unknown", file.path, account=file.account)
        for file in about_one
        if not file.is_typed and file.account not in named
    ]
    if gathered.problems:
        raise EvidenceError(tuple(sorted(gathered.problems, key=lambda p: (p.file or p.where, p.line, p.column))))
    return gathered.evidence()
