"""`runbook check`."""

from __future__ import annotations

from typing import Annotated

import typer

from runbook.cli.completion import rules
from runbook.cli.options import (
    DEFAULT_CONFIG,
    FINDING_FORMS,
    ConfigOption,
    JsonOption,
    QuietOption,
    TalkOption,
    TodayOption,
)
from runbook.cli.session import session


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULE", autocompletion=rules, help="Only this rule; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            autocompletion=rules,
            help="Not this rule, in this run. To last: accepted_risks.",
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="error|warning|info|never", help="From which severity on to exit with 1."),
    ] = "error",
    report: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(FINDING_FORMS), help="How to tell the findings.")
    ] = "text",
    keep: Annotated[
        bool, typer.Option("--keep", help="Also keep what was found among the records, for `runbook evidence`.")
    ] = False,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Judge whether the root users are kept safely.

    Finds the one person who alone is root, the one loss that locks you out, and what breaks the rules of AWS and of
    the control frameworks; each with its line, the reason and what to do. Nothing is written, but with --keep an
    entry in CONFIG.records.json: what was found on a day cannot be told later.

    Example: runbook check config.yaml --fail-on warning
    """
    with session(talk, quiet=quiet, json=json) as console:
        from runbook.cli.checking import CheckOptions, checked

        form = "json" if json else report
        options = CheckOptions(config, date, select=select, ignore=ignore, fail_on=fail_on, form=form, keep=keep)
        console.show(checked(options, console))
