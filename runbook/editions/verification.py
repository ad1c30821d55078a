"""Is this paper current? Answers for codes that somebody read from a sheet, by the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from runbook.audience import Audience
from runbook.clock import Clock
from runbook.editions import IssuedEdition, Register, read_register_of
from runbook.editions.answers import (
    WITHOUT_SHEETS,
    Answer,
    Current,
    EditionPaper,
    FolderAnswer,
    Mistyped,
    Paper,
    SheetPaper,
    State,
    Superseded,
    Unknown,
    Unlisted,
    Upcoming,
    Verification,
    Withdrawn,
)
from runbook.editions.typed_codes import Typed, typed_codes
from runbook.errors import UsageError
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import Misread, near_codes, read_code
from runbook.writing import Folder, Ledger, verify_folder

Lookup = Callable[[Typed, str, date], Unlisted | Unknown]
"""What is known on a day of a code (as typed, and as read) that is in no edition."""


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
    if folder.kind in WITHOUT_SHEETS:
        return FolderAnswer(folder, WITHOUT_SHEETS[folder.kind], ledger.path)
    if folder.edition is None:
        return FolderAnswer(folder, State.NOT_ISSUED, ledger.path)
    if ledger.before is None:
        return FolderAnswer(folder, State.NO_REGISTER, ledger.path)
    edition, now = register.edition(folder.edition), register.in_force(today)
    if edition is None or not edition.approved:
        return FolderAnswer(folder, State.UNKNOWN, ledger.path, other=now)
    coming = [known for known in register.timeline if known.effective > today]
    if edition == now:
        return FolderAnswer(folder, State.CURRENT, ledger.path, edition, next(iter(coming), None))
    state = State.UPCOMING if edition in coming or now is None else State.SUPERSEDED
    return FolderAnswer(folder, state, ledger.path, edition, now)


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
    timeline = register.timeline
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
