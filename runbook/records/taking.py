"""Taking in a record: read, judged, kept. The order of `runbook record`.

A record that a page exported and one that was typed from the same paper are one from here on; what is no sheet is a
form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from runbook.assessment import read_config
from runbook.config import load_config
from runbook.editions import read_register_of
from runbook.errors import JudgementError, Problem
from runbook.knowledge.loading import shipped_knowledge
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.organisation.terms import in_office
from runbook.records.examination import Examination, Weight
from runbook.records.expanding import expand
from runbook.records.form_reading import ENDINGS, FormFile, raw_form, read_form
from runbook.records.forms import TypedCheck, TypedFinding, TypedPlacement, TypedSheet
from runbook.records.judging import day_of, findings, follows_of, kind_of, tasks_of
from runbook.records.observing import (
    Looked,
    about_check,
    about_day_and_people,
    about_finding,
    follows_of_check,
    follows_of_finding,
    tasks_of_check,
)
from runbook.records.paper import Basis, packet_and_steps_of, paper_of
from runbook.records.placing import about_placement, follows_of_placement
from runbook.records.reading import RecordFile, read_record
from runbook.records.record import Record
from runbook.records.seals import new_seals
from runbook.records.store import Entry, Kind, Records
from runbook.records.store_file import keep, read_records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runbook.clock import Clock
    from runbook.config import ConfigSource
    from runbook.editions import Register
    from runbook.knowledge.loading import Knowledge
    from runbook.organisation import Organisation
    from runbook.records.examination import Found
    from runbook.writing import KeptFile

_RECORD = TypeAdapter(Record)


@dataclass(frozen=True, slots=True)
class Taken:
    """A record that was taken in, or could be.

    ``remarks`` are told; of ``explained`` the record says why it was so. ``done`` of ``steps`` were done; what is no
    sheet has no steps.
    """

    store: Path
    entry: Entry
    remarks: tuple[Problem, ...]
    explained: tuple[Problem, ...]
    done: int
    steps: int
    is_written: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """All that lies ready when a record comes in: the company, its register and its records so far."""

    source: ConfigSource
    whole: Organisation
    knowledge: Knowledge
    register: Register
    kept: KeptFile
    before: Records
    today: date

    @classmethod
    def of(cls, config: Path, clock: Clock) -> Desk:
        """The desk beside a config; errors as from `load_config` and `read_config`, OutputError from the files."""
        source, knowledge = load_config(config), shipped_knowledge()
        whole = read_config(source, knowledge).organisation
        _, register = read_register_of(config)
        kept, before = read_records_of(config)
        return cls(source, whole, knowledge, register, kept, before, clock.day_in(whole.company.time_zone))

    def basis(self, day: date) -> Basis:
        """What the paper of a day is looked up in."""
        return Basis(self.source, in_office(self.whole, day), self.knowledge, self.register, day)


@dataclass(frozen=True, slots=True)
class _Judged:
    """An entry to be, what was found about it, as problems of its file by weight, and how much was done."""

    entry: Entry
    found: dict[Weight, tuple[Problem, ...]]
    done: int = 0
    steps: int = 0


def take_in(config: Path, file: Path, clock: Clock, *, corrects: int | None = None, write: bool = True) -> Taken:
    """Take a record in beside a config; without ``write`` only say whether it could be.

    ``corrects`` is the number of the entry that it stands for. Errors as from `load_config`, `read_config` and
    `read_record`; OutputError from register, records or disk; JudgementError with all that keeps it out. Then nothing
    is written.
    """
    desk = Desk.of(config, clock)
    if file.suffix.lower() not in ENDINGS:
        return _kept(desk, _sheet(desk, read_record(file), corrects), file, corrects, write=write)
    return take_in_form(desk, read_form(file), file, corrects=corrects, write=write)


def take_in_together(desk: Desk, forms: Sequence[FormFile], file: Path, *, write: bool = True) -> tuple[Taken, ...]:
    """Take in several that were typed, in one step: all of them or none; errors as from `take_in`."""
    taken: list[Taken] = []
    for number, form in enumerate(forms, 1):
        is_last = number == len(forms)
        taken.append(take_in_form(desk, form, file, write=write and is_last))
        desk = replace(desk, before=desk.before.added(taken[-1].entry))
    return tuple(replace(each, is_written=write) for each in taken)


def take_in_form(desk: Desk, form: FormFile, file: Path, *, corrects: int | None = None, write: bool = True) -> Taken:
    """The same of what was typed."""
    if isinstance(form.form, TypedSheet):
        return _kept(desk, _sheet(desk, _expanded(form, form.form, desk), corrects), file, corrects, write=write)
    return _kept(desk, _form(desk, form, corrects), file, corrects, write=write)


def _kept(desk: Desk, judged: _Judged, file: Path, corrects: int | None, *, write: bool) -> Taken:
    entry, before = replace(judged.entry, corrects=corrects), desk.before
    same = before.like(entry)
    if problems := (*_about_the_entries(entry, before, same, file), *judged.found[Weight.REFUSED]):
        raise JudgementError(problems)
    after = before.added(entry)
    if write:
        keep(desk.kept, after)
    told, explained = judged.found[Weight.TOLD], judged.found[Weight.EXPLAINED]
    return Taken(desk.kept.path, after.entries[-1], told, explained, judged.done, judged.steps, write)


def _expanded(form: FormFile, typed: TypedSheet, desk: Desk) -> RecordFile:
    """The record that somebody typed."""
    name = SheetName(typed.language, Sheet(typed.record[:2], typed.record[3:]))
    packet, steps = packet_and_steps_of(name, typed.code, desk.basis(typed.day))
    made = expand(typed, packet, steps, desk.whole)
    record = _RECORD.validate_json(json.dumps(made.raw), strict=True)
    return RecordFile(record, made.raw, form.text, made.typed_at, tuple(made.faults))


def _sheet(desk: Desk, read: RecordFile, corrects: int | None) -> _Judged:
    day = day_of(read.record, desk.whole)
    same = desk.before.about(read.record.sheet.slug, read.raw["started"])
    examined = Examination(
        record=read.record,
        paper=paper_of(read.record, desk.basis(day)),
        whole=desk.whole,
        present=in_office(desk.whole, day),
        before=desk.before,
        knowledge=desk.knowledge,
        day=day,
        today=desk.today,
        instead_of=corrects if corrects is not None or same is None else same.number,
        is_typed=read.is_typed,
    )
    found = _by_weight(findings(examined), read)
    refused = dict.fromkeys((*read.text.located(read.beside), *found[Weight.REFUSED]))
    found[Weight.REFUSED] = tuple(sorted(refused, key=lambda problem: (problem.line, problem.column)))
    done = sum(step.done for step in read.record.steps)
    return _Judged(_entry(examined, read), found, done, len(read.record.steps))


def _by_weight(found: Iterable[Found], read: RecordFile | FormFile) -> dict[Weight, tuple[Problem, ...]]:
    each = tuple(found)
    text = read if isinstance(read, RecordFile) else read.text
    return {weight: text.located(one.fault for one in each if one.weight is weight) for weight in Weight}


def _entry(examined: Examination, read: RecordFile) -> Entry:
    people = (examined.person_named(each.name) for each in read.record.people if each.name.strip())
    return Entry(
        number=1,
        kind=kind_of(examined),
        day=examined.day,
        subject=read.record.sheet.slug,
        taken_on=examined.today,
        corrects=None,
        tasks=tasks_of(examined),
        seals={item: number for item, (number, _) in new_seals(examined).items()},
        people=tuple(dict.fromkeys(person.id for person in people if person is not None)),
        record=read.raw,
        follows=follows_of(examined),
    )


def _form(desk: Desk, file: FormFile, corrects: int | None) -> _Judged:
    form = file.form
    looked = Looked(desk.whole, in_office(desk.whole, form.day), desk.before, desk.register, desk.today, corrects)
    entry = Entry(
        number=1,
        kind=Kind.CHECK,
        day=form.day,
        subject=str(form.record),
        taken_on=desk.today,
        corrects=None,
        tasks={},
        seals={},
        people=tuple(getattr(form, "by", ())),
        record=raw_form(file),
    )
    found: Iterator[Found] = iter(())
    match form:
        case TypedCheck():
            found = about_check(form, looked)
            entry = replace(entry, tasks=tasks_of_check(form), seals=dict(form.seals), follows=follows_of_check(form))
        case TypedPlacement():
            found = about_placement(form, looked)
            follows = follows_of_placement(form, desk.register)
            entry = replace(entry, kind=Kind.PLACEMENT, subject=form.place, follows=follows)
        case TypedFinding():
            found = about_finding(form, looked)
            entry = replace(entry, kind=Kind.FINDING, subject=form.about, follows=follows_of_finding(form))
    return _Judged(entry, _by_weight((*about_day_and_people(form, looked), *found), file))


def _about_the_entries(entry: Entry, before: Records, same: Entry | None, file: Path) -> Iterator[Problem]:
    """What speaks against one more entry: it is there already, or what it corrects does not stand."""
    standing = {each.number: each for each in before.standing}
    if same is not None and same.number != entry.corrects:
        yield Problem("record-already", values=(("entry", str(same.number)),), file=str(file))
    if entry.corrects is None:
        return
    if entry.corrects not in standing:
        by = before.corrected_by(entry.corrects)
        rule = "record-corrects-none" if by is None else "record-corrected-already"
        yield Problem.of(rule, "--corrects", entry=entry.corrects, by=by or 0, known=_listed(standing))
    elif standing[entry.corrects].subject != entry.subject:
        subject = standing[entry.corrects].subject
        yield Problem.of("record-corrects-another", "--corrects", entry=entry.corrects, subject=subject)


def _listed(standing: dict[int, Entry]) -> str:
    return ", ".join(map(str, standing)) or "–"
