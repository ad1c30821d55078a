"""What this machine can do, as lines and as a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report

if TYPE_CHECKING:
    from runbook.cli.machine import Diagnosis
    from runbook.knowledge.language import Language


def report_on(diagnoses: Sequence[Diagnosis], language: Language) -> Report:
    """One line for each diagnosis, and how to mend it."""
    bad = sum(not diagnosis.ok for diagnosis in diagnoses)
    return Report(
        record=lambda: [asdict(diagnosis) for diagnosis in diagnoses],
        lines=_lines(diagnoses, language),
        talk=(language.say("talk.doctor_bad", count=bad) if bad else language.say("talk.doctor_ok"),),
        is_finding=bool(bad),
    )


def _lines(diagnoses: Sequence[Diagnosis], language: Language) -> Iterator[str]:
    for diagnosis in diagnoses:
        mark = language.words("talk.ok" if diagnosis.ok else "talk.bad")
        yield f"[{mark}] {diagnosis.check}: {diagnosis.detail}"
        if not diagnosis.ok and diagnosis.remedy:
            yield f"      {diagnosis.remedy}"
