"""A build that was written, as sentences and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.checks import Severity, counted
from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.building import BuiltFolder, PrintedShare
    from runbook.knowledge.language import Language


def report_on(built: BuiltFolder, language: Language) -> Report:
    """What was written where, what is not issued, and whether check finds errors."""
    assessment = built.build.assessment
    return Report(
        record=lambda: {
            "output": str(built.folder),
            "audience": str(built.build.audience),
            "files": sorted(built.build.files),
            "codes": {str(sheet.name): sheet.code for sheet in built.build.sheets},
            "notes": [problem_record(note, language) for note in assessment.present.notes],
            "findings": {severity.value: number for severity, number in counted(assessment.findings).items()},
        },
        remarks=assessment.present.notes,
        talk=tuple(_talk(built, language)),
    )


def share_report(printed: PrintedShare, language: Language) -> Report:
    """How many sheets one machine of several has printed into its cache."""
    number, count = printed.shard.number, printed.shard.count
    return Report(
        record=lambda: {"shard": number, "of": count, "sheets": printed.sheets, "all_sheets": printed.all_sheets},
        talk=(
            language.say("talk.shard", number=number, of=count, count=printed.sheets, all=printed.all_sheets),
            language.say("talk.shard_next"),
        ),
    )


def _talk(built: BuiltFolder, language: Language) -> Iterator[str]:
    folder, files, sheets = built.folder, len(built.build.files), built.build.sheets
    if built.published.written or built.published.removed:
        yield language.say("talk.written", count=len(sheets), folder=folder, files=files)
    else:
        yield language.say("talk.unchanged", folder=folder, files=files)
    if removed := len(built.published.removed):
        yield language.say("talk.removed", count=removed)
    if unissued := sum(sheet.mark is None for sheet in sheets):
        yield language.say("talk.not_issued", count=unissued)
    if errors := counted(built.build.assessment.findings)[Severity.ERROR]:
        yield language.say("talk.judged_unsafe", count=errors)
    if (index := "index.html") in built.build.files:
        yield language.say("talk.look", index=folder / index)
