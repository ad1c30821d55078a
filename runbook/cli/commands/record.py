"""`runbook record`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import entries
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def record(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="JSON that a page exported, or YAML typed from paper.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether it can be taken in. Nothing is written.")] = (
        False
    ),
    list_entries: Annotated[
        bool, typer.Option("--list", help="List the records taken in, and see that their chain is whole.")
    ] = False,
    blank: Annotated[
        str | None,
        typer.Option(
            "--blank",
            metavar="PACKET|FORM",
            help="Print a form to type into: of a sheet (21-own-root-111122223333), or check, placement, finding.",
            show_default=False,
        ),
    ] = None,
    apply: Annotated[
        bool,
        typer.Option("--apply", help="Edit the values of the config that records make stale. Shown first, then asked."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Of --apply: write without asking.")] = False,
    corrects: Annotated[
        int | None,
        typer.Option(
            "--corrects", metavar="NUMBER", autocompletion=entries, help="The entry that was wrong; this one is right."
        ),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Take in a record of what was done on paper or screen.

    FILE is the JSON that a page exports, or a YAML typed from paper, which --blank prints to fill in. Steps, times,
    people and their terms, approvals and seals are judged against the edition and the packet of that day. If nothing is
    wrong or left unexplained, it is added to CONFIG.records.json. No entry is ever changed: a later one corrects it
    (--corrects). What is stale in the config by the records, --apply edits in place: these values only, shown first.
    Exit code 1, and nothing written, if it cannot be taken in as it is, or while --apply has something to write.

    Example: runbook record record-21-own-root-111122223333-20261124T0302.json -c config.yaml
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.recording import RecordOptions, recorded

        options = RecordOptions(
            file=file,
            blank=blank,
            is_list=list_entries,
            is_upkeep=apply,
            corrects=corrects,
            is_trial=check,
            is_agreed=yes,
        )
        console.show(recorded(options, config, clock_of(date), console))
