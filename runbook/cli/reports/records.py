"""A record that was taken in, and the list of all of them, for a reader and for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook.cli.reports.problems import problem_lines, problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.records.store import Entry, Records
    from runbook.records.taking import Taken


def report_on(taken: Taken, language: Language) -> Report:
    """What of the deed was not as it should be, though explained; then the entry."""
    return Report(
        record=lambda: _record(taken, language),
        lines=_lines(taken, language),
        remarks=taken.remarks,
        talk=(_summary(taken, language),),
    )


def form_report(form: str) -> Report:
    """A form as it is, for a file."""
    return Report(record=lambda: {"form": form}, lines=form.splitlines(), is_for_programs=True)


def list_report(file: Path, records: Records, language: Language) -> Report:
    """A line for each entry, oldest first."""
    say, count = language.say, len(records.entries)
    return Report(
        record=lambda: {
            "problems": [],
            "file": str(file),
            "entries": [entry_record(entry, records) for entry in records.entries],
        },
        lines=(_line(entry, records, language) for entry in records.entries),
        talk=(
            say("reports.record.counted", count=count, file=file) if count else say("reports.record.none", file=file),
        ),
    )


def entry_record(entry: Entry, records: Records) -> dict[str, Any]:
    """An entry for machines, without what was exported."""
    return {
        "number": entry.number,
        "kind": entry.kind.value,
        "day": str(entry.day),
        "subject": entry.subject,
        "taken_on": str(entry.taken_on),
        "corrects": entry.corrects,
        "corrected_by": records.corrected_by(entry.number),
        "tasks": {task: str(day) for task, day in entry.tasks.items()},
        "seals": dict(entry.seals),
        "follows": dict(entry.follows),
        "people": list(entry.people),
        "sha256": entry.sha256 or None,
    }


def _lines(taken: Taken, language: Language) -> Iterator[str]:
    say, entry = language.say, taken.entry
    for problem in taken.explained:
        what, *rest = problem_lines(problem, language)
        yield from (what, *rest[: 2 if problem.source else 0], f"  {say('reports.record.explained')}")
    for task, day in entry.tasks.items():
        yield say("reports.record.task", task=_task(task, language), day=day)
    if entry.corrects is not None:
        yield say("reports.record.corrects", entry=entry.corrects)


def _task(task: str, language: Language) -> str:
    """A task of the company's own has no name here: its id stands for it."""
    key = f"labels.tasks.{task}"
    return language.words(key) if language.has(key) else task


def _summary(taken: Taken, language: Language) -> str:
    entry = taken.entry
    key = "taken" if taken.is_written else "trial"
    return language.say(
        f"reports.record.{key}" if taken.steps else f"reports.record.{key}_form",
        number=entry.number,
        kind=language.words(f"reports.record.kinds.{entry.kind.value}"),
        subject=entry.subject,
        day=entry.day,
        done=taken.done,
        count=taken.steps,
        file=taken.store,
    )


def _line(entry: Entry, records: Records, language: Language) -> str:
    say, by = language.say, records.corrected_by(entry.number)
    kind = language.words(f"reports.record.kinds.{entry.kind.value}")
    line = say(
        "reports.record.entry",
        number=entry.number,
        day=entry.day,
        kind=kind,
        subject=entry.subject,
        taken=entry.taken_on,
    )
    if entry.corrects is not None:
        line += say("reports.record.entry_corrects", entry=entry.corrects)
    return line if by is None else line + say("reports.record.entry_corrected", entry=by)


def _record(taken: Taken, language: Language) -> object:
    entry = taken.entry
    return {
        "problems": [],
        "notes": [problem_record(remark, language) for remark in taken.remarks],
        "explained": [problem_record(problem, language) for problem in taken.explained],
        "file": str(taken.store),
        "number": entry.number,
        "kind": entry.kind.value,
        "day": str(entry.day),
        "subject": entry.subject,
        "corrects": entry.corrects,
        "tasks": {task: str(day) for task, day in entry.tasks.items()},
        "seals": dict(entry.seals),
        "follows": dict(entry.follows),
        "people": list(entry.people),
        "done": taken.done,
        "steps": taken.steps,
        "written": taken.is_written,
    }
