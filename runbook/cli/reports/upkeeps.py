"""What records make stale in the config, as lines and a difference for a reader and as a record for a machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbook.cli.reports.problems import problem_record
from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.records.upkeep import Upkeep


def upkeep_report(upkeep: Upkeep, language: Language) -> Report:
    """Each edit with its line, then the difference of the files; a finding while something is not written."""
    say = language.say
    key = "written" if upkeep.is_written else "waiting" if upkeep.edits else "nothing"
    return Report(
        record=lambda: _record(upkeep, language),
        lines=upkeep_lines(upkeep, language),
        problems=upkeep.problems,
        talk=(say(f"reports.apply.{key}", count=len(upkeep.edits)),),
        is_finding=bool(upkeep.edits) and not upkeep.is_written,
    )


def upkeep_lines(upkeep: Upkeep, language: Language) -> Iterator[str]:
    """The edits, what is done by hand, and the difference as `diff -u` shows it."""
    say = language.say
    for edit in upkeep.edits:
        place = f"{edit.file}:{edit.line}:{edit.column}"
        key = "set" if edit.before is None else "edit"
        values = {"before": edit.before, "after": edit.after, "entry": edit.entry}
        yield say(f"reports.apply.{key}", place=place, path=edit.where, **values)
    for each in upkeep.by_hand:
        yield say(f"reports.apply.{each.what}", number=each.number, entry=each.entry)
    if not upkeep.is_written:
        yield from difference_lines(upkeep)


def difference_lines(upkeep: Upkeep) -> Iterator[str]:
    """The lines that change."""
    from difflib import unified_diff  # noqa: PLC0415  slow to import

    for changed in upkeep.files:
        before, after = changed.before.splitlines(), changed.after.splitlines()
        yield from unified_diff(before, after, changed.path, changed.path, lineterm="", n=1)


def _record(upkeep: Upkeep, language: Language) -> object:
    return {
        "problems": [problem_record(problem, language) for problem in upkeep.problems],
        "edits": [
            {
                "file": edit.file,
                "line": edit.line,
                "column": edit.column,
                "path": edit.where,
                "before": edit.before,
                "after": edit.after,
                "entry": edit.entry,
            }
            for edit in upkeep.edits
        ],
        "by_hand": [{"what": each.what, "number": each.number, "entry": each.entry} for each in upkeep.by_hand],
        "written": upkeep.is_written,
    }
