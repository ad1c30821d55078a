"""`runbook issue`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import people
from runbook.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_OUTPUT,
    DEFAULT_REPRINT,
    ConfigOption,
    EffectiveOption,
    JsonOption,
    NoCacheOption,
    OutputOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import session


def issue(
    reason: Annotated[str, typer.Option("--reason", help="Why, in one sentence. It stays in the register.")],
    approved_by: Annotated[
        list[str],
        typer.Option(
            "--approved-by", metavar="PERSON", autocompletion=people, help="Id of an approver; one option each."
        ),
    ],
    effective: EffectiveOption = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="CODE", help="Issue only this edition code, as approved.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    output: OutputOption = DEFAULT_OUTPUT,
    reprint: Annotated[Path, typer.Option("--reprint", help="Folder for slip and redline.")] = DEFAULT_REPRINT,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    no_cache: NoCacheOption = False,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Issue the sheets as a new edition and record it.

    Builds all sheets, marks them with revision and day, records the edition in CONFIG.editions.json, and writes the
    reprint list: which copies to take out, put in and shred. Sheets whose words did not change stay as they are.

    Example: runbook issue --reason "Kato leaves, Mori follows" --approved-by sato --approved-by tanaka
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.editions import issue_report
        from runbook.editions.admission import Request
        from runbook.issuing import issue_folder

        run = inputs(config, effective or date, templates, no_cache=no_cache)
        request = Request(reason, tuple(approved_by), clock_of(date), edition)
        console.show(issue_report(issue_folder(run, request, output, reprint), console.language))
