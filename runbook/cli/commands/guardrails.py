"""`runbook guardrails`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from runbook.cli.arguments import clock_of
from runbook.cli.completion import accounts, entries
from runbook.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, QuietOption, TalkOption, TodayOption
from runbook.cli.session import session


def guardrails(
    config: ConfigOption = DEFAULT_CONFIG,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder for the files, replaced as a whole. Default: guardrails; queries for queries.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", "--lang", metavar="ja|en", help="Language of comments. Default: first of the config."
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="PATH", help="Only say whether a file or folder is what the config says now."),
    ] = None,
    record: Annotated[
        int | None,
        typer.Option(
            "--record",
            metavar="NUMBER",
            autocompletion=entries,
            help="Instead: queries for the time of this entry of the records.",
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Instead: queries from this time on, 2026-12-29T03:10.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="TIME", help="The end of that time.")] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="ID", autocompletion=accounts, help="Queries for this account only."),
    ] = None,
    date: TodayOption = None,
    talk: TalkOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write files for AWS that watch and limit root: alerts, a policy, contacts, queries. Applies nothing.

    CloudFormation templates for EventBridge, GuardDuty and the service control policy, scripts for alternate contacts,
    and queries of CloudTrail. Each says in its head what it is, why, how to apply, test and undo it, and where it was
    read. --check compares fingerprints with the config; exit code 1 if a file is not what it says now.

    Examples: runbook guardrails -o guardrails; runbook guardrails --check guardrails; runbook guardrails --record 3
    """
    with session(talk, quiet=quiet or json, json=json) as console:
        from runbook.cli.guarding import GuardrailsOptions, guarded

        options = GuardrailsOptions(
            output=output, language=language, check=check, record=record, start=start, end=end, account=account
        )
        console.show(guarded(options, config, clock_of(date), console.language))
