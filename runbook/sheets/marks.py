"""What an issued sheet prints beside its code. The words of a sheet, and so its code, know nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mark:
    """The revision of an issued sheet, the day since which it is in force, and the edition that brought it.

    ``number``, ``issued_on``, ``effective`` and ``tool`` are those of that edition; ``approvers`` the names of those
    who approved it, in the language of the sheet.
    """

    revision: int
    since: date
    number: int
    issued_on: date
    effective: date
    approvers: tuple[str, ...]
    tool: str


@dataclass(frozen=True, slots=True)
class PastEdition:
    """An edition as the history on the cover tells it.

    ``sheets`` are the numbers of the sheets whose words it changed, none for the first; ``approvals`` the id of each
    approver with the names of that day by language; ``decision`` the number of the decision by language, none if it is
    that of the edition before; ``people`` everyone that the company then named, by id, in every language.
    """

    number: int
    issued_on: date
    effective: date
    reason: str
    sheets: tuple[str, ...]
    approvals: tuple[tuple[str, Mapping[str, str]], ...]
    decision: Mapping[str, str]
    people: Mapping[str, tuple[str, ...]]
