"""`runbook due`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import people, places, roles
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def due(
    config: ConfigOption = DEFAULT_CONFIG,
    within: Annotated[
        str | None, typer.Option("--within", metavar="90d|12w|6m|1y", help="How far to look ahead. Default: 90d.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="The last day to look at, instead.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="day|person|place", help="How to put it together.")] = "day",
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="ID", autocompletion=people, help="Only what this person does, or a deputy."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="ID", autocompletion=places, help="Only what is done at this place."),
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", autocompletion=roles, help="Only what this role does.")
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Also write a calendar of everything dated, with roles, no names."),
    ] = None,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Say what is overdue and what is due, who does it, and where.

    Periodic tasks of sheet 08, contacts, devices, batteries, custody, domains, accepted risks, terms, absences without
    a deputy, printed copies; each with the line of the config to edit afterwards. Exit code 1 if something is overdue
    or was never done.

    Example: runbook due --within 6m --by person --ics root.ics
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.reminding import DueOptions, reminded

        options = DueOptions(within=within, until=until, by=by, person=person, place=place, role=role)
        console.show(reminded(options, ics, config, clock_of(date), console.language))
