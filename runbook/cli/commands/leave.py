"""`runbook leave`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import people
from runbook.cli.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    QuietOption,
    TalkOption,
    TemplatesOption,
    TodayOption,
)
from runbook.cli.session import session


def leave(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", autocompletion=people, help="Id of the person, as under people.")
    ],
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help="Last day in office.")],
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the list to sign. Without it nothing is written.")
    ] = None,
    date: TodayOption = None,
    templates: TemplatesOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Show what a person who leaves touches.

    Roles, places whose combination changes the same day, items, mailbox, telephone, tasks, rules that break and when,
    and every line of the config to edit. Nothing is changed in the config.

    Example: runbook leave mori --on 2027-04-30 -o leaver
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.inputs import inputs
        from runbook.cli.reports.departures import report_on
        from runbook.offboarding.leaver_list import leave_folder

        last_day = clock_of(on).day_in("UTC")
        departure = leave_folder(inputs(config, date, templates), person, last_day, output)
        console.show(report_on(departure, console.language, output))
