"""Differences between a config and files of AWS, as lines for a reader and as records for a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from runbook.cli.reports.intakes import file_lines, file_records
from runbook.cli.reports.problems import problem_lines, problem_record
from runbook.cli.reports.report import Report
from runbook.reconciliation import Unseen, unseen

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.evidence import Evidence
    from runbook.knowledge.language import Language
    from runbook.reconciliation import Difference


def report_on(reading: Reading, evidence: Evidence, found: Sequence[Difference], language: Language) -> Report:
    """Each file and what it is, then each difference with both places; a finding if there is one."""
    return Report(
        record=lambda: _record(reading, evidence, found, language),
        lines=_lines(reading, evidence, found, language),
        remarks=evidence.remarks,
        talk=tuple(_talk(evidence, found, unseen(reading.organisation, evidence), language)),
        is_finding=bool(found),
    )


def _lines(reading: Reading, evidence: Evidence, found: Sequence[Difference], language: Language) -> Iterator[str]:
    yield from file_lines(evidence.files, language)
    for difference in found:
        yield from problem_lines(difference.problem(reading), language)
        place = f"{difference.place.file}:{difference.place.line}:{difference.place.column}"
        yield "  " + language.say("reports.reconcile.seen", place=place)


def _talk(evidence: Evidence, found: Sequence[Difference], missing: Unseen, language: Language) -> Iterator[str]:
    """What was not compared, before what was found."""
    yield from (language.say(f"reports.reconcile.unseen.{part}") for part in missing.parts)
    if missing.roots:
        yield language.say("reports.reconcile.unseen.roots", count=len(missing.roots), total=missing.all_roots)
    if evidence.untold_uses:
        yield language.say("reports.reconcile.untold", count=evidence.untold_uses)
    yield language.say("reports.reconcile.found" if found else "reports.reconcile.none", count=len(found))


def _record(reading: Reading, evidence: Evidence, found: Sequence[Difference], language: Language) -> object:
    missing = unseen(reading.organisation, evidence)
    return {
        "problems": [],
        "notes": [problem_record(remark, language) for remark in evidence.remarks],
        "files": file_records(evidence.files),
        "differences": [
            problem_record(difference.problem(reading), language)
            | {
                "account": difference.account,
                "seen": {
                    "file": difference.place.file,
                    "line": difference.place.line,
                    "column": difference.place.column,
                },
            }
            for difference in found
        ],
        "untold_uses": evidence.untold_uses,
        "not_compared": {"parts": list(missing.parts), "roots": list(missing.roots)},
    }
