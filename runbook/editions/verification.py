"""Is this paper current? Answers for codes that somebody read from a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from runbook.audience import Audience
from runbook.clock import Clock
from runbook.editions import IssuedEdition, Register, read_register_of
from runbook.errors import UsageError
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import CODE_SIGNS, Misread, near_codes, read_code, signs_of
from runbook.writing import Folder, Kind, Ledger, verify_folder

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PACKET = "packet"
"""The kind of a packet that was made for a moment; that of a card is its name on the command line."""
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed or scanned: a code and, from the paper, the day that stands beside it, and the time.

    Beside the code of a sheet stands the day from which it is in force; a card names the day on which it was made, a
    packet that was made for a moment that moment.
    """

    text: str
    day: str = ""
    time: str = ""


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
Lookup = Callable[[Typed, str, date], Unlisted | Unknown]
"""What is known on a day of a code (as typed, and as read) that is in no edition."""


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


_WITHOUT_SHEETS: Mapping[Kind, State] = {
    Kind.NOTICE: State.NOTICE,
    Kind.GUARDRAILS: State.GUARDRAILS,
    Kind.QUERIES: State.GUARDRAILS,
    Kind.EVIDENCE: State.EVIDENCE,
}
_GOOD = frozenset({State.CURRENT, State.NOT_ISSUED, *_WITHOUT_SHEETS.values()})


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


def _unknown(typed: Typed, code: str, _today: date) -> Unknown:
    return Unknown(typed.text, code)


def verify_papers(
    config: Path, codes: Sequence[str], output: Path | None, clock: Clock, lookup: Lookup = _unknown
) -> Verification:
    """What codes and a folder are worth by the register of a config, on the day of the company.

    ``lookup`` is asked about codes that are in no edition. UsageError if there is nothing to verify, or no register to
    verify a code by.
    """
    typed = typed_codes(codes)
    if not typed and (codes or output is None):
        raise UsageError("nothing_to_verify")
    ledger, register = read_register_of(config)
    if typed and ledger.before is None:  # "unknown" would be a wrong answer if only the folder is the wrong one
        raise UsageError("no_register", register=ledger.path)
    today = clock.day_in(register.time_zone)
    return Verification(
        tuple(verify(code, register, today, lookup) for code in typed),
        folder_answer(verify_folder(output), ledger, register, today) if output is not None else None,
        register.latest.number if register.latest else None,
    )


def folder_answer(folder: Folder, ledger: Ledger, register: Register, today: date) -> FolderAnswer:
    """What a folder is worth today."""
    if folder.kind in _WITHOUT_SHEETS:
        return FolderAnswer(folder, _WITHOUT_SHEETS[folder.kind], ledger.path)
    if folder.edition is None:
        return FolderAnswer(folder, State.NOT_ISSUED, ledger.path)
    if ledger.before is None:
        return FolderAnswer(folder, State.NO_REGISTER, ledger.path)
    edition, now = register.edition(folder.edition), register.in_force(today)
    if edition is None or not edition.approved:
        return FolderAnswer(folder, State.UNKNOWN, ledger.path, other=now)
    coming = [known for known in _timeline(register) if known.effective > today]
    if edition == now:
        return FolderAnswer(folder, State.CURRENT, ledger.path, edition, next(iter(coming), None))
    state = State.UPCOMING if edition in coming or now is None else State.SUPERSEDED
    return FolderAnswer(folder, state, ledger.path, edition, now)


def typed_codes(arguments: Sequence[str]) -> tuple[Typed, ...]:
    """The codes in what was typed: a code may have spaces in it, and a day or a moment may follow it."""
    found: list[Typed] = []
    parts: list[str] = []
    for word in " ".join(arguments).split():
        if _DAY.fullmatch(word) and (parts or found):
            if parts:
                found.append(Typed(" ".join(parts)))
                parts = []
            found[-1] = Typed(found[-1].text, word)
            continue
        if _TIME.fullmatch(word) and not parts and found and found[-1].day:
            found[-1] = replace(found[-1], time=word)
            continue
        if parts and len(signs_of(" ".join([*parts, word]))) > CODE_SIGNS:
            found.append(Typed(" ".join(parts)))
            parts = []
        parts.append(word)
        if len(signs_of(" ".join(parts))) >= CODE_SIGNS:
            found.append(Typed(" ".join(parts)))
            parts = []
    if parts:
        found.append(Typed(" ".join(parts)))
    return tuple(found)


def verify(typed: Typed, register: Register, today: date, lookup: Lookup = _unknown) -> Answer:
    """What a code says about its paper today."""
    code = read_code(typed.text)
    if isinstance(code, Misread):
        known = {edition.code for edition in register.issued} | {code for _, _, code in _issued_codes(register)}
        return Mistyped(typed.text, near_codes(typed.text, known))
    if code in {edition.code for edition in register.issued}:
        return _answer(typed, code, _editions(register), register, today)
    found = next((paper for paper in _issued_codes(register) if paper[2] == code), None)
    if not found:
        return lookup(typed, code, today)
    name, audience, _ = found
    return _answer(typed, code, _sheets(register, name, audience), register, today)


def _issued_codes(register: Register) -> Iterator[tuple[SheetName, Audience, str]]:
    """Every sheet that was ever issued, for whom, and its code."""
    for edition in register.issued:
        for audience in Audience:
            yield from ((name, audience, sheet.code) for name, sheet in edition.of(audience).items())


def _editions(register: Register) -> Mapping[int, Paper]:
    return {
        edition.number: EditionPaper(edition.code, edition.number, edition.effective) for edition in register.issued
    }


def _sheets(register: Register, name: SheetName, audience: Audience) -> Mapping[int, Paper]:
    return {
        edition.number: SheetPaper(sheet.code, edition.number, sheet.since, name, sheet.revision, audience)
        for edition in register.issued
        if (sheet := edition.of(audience).get(name))
    }


def _answer(typed: Typed, code: str, papers: Mapping[int, Paper], register: Register, today: date) -> Answer:
    """The answer for a code that was issued; ``papers`` are the sheet, or the whole, in each edition that has it."""
    asked = {number: paper for number, paper in papers.items() if paper.code == code}
    days = {str(paper.since) for paper in asked.values() if isinstance(paper, SheetPaper)}
    known = (typed.text, bool(typed.day and days) and typed.day not in days)
    timeline = _timeline(register)
    past = [edition for edition in timeline if edition.effective <= today]
    coming = [edition for edition in timeline if edition.effective > today]
    if past and past[-1].number in asked:
        change = next((edition for edition in coming if edition.number not in asked), None)
        successor = papers.get(change.number) if change else None
        return Current(*known, asked[past[-1].number], change, successor, _before(change, timeline))
    if ahead := next((edition for edition in coming if edition.number in asked), None):
        return Upcoming(*known, asked[ahead.number])
    last = max(asked)
    by = next(edition for edition in timeline if edition.number > last)
    now = papers.get(past[-1].number) if past else None
    match asked[last]:
        case SheetPaper() as sheet if by.number not in papers:
            return Withdrawn(*known, sheet, by, now, _before(by, timeline))
        case paper:  # an edition as a whole is never withdrawn, only replaced
            successor = papers[by.number]
            later = now if now and now.code != successor.code else None
            return Superseded(*known, paper, by, successor, later, _before(by, timeline))


def _before(by: IssuedEdition | None, timeline: Sequence[IssuedEdition]) -> IssuedEdition | None:
    """The edition that was in force until ``by``: not one that was replaced before its day came."""
    return max((edition for edition in timeline if by and edition.number < by.number), key=_number, default=None)


def _number(edition: IssuedEdition) -> int:
    return edition.number


def _timeline(register: Register) -> tuple[IssuedEdition, ...]:
    """The editions that came or will come into force: not those replaced before their day."""
    return tuple(edition for edition in register.issued if register.in_force(edition.effective) == edition)
