"""What an import took in, as lines for a reader and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.evidence import ReadFile
    from runbook.intake import Intake
    from runbook.knowledge.language import Language


def report_on(intake: Intake, language: Language, *, is_trial: bool) -> Report:
    """Each file and what it is, each account and value that is new; of a trial the lines of the file that would change.

    Only what could not be taken over stands on stderr.
    """
    return Report(
        record=lambda: _record(intake, language),
        lines=_lines(intake, language, is_trial=is_trial),
        remarks=intake.remarks,
        talk=(_summary(intake, language, is_trial=is_trial),),
    )


def file_lines(files: Iterable[ReadFile], language: Language) -> Iterator[str]:
    """What each file is."""
    for read in files:
        kind = language.say(f"reports.evidence.{read.kind.value}", count=read.count)
        about = language.say("reports.evidence.about", account=read.account) if read.account else ""
        yield language.say("reports.evidence.file", file=read.file, kind=kind) + about


def file_records(files: Iterable[ReadFile]) -> list[object]:
    """The same for machines."""
    return [
        {"file": read.file, "kind": read.kind.value, "count": read.count, "account": read.account} for read in files
    ]


def _lines(intake: Intake, language: Language, *, is_trial: bool) -> Iterator[str]:
    yield from file_lines(intake.evidence.files, language)
    if is_trial:
        yield from _diff(intake)
        return
    for name, entry in sorted(intake.merged.new.items()):
        values = {key: str(entry[key]) for key in ("name", "kind", "custody", "status")}
        yield language.say("reports.import.added", account=name, **values)
    for change in intake.merged.changes:
        key = "reports.import.set" if change.before is None else "reports.import.changed"
        yield language.say(key, account=change.account, field=change.field, before=change.before, after=change.after)


def _diff(intake: Intake) -> Iterator[str]:
    """The lines of the file that would change, as `diff -u` shows them."""
    from difflib import unified_diff  # noqa: PLC0415  slow to import, and only trials show it

    name = str(intake.file)
    yield from unified_diff(intake.before.splitlines(), intake.after.splitlines(), name, name, lineterm="", n=1)


def _summary(intake: Intake, language: Language, *, is_trial: bool) -> str:
    counts = {
        "new": len(intake.merged.new),
        "changed": len(intake.merged.edits),
        "kept": intake.merged.kept,
        "file": intake.file,
    }
    if intake.is_written:
        return language.say("reports.import.written", **counts)
    return language.say("reports.import.trial" if is_trial else "reports.import.as_before", **counts)


def _record(intake: Intake, language: Language) -> object:
    return {
        "problems": [],
        "notes": [problem_record(remark, language) for remark in intake.remarks],
        "files": file_records(intake.evidence.files),
        "accounts_file": str(intake.file),
        "added": [dict(entry) for _, entry in sorted(intake.merged.new.items())],
        "changed": [
            {"account": change.account, "field": change.field, "before": change.before, "after": change.after}
            for change in intake.merged.changes
        ],
        "as_before": intake.merged.kept,
        "written": intake.is_written,
    }
