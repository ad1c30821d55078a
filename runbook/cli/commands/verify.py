"""`runbook verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def verify(
    codes: Annotated[list[str] | None, typer.Argument(metavar="CODE...", help="Codes as they stand on paper.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Check every file of this folder against its manifest.")
    ] = None,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Tell whether a paper or an output folder is current.

    A code is current, not in force yet, superseded, withdrawn, unknown or mistyped. Exit 0 only if all are current.
    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.

    Examples: runbook verify 7K3M-9QTX-X; runbook verify --output output
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.reports.verifications import report_on
        from runbook.editions.verification import verify_papers

        console.show(report_on(verify_papers(config, codes or (), output, clock_of(date)), console.language))
