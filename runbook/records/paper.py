"""The paper that a record was made of: which packet, which steps, and whether its code is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.assessment import THAT_REFUSE
from runbook.building import prepare
from runbook.clock import Clock
from runbook.errors import RunbookError
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.packets.proving import packets_of
from runbook.records.record import CHECKLIST, ROUTINE
from runbook.sheets.lines import ROW, read_line
from runbook.sheets.sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runbook.config import ConfigSource
    from runbook.editions import IssuedEdition, IssuedSheet, Register
    from runbook.knowledge.loading import Knowledge
    from runbook.organisation import Organisation
    from runbook.packets import Packet
    from runbook.records.record import Record, SheetOf

_WORDS_AND_TIME = 2
_STEP = re.compile(r"[A-Z]{1,2}-[0-9]{2}(?:\.[0-9]+)*")


class Origin(StrEnum):
    """Where the code of a paper is known from: in force on the day, issued once, of the config as it is, or nowhere."""

    IN_FORCE = "in-force"
    ISSUED = "issued"
    CONFIG = "config"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Issued:
    """A sheet of the register with the code of the paper: its entry, the first edition that had it, its words."""

    sheet: IssuedSheet
    edition: IssuedEdition
    words: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The steps that have a row of their own, as far as words tell: those in blocks stand among other numbers."""
        found = (_step_of(line.cells) for line in map(read_line, self.words) if line.kind == ROW)
        return tuple(filter(None, found))

    def names(self, step_id: str) -> bool:
        """Whether a step stands in its words."""
        return any(step_id in line.replace("\t", " ").split() for line in self.words)

    def steps(self, of_config: tuple[str, ...]) -> tuple[str, ...]:
        """Its steps in the order of its words; one without a row of its own follows the one that it follows today."""
        found = list(self.rows)
        before = ""
        for step in of_config:
            if step in found:
                before = step
            elif self.names(step):
                found.insert(found.index(before) + 1 if before else 0, step)
                before = step
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of a record, as the config and the register know it.

    ``packet`` is that of the config on the day; None for a sheet that is none. ``steps`` are those of the paper, None
    if only the words of an older edition are known (``issued``), in which they can be looked for. ``codes`` are those
    that the sheet has in the register by edition, ``bearers`` the other sheets there that ever had the code.
    """

    origin: Origin
    is_known: bool
    packet: Packet | None
    steps: tuple[str, ...] | None
    issued: Issued | None
    all_sheets: tuple[str, ...]
    codes: Mapping[int, str]
    bearers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a paper is looked up in; ``present`` is the company with those in office on the day."""

    source: ConfigSource
    present: Organisation
    knowledge: Knowledge
    register: Register
    day: date


def paper_of(record: Record, basis: Basis) -> Paper:
    """The paper that a record of the day was made of."""
    present, knowledge = basis.present, basis.knowledge
    packets = _packets(basis)
    packet = packets.get(record.sheet.name)
    issued = next(_issued(_name(record.sheet), record.sheet.code, basis.register), None)
    all_sheets = forms_and_packets(basis)
    is_known = record.sheet.name in all_sheets or issued is not None
    of_config = _steps(record.sheet.slug, packet, present, knowledge)
    is_older = issued is not None and of_config != record.step_ids and not _is_of_config(record.sheet, basis)
    steps = None if is_older else of_config
    origin = _origin(record.sheet, basis, issued) if is_known else Origin.UNKNOWN
    return Paper(
        origin=origin,
        is_known=is_known,
        packet=packet if steps is not None else None,
        steps=steps,
        issued=issued,
        all_sheets=all_sheets,
        codes=_codes(_name(record.sheet), basis.register),
        bearers=_bearers(record.sheet, basis.register),
    )


def packet_and_steps(name: str, basis: Basis) -> tuple[Packet | None, tuple[str, ...]]:
    """The packet that a sheet is by the config on the day, if it is one, and its steps."""
    packet = _packets(basis).get(name)
    return packet, _steps(name[3:], packet, basis.present, basis.knowledge)


def packet_and_steps_of(name: SheetName, code: str, basis: Basis) -> tuple[Packet | None, tuple[str, ...]]:
    """The packet as it is by the config on the day, and the steps that a paper with this code has.

    Those are of the edition that the code is from, or of the config if no edition had it.
    """
    packet, steps = packet_and_steps(name.sheet.name, basis)
    issued = next(_issued(name, code, basis.register), None)
    return packet, steps if issued is None else issued.steps(steps)


def forms_and_packets(basis: Basis) -> tuple[str, ...]:
    """The names of all sheets that are filled in, as the config has them on the day."""
    forms = (sheet.name for sheet in basis.knowledge.sheets if sheet.slug in (CHECKLIST, ROUTINE))
    return (*forms, *_packets(basis))


def _packets(basis: Basis) -> Mapping[str, Packet]:
    found = packets_of(basis.present, basis.knowledge.procedure)
    return {f"{packet.case.kind.number}-{packet.case.slug}": packet for packet in found}


def _steps(slug: str, packet: Packet | None, present: Organisation, knowledge: Knowledge) -> tuple[str, ...]:
    """The steps that the sheet has by the config, in the order of the paper."""
    if packet is not None:
        return tuple(row.first.number for section in packet.on_paper for row in section.rows)
    phases = knowledge.procedure.for_organisation(present).on_sheet(slug)
    return tuple(step.id for phase in phases for step in phase.steps)


def _step_of(cells: Sequence[str]) -> str:
    """The step of a row: its number has a cell of its own, or stands before its words and the cell for the time."""
    number = cells[0].partition(" ")[0] if len(cells) == _WORDS_AND_TIME else cells[0]
    return number if _STEP.fullmatch(number) else ""


def _name(sheet: SheetOf) -> SheetName:
    return SheetName(sheet.language, Sheet(sheet.number, sheet.slug))


def _issued(name: SheetName, code: str, register: Register) -> Iterator[Issued]:
    """The paper as the register knows it, from the first edition that had it."""
    for edition in register.issued:
        entry = edition.sheets.get(name)
        if entry is not None and entry.code == code:
            yield Issued(entry, edition, edition.words[name])


def _codes(name: SheetName, register: Register) -> Mapping[int, str]:
    """The code that a sheet has in each edition that has it."""
    return {each.number: each.sheets[name].code for each in register.issued if name in each.sheets}


def _bearers(sheet: SheetOf, register: Register) -> tuple[str, ...]:
    """The other sheets of the register that ever had the code of this one."""
    found = (str(name) for each in register.issued for name, issued in each.sheets.items() if issued.code == sheet.code)
    return tuple(dict.fromkeys(name for name in found if name != str(_name(sheet))))


def _origin(sheet: SheetOf, basis: Basis, issued: Issued | None) -> Origin:
    if issued is not None:
        in_force = basis.register.in_force(basis.day)
        now = in_force.sheets.get(_name(sheet)) if in_force else None
        return Origin.IN_FORCE if now is not None and now.code == sheet.code else Origin.ISSUED
    return Origin.CONFIG if _is_of_config(sheet, basis) else Origin.UNKNOWN


def _is_of_config(sheet: SheetOf, basis: Basis) -> bool:
    """Whether the config gives the sheet this code on the day; it does not if no paper can be made of it then."""
    try:
        case = prepare(basis.source, clock=Clock(day=basis.day), rules=THAT_REFUSE)
    except RunbookError:
        return False
    for view in case.views:
        found = next((each for each in view.sheets if each.name == sheet.name), None)
        if view.language.code == sheet.language and found is not None:
            [worded] = word_set(view, case.templates, found)
            return worded.code == sheet.code
    return False
