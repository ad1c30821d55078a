"""What a sheet prints beside its code: edition and last execution. Its words, and so its code, know nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


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
class Execution:
    """That a packet was followed on a day: in a drill, or because root was needed.

    ``sheet`` is its file name. ``minutes`` are those until somebody was at the console, None if nobody was; ``failed``
    the steps that did not go as printed. No name and no word of a record is in it, because anybody may read it.
    """

    kind: Literal["drill", "use", "recovery"]
    day: date
    sheet: str
    minutes: int | None = None
    failed: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number of the packet."""
        return self.sheet[:2]


@dataclass(frozen=True, slots=True)
class Executions:
    """The last execution of each packet, the latest first."""

    proofs: tuple[Execution, ...] = ()

    @property
    def latest(self) -> Execution | None:
        """The last execution of any packet."""
        return next(iter(self.proofs), None)

    def of(self, sheet: str) -> Execution | None:
        """The last execution of a packet by its file name."""
        return next((execution for execution in self.proofs if execution.sheet == sheet), None)


NO_EXECUTION = Executions()


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
