"""What somebody's leaving touches, as lines and as a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.reports.report import Report
from runbook.editions.titles import titles_in
from runbook.knowledge.phrases import Speaker
from runbook.offboarding import report as departure_report
from runbook.offboarding.record import departure_record

if TYPE_CHECKING:
    from runbook.knowledge.language import Language
    from runbook.offboarding.departure import Departure


def report_on(departure: Departure, language: Language, output: Path | None) -> Report:
    """The sections of the list to sign, and where it was written."""
    told = departure_report.report_on(departure, Speaker(language, departure.organisation), titles_in(language))
    return Report(
        record=lambda: departure_record(departure),
        lines=departure_report.report_lines(told, language),
        talk=(language.say("talk.leaver_written", folder=output),) if output else (),
    )
