"""What a build leaves for a run of the same command line that finds nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from runbook.cli.reports.builds import report_on
from runbook.config.source import files_named_by
from runbook.records.store_file import ENDING
from runbook.unchanged.remembering import Beginning
from runbook.writing import ledger_path

if TYPE_CHECKING:
    from runbook.building import BuiltFolder, Inputs
    from runbook.cli.console import Console


def beginning_of(typed: Sequence[str], purpose: str, run: Inputs) -> Beginning | None:
    """Every file that a build reads, as it is before it is read; None without a cache."""
    records = run.config.with_name(run.config.name + ENDING)
    files = (run.config, ledger_path(run.config), records, *files_named_by(run.config))
    return Beginning.of(typed, purpose, folder=run.cache.folder, files=files, own=run.own_templates)


def remember(beginning: Beginning, built: BuiltFolder, run: Inputs, console: Console) -> None:
    """Keep that this was built, with what the same run would say if it built it once more.

    Not if it read a file that was not looked at when it began.
    """
    logo = built.build.assessment.whole.organisation.look.logo
    if logo and str(run.config.parent / logo) not in beginning.files:
        return
    again = replace(built, published=built.published.again)
    moments = run.clock.moments_of_day(built.build.assessment.whole.organisation.company.time_zone)
    said = console.said(report_on(again, console.language))
    beginning.remember(built.folder, built.published.hashes, moments, said)
