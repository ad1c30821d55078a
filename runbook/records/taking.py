"""Taking in a record: read, judged, kept. The order of `runbook record`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.assessment import read_config
from runbook.config import load_config
from runbook.editions import read_register_of
from runbook.errors import JudgementError, Problem
from runbook.knowledge.loading import shipped_knowledge
from runbook.organisation.terms import in_office
from runbook.records.examination import Examination, Weight
from runbook.records.judging import day_of, findings, kind_of, tasks_of
from runbook.records.paper import Basis, paper_of
from runbook.records.reading import RecordFile, read_record
from runbook.records.seals import new_seals
from runbook.records.store import Entry, Records
from runbook.records.store_file import keep, read_records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runbook.clock import Clock


@dataclass(frozen=True, slots=True)
class Taken:
    """A record that was taken in, or could be.

    ``remarks`` are told; of ``explained`` the record says why it was so. ``done`` of ``steps`` were done.
    """

    store: Path
    entry: Entry
    remarks: tuple[Problem, ...]
    explained: tuple[Problem, ...]
    done: int
    steps: int
    is_written: bool


def take_in(config: Path, file: Path, clock: Clock, *, corrects: int | None = None, write: bool = True) -> Taken:
    """Take a record in beside a config; without ``write`` only say whether it could be.

    ``corrects`` is the number of the entry that it stands for. Errors as from `load_config`, `read_config` and
    `read_record`; OutputError from register, records or disk; JudgementError with all that keeps it out. Then nothing
    is written.
    """
    source, knowledge = load_config(config), shipped_knowledge()
    whole = read_config(source, knowledge).organisation
    _, register = read_register_of(config)
    kept, before = read_records_of(config)
    read = read_record(file)
    day = day_of(read.record, whole)
    present = in_office(whole, day)
    same = before.about(read.record.sheet.slug, read.raw["started"])
    examined = Examination(
        record=read.record,
        paper=paper_of(read.record, Basis(source, present, knowledge, register, day)),
        whole=whole,
        present=present,
        before=before,
        knowledge=knowledge,
        day=day,
        today=clock.day_in(whole.company.time_zone),
        instead_of=corrects if corrects is not None or same is None else same.number,
    )
    found = tuple(findings(examined))
    told = {weight: read.located(each.fault for each in found if each.weight is weight) for weight in Weight}
    entry = _entry(examined, read, corrects)
    if problems := (*_about_the_entries(entry, before, same, file), *told[Weight.REFUSED]):
        raise JudgementError(problems)
    after = before.added(entry)
    if write:
        keep(kept, after)
    done = sum(step.done for step in read.record.steps)
    steps = len(read.record.steps)
    return Taken(kept.path, after.entries[-1], told[Weight.TOLD], told[Weight.EXPLAINED], done, steps, write)


def _entry(examined: Examination, read: RecordFile, corrects: int | None) -> Entry:
    people = (examined.person_named(each.name) for each in read.record.people if each.name.strip())
    return Entry(
        number=1,
        kind=kind_of(examined),
        day=examined.day,
        subject=read.record.sheet.slug,
        taken_on=examined.today,
        corrects=corrects,
        tasks=tasks_of(examined),
        seals={item: number for item, (number, _) in new_seals(examined).items()},
        people=tuple(dict.fromkeys(person.id for person in people if person is not None)),
        record=read.raw,
    )


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
