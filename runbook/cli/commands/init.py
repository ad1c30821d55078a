"""`runbook init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.options import DEFAULT_CONFIG, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def init(
    config: Annotated[Path, typer.Argument(help="File to make.")] = DEFAULT_CONFIG,
    company: Annotated[str | None, typer.Option("--company", metavar="NAME", help="Name of the company.")] = None,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", metavar="'NAME, NUMBER'", help="Somebody named in the runbook; one option each."),
    ] = None,
    accounts: Annotated[
        Path | None,
        typer.Option("--accounts", metavar="FILE", help="JSON of `aws organizations list-accounts`, or YAML."),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="QUESTION=ANSWER", help="Any other answer; docs/how-to/start-a-config.md."),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="An invented company that builds at once.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The invented company that uses every field.")] = False,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
) -> None:
    """Start a config file.

    On a terminal it asks about your organisation; without one it takes the answers from options, or writes an
    invented company. Beside it the JSON Schema is written, for your editor. Never overwrites a file.

    Example: runbook init config.yaml --accounts accounts.json
    """
    with session(talk, quiet=quiet) as console:
        from runbook.cli.interview import given
        from runbook.cli.starting import refuse_to_start, start

        refuse_to_start(config)
        typed = given(company, person or (), accounts, answer or ())
        start(console, config, clock_of(date), typed, is_sample=sample, is_full=full)
