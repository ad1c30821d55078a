"""What an issued sheet prints beside its code. The words of a sheet, and so its code, know nothing of it."""

from __future__ import annotations

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
