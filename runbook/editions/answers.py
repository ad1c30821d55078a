"""What can be said of a paper, or of a whole folder: each answer is a type with exactly what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from runbook.audience import Audience
from runbook.editions import IssuedEdition
from runbook.knowledge.sheets import SheetName
from runbook.writing import Folder, Kind

PACKET = "packet"
"""The kind of a packet that was made for a moment; that of a card is its name on the command line."""


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A sheet as it stands in an edition; its revision is in force from the day ``since``."""

    code: str
    edition: int
    since: date
    name: SheetName
    revision: int
    audience: Audience = Audience.FULL


@dataclass(frozen=True, slots=True)
class EditionPaper:
    """An edition as a whole, for which an edition code stands; ``since`` is its first day in force."""

    code: str
    edition: int
    since: date


Paper = SheetPaper | EditionPaper


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every answer knows: what was typed."""

    typed: str

    @property
    def is_current(self) -> bool:
        """Whether the paper may be used today."""
        return False


@dataclass(frozen=True, slots=True)
class _Known(_Asked):
    """``other_day`` says that the day on the paper is none on which its code came into force."""

    other_day: bool


@dataclass(frozen=True, slots=True)
class Current(_Known):
    """In force today. ``by`` is the edition, if issued, that will replace it with ``successor`` or withdraw it.

    ``before`` is the edition in force until then, here and below: what ``by`` changed is told since it.
    """

    paper: Paper
    by: IssuedEdition | None
    successor: Paper | None
    before: IssuedEdition | None = None

    @property
    def is_current(self) -> bool:
        """Whether the paper may be used today: not if it names a day that is none of its own."""
        return not self.other_day


@dataclass(frozen=True, slots=True)
class Upcoming(_Known):
    """Issued, and not in force yet."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class Superseded(_Known):
    """Replaced by ``successor`` of the edition ``by``; ``now`` is the paper of today if that is yet another."""

    paper: Paper
    by: IssuedEdition
    successor: Paper
    now: Paper | None
    before: IssuedEdition | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn(_Known):
    """A sheet that the edition ``by`` has no more; ``now`` is the sheet of today if it came back with another code."""

    paper: SheetPaper
    by: IssuedEdition
    now: Paper | None
    before: IssuedEdition | None = None


@dataclass(frozen=True, slots=True)
class Unlisted(_Asked):
    """A paper that no edition lists, and that the config words so: a card, or a packet made for a moment.

    ``kind`` is `PACKET` or the name of a kind of card; ``name`` its path, ``made`` its day or moment as typed, or
    today; ``until`` the last day on which it holds, if it says one. ``holds``: whether it would be made so today.
    """

    code: str
    kind: str
    name: str
    made: str
    until: date | None
    holds: bool

    @property
    def is_current(self) -> bool:
        """Whether the paper may be used today."""
        return self.holds


@dataclass(frozen=True, slots=True)
class Unknown(_Asked):
    """A code, but none that was ever issued. ``looked``: whether cards and packets were compared, too."""

    code: str
    looked: bool = False


@dataclass(frozen=True, slots=True)
class Mistyped(_Asked):
    """No code; ``near`` are the known codes that may have been meant, nearest first."""

    near: tuple[str, ...]


Issued = Current | Upcoming | Superseded | Withdrawn
Answer = Issued | Unlisted | Unknown | Mistyped


class State(StrEnum):
    """What a whole folder is worth today, by the register."""

    CURRENT = "current"
    UPCOMING = "upcoming"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"
    NO_REGISTER = "no-register"
    NOT_ISSUED = "not-issued"
    NOTICE = "notice"
    GUARDRAILS = "guardrails"
    EVIDENCE = "evidence"


WITHOUT_SHEETS: Mapping[Kind, State] = {
    Kind.NOTICE: State.NOTICE,
    Kind.GUARDRAILS: State.GUARDRAILS,
    Kind.QUERIES: State.GUARDRAILS,
    Kind.EVIDENCE: State.EVIDENCE,
}
"""Folders that hold no sheet, and so nothing that the register knows."""

_GOOD = frozenset({State.CURRENT, State.NOT_ISSUED, *WITHOUT_SHEETS.values()})


@dataclass(frozen=True, slots=True)
class FolderAnswer:
    """A folder, what it is worth today, the edition that it holds, and the one that is or will be in force instead."""

    folder: Folder
    state: State
    register: Path
    edition: IssuedEdition | None = None
    other: IssuedEdition | None = None

    @property
    def is_good(self) -> bool:
        """Whether every file is as it was made, and none of an edition that is not in force."""
        return not self.folder.problems and self.state in _GOOD


@dataclass(frozen=True, slots=True)
class Verification:
    """The answers for some codes, that for a folder if one was asked about, and the number of the last edition."""

    answers: tuple[Answer, ...]
    folder: FolderAnswer | None
    latest: int | None

    @property
    def is_current(self) -> bool:
        """Whether every paper may be used today, and the folder is good."""
        return (self.folder is None or self.folder.is_good) and all(answer.is_current for answer in self.answers)
